package io.merkato.promotion;

import static io.merkato.jooq.promotion.Tables.COUPON_REDEMPTION;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.DateTimeRange;
import io.merkato.api.IdMatch;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import io.merkato.customer.Customer;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which uses of coupons, as the schema's input of this name says. */
record CouponRedemptionWhere(
        @Nullable List<CouponRedemptionWhere> and,
        @Nullable List<CouponRedemptionWhere> or,
        @Nullable CouponRedemptionWhere not,
        @Nullable IdMatch coupon,
        @Nullable IdMatch order,
        @Nullable IdMatch customer,
        @Nullable CouponRedemptionStateMatch state,
        @Nullable DateTimeRange redeemedAt)
        implements Where<CouponRedemptionWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(coupon == null ? noCondition() : coupon.on(COUPON_REDEMPTION.COUPON_ID, Coupon.Id::new))
                .and(
                        order == null
                                ? noCondition()
                                : new StringMatch(order.eq(), order.oneOf(), null).on(COUPON_REDEMPTION.ORDER_TEXT))
                .and(customer == null ? noCondition() : customer.on(COUPON_REDEMPTION.CUSTOMER_ID, Customer.Id::new))
                .and(state == null ? noCondition() : state.on(COUPON_REDEMPTION.STATE))
                .and(redeemedAt == null ? noCondition() : redeemedAt.on(COUPON_REDEMPTION.REDEEMED_AT));
    }
}
