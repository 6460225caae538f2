package io.merkato.promotion;

import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One use of a coupon by an order.
 *
 * @param orderId as the API writes it
 * @param amount what it took off, of goods and shipping together
 */
public record CouponRedemption(
        Id id,
        Coupon.Id couponId,
        String orderId,
        Customer.@Nullable Id customerId,
        Money amount,
        CouponRedemptionState state,
        Instant redeemedAt,
        @Nullable Instant releasedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "coupon_redemption";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
