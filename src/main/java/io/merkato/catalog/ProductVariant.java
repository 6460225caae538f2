package io.merkato.catalog;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The article that is really put into the cart.
 *
 * @param enabled the merchant's own switch; whether it can be bought also takes a price
 */
public record ProductVariant(
        Id id,
        Product.Id productId,
        String sku,
        @Nullable String barcode,
        @Nullable Long weightGrams,
        int position,
        boolean enabled,
        @Nullable String externalId,
        int version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "variant";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
