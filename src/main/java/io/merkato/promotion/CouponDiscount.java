package io.merkato.promotion;

import io.merkato.money.Money;
import java.util.Map;

/**
 * What one coupon takes off.
 *
 * @param lines by the index of the line, each one that it is for
 */
public record CouponDiscount(Coupon.Id couponId, String code, Map<Integer, Money> lines, Money shipping) {

    public Money total() {
        return Money.sum(shipping.currency(), lines.values()).plus(shipping);
    }
}
