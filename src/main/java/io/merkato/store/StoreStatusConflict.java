package io.merkato.store;

import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The store is not in a status from which this can be done. */
record StoreStatusConflict(
        UserErrorCode code, String message, @Nullable List<String> path, Store.Status current) implements UserError {

    static StoreStatusConflict of(Store.Status current, String message) {
        return new StoreStatusConflict(UserErrorCode.CONFLICT, message, List.of("id"), current);
    }
}
