package io.merkato.promotion;

import static io.merkato.api.UserErrorCode.CONFLICT;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;

/** What has to hold of a coupon that is to be written, beyond what the database sees to. */
final class CouponChecks {

    private CouponChecks() {}

    static Coupon check(Coupon coupon) {
        if (coupon.minimumTotal() != null && coupon.minimumTotal().minorUnits() == 0) {
            throw new Refused(Refusal.of(OUT_OF_RANGE, "A minimum is above 0.", "input", "minimumTotal"));
        }
        if (coupon.minimumTotal() != null
                && coupon.amount() != null
                && !coupon.minimumTotal().currency().equals(coupon.amount().currency())) {
            throw new Refused(Refusal.of(
                    CONFLICT, "The minimum is in the currency of what the coupon takes off.", "input", "minimumTotal"));
        }
        return coupon;
    }
}
