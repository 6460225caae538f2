package io.merkato.catalog;

import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Products have values that would be lost, or are on sale and would lack one that is required. */
record AttributeSetConflict(
        UserErrorCode code,
        String message,
        @Nullable List<String> path,
        int productCount,
        List<AttributeConflict> conflicts)
        implements UserError {

    static AttributeSetConflict of(int productCount, List<AttributeConflict> conflicts) {
        return new AttributeSetConflict(
                UserErrorCode.CONFLICT,
                productCount + " products do not fit; say in onConflict what to do with them.",
                List.of("onConflict"),
                productCount,
                conflicts);
    }
}
