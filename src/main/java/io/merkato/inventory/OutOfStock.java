package io.merkato.inventory;

import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.catalog.ProductVariant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * There is too little of it.
 *
 * @param wanted how many were asked for
 * @param available how many could be had at that moment
 */
public record OutOfStock(
        UserErrorCode code,
        String message,
        @Nullable List<String> path,
        ProductVariant.Id variantId,
        long wanted,
        long available)
        implements UserError {

    public static OutOfStock of(ProductVariant.Id variant, long wanted, long available) {
        return new OutOfStock(
                UserErrorCode.OUT_OF_STOCK,
                "Only %d of %d are to be had.".formatted(available, wanted),
                null,
                variant,
                wanted,
                available);
    }

    /** @param path the argument at fault */
    public OutOfStock at(List<String> path) {
        return new OutOfStock(code, message, path, variantId, wanted, available);
    }
}
