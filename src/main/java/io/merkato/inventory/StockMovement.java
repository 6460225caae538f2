package io.merkato.inventory;

import io.merkato.api.TypeId;
import io.merkato.catalog.ProductVariant;
import java.time.Instant;
import java.util.UUID;

/**
 * What changed a level; never changed itself.
 *
 * @param reference the id, as the API writes it, of what it was for
 */
public record StockMovement(
        Id id,
        ProductVariant.Id variantId,
        Location.Id locationId,
        long onHandChange,
        long reservedChange,
        StockReason reason,
        String reference,
        String actor,
        Instant movedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "stock_movement";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
