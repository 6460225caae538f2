package io.merkato.inventory;

import io.merkato.catalog.ProductVariant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One variant at one place, in pieces.
 *
 * @param reserved promised to carts and orders
 * @param safetyStock kept back from sale
 * @param backorderLimit what may be sold beyond what is on hand
 * @param available what can be sold now, never negative
 * @param lowAt at so many to sell or less, the level is low; null to never say so
 */
record StockLevel(
        ProductVariant.Id variantId,
        Location.Id locationId,
        long onHand,
        long reserved,
        long safetyStock,
        long backorderLimit,
        long available,
        @Nullable Long lowAt,
        int version,
        Instant updatedAt) {

    boolean low() {
        return lowAt != null && available <= lowAt;
    }
}
