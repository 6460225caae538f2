package io.merkato.promotion;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.money.Rate;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a coupon takes off: one of these. */
record CouponDiscountInput(
        @Nullable MoneyInput amount,
        @Nullable BigDecimal percent,
        @Nullable Boolean freeShipping) {

    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    /** One of them, checked. */
    record Discount(
            CouponKind kind,
            @Nullable Money amount,
            @Nullable Rate rate) {}

    Discount discount() {
        if (amount != null) {
            Money money = amount.money("input", "discount", "amount");
            if (money.minorUnits() == 0) {
                throw new Refused(
                        Refusal.of(OUT_OF_RANGE, "A coupon takes something off.", "input", "discount", "amount"));
            }
            return new Discount(CouponKind.FIXED, money, null);
        }
        if (percent != null) {
            return new Discount(CouponKind.PERCENTAGE, null, rate(percent));
        }
        if (!Boolean.TRUE.equals(freeShipping)) {
            throw new Refused(Refusal.of(
                    INVALID, "Shipping is free, or it is another coupon.", "input", "discount", "freeShipping"));
        }
        return new Discount(CouponKind.FREE_SHIPPING, null, null);
    }

    private static Rate rate(BigDecimal percent) {
        if (percent.signum() <= 0 || percent.compareTo(WHOLE) > 0) {
            throw new Refused(Refusal.of(
                    OUT_OF_RANGE, "A percentage is above 0 and at most 100.", "input", "discount", "percent"));
        }
        try {
            return Rate.ofPercent(percent);
        } catch (ArithmeticException e) {
            throw new Refused(
                    Refusal.of(INVALID, "A percentage has at most four decimals.", "input", "discount", "percent"));
        }
    }
}
