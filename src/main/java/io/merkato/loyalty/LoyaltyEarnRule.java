package io.merkato.loyalty;

import io.merkato.api.TypeId;
import io.merkato.catalog.Category;
import io.merkato.catalog.Product;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What earns more than the programme's rate.
 *
 * @param productId the product it is for; with {@code categoryId} null, everything
 * @param goodsGone whether what it was for is gone for good, which ended it
 * @param multiplier in parts per million of the rate's points, above 1 000 000; or null
 * @param perPiece points for each piece; or null
 * @param budget points that it gives in all; null for any number
 * @param given points that it gave
 */
public record LoyaltyEarnRule(
        Id id,
        LoyaltyProgramme.Id programmeId,
        String name,
        Product.@Nullable Id productId,
        Category.@Nullable Id categoryId,
        boolean goodsGone,
        @Nullable Long multiplier,
        @Nullable Long perPiece,
        Instant startsAt,
        @Nullable Instant endsAt,
        @Nullable Long budget,
        long given,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "loyalty_earn_rule";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    boolean isOn(Instant now) {
        return !startsAt.isAfter(now) && (endsAt == null || endsAt.isAfter(now));
    }

    boolean isForEverything() {
        return productId == null && categoryId == null && !goodsGone;
    }

    /** As in the API: 2 for twice as many. */
    public @Nullable BigDecimal times() {
        return multiplier == null ? null : BigDecimal.valueOf(multiplier, 6).stripTrailingZeros();
    }
}
