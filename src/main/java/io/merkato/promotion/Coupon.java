package io.merkato.promotion;

import io.merkato.api.TypeId;
import io.merkato.catalog.Category;
import io.merkato.catalog.Product;
import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A code that takes something off.
 *
 * @param code in capitals, unique among the tenant's that are not deleted
 * @param campaign what it was made for, with others
 * @param amount of FIXED alone
 * @param rate of PERCENTAGE alone, up to the whole
 * @param minimumTotal of all goods before coupons; a coupon with it, or with an amount, is good in that currency only
 * @param endsAt no longer good from then on
 * @param totalLimit how many orders may use it
 * @param customerLimit how many orders of one customer may use it
 * @param used by how many orders it is used, those that gave it back left out
 * @param combinable whether it goes with others that are, too
 * @param everyProduct else only those of the lists, and those in or below the categories
 * @param everyStore else only those of the list
 */
public record Coupon(
        Id id,
        String code,
        @Nullable String description,
        @Nullable String campaign,
        CouponKind kind,
        CouponStatus status,
        @Nullable Money amount,
        @Nullable Rate rate,
        @Nullable Money minimumTotal,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        @Nullable Integer totalLimit,
        @Nullable Integer customerLimit,
        int used,
        boolean combinable,
        boolean everyProduct,
        List<Product.Id> productIds,
        List<Category.Id> categoryIds,
        boolean everyStore,
        List<Store.Id> storeIds,
        int version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "coupon";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** What holds of it alone, whatever is in the cart and whoever asks; null where nothing is in the way. */
    @Nullable
    CouponRefusal refusal(Instant at) {
        if (status != CouponStatus.ACTIVE || deletedAt != null) {
            return CouponRefusal.UNKNOWN;
        }
        if (startsAt != null && at.isBefore(startsAt)) {
            return CouponRefusal.NOT_STARTED;
        }
        if (endsAt != null && !at.isBefore(endsAt)) {
            return CouponRefusal.EXPIRED;
        }
        return totalLimit != null && used >= totalLimit ? CouponRefusal.USED_UP : null;
    }

    /** @param uses of this customer so far */
    boolean isExhausted(boolean known, int uses) {
        return customerLimit != null && (!known || uses >= customerLimit);
    }

    boolean isFor(CouponLine line) {
        return everyProduct
                || productIds.contains(line.productId())
                || categoryIds.stream().anyMatch(line.categoryIds()::contains);
    }

    Coupon with(CouponStatus other) {
        return new Coupon(
                id,
                code,
                description,
                campaign,
                kind,
                other,
                amount,
                rate,
                minimumTotal,
                startsAt,
                endsAt,
                totalLimit,
                customerLimit,
                used,
                combinable,
                everyProduct,
                productIds,
                categoryIds,
                everyStore,
                storeIds,
                version,
                createdAt,
                updatedAt,
                deletedAt);
    }

    /** @param at null for not, or no longer */
    Coupon deleted(@Nullable Instant at) {
        return new Coupon(
                id,
                code,
                description,
                campaign,
                kind,
                status,
                amount,
                rate,
                minimumTotal,
                startsAt,
                endsAt,
                totalLimit,
                customerLimit,
                used,
                combinable,
                everyProduct,
                productIds,
                categoryIds,
                everyStore,
                storeIds,
                version,
                createdAt,
                updatedAt,
                at);
    }
}
