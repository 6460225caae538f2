package io.merkato.inventory;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One act of staff that changed what is on hand at a place. */
public record StockAdjustment(
        Id id,
        Location.Id locationId,
        StockReason reason,
        @Nullable String note,
        String actor,
        Instant adjustedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "stock_adjustment";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
