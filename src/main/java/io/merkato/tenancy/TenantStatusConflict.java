package io.merkato.tenancy;

import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tenant is not in a status from which this can be done. */
record TenantStatusConflict(
        UserErrorCode code, String message, @Nullable List<String> path, Tenant.Status current) implements UserError {

    static TenantStatusConflict of(Tenant.Status current, String message) {
        return new TenantStatusConflict(UserErrorCode.CONFLICT, message, List.of("id"), current);
    }
}
