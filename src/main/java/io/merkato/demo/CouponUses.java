package io.merkato.demo;

import static io.merkato.jooq.promotion.Tables.COUPON;
import static io.merkato.jooq.promotion.Tables.COUPON_CUSTOMER;
import static io.merkato.jooq.promotion.Tables.COUPON_REDEMPTION;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.select;

import io.merkato.ordering.NewOrder;
import io.merkato.promotion.CouponDiscount;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which orders used which coupons, and how often that makes. */
final class CouponUses {

    private final DemoIds ids;
    private final Rows redemptions = new Rows(COUPON_REDEMPTION);

    CouponUses(DemoIds ids) {
        this.ids = ids;
    }

    /** @param released when the order was cancelled */
    void add(NewOrder order, List<CouponDiscount> coupons, @Nullable Instant released) {
        for (CouponDiscount coupon : coupons) {
            redemptions
                    .next()
                    .set(COUPON_REDEMPTION.ID, ids.at(order.placedAt(), "coupon redemption", coupon.code()))
                    .set(COUPON_REDEMPTION.COUPON_ID, coupon.couponId().value())
                    .set(COUPON_REDEMPTION.ORDER_TEXT, order.id().text())
                    .set(
                            COUPON_REDEMPTION.CUSTOMER_ID,
                            order.customerId() == null
                                    ? null
                                    : order.customerId().value())
                    .set(COUPON_REDEMPTION.CURRENCY, order.currency().getCurrencyCode())
                    .set(COUPON_REDEMPTION.AMOUNT, coupon.total().withoutCurrency())
                    .set(COUPON_REDEMPTION.STATE, released == null ? "REDEEMED" : "RELEASED")
                    .set(COUPON_REDEMPTION.REDEEMED_AT, order.placedAt())
                    .set(COUPON_REDEMPTION.RELEASED_AT, released);
        }
    }

    void insert(TenantContext tenant) {
        redemptions.insert(tenant);
        var used = tenant.owns(COUPON_REDEMPTION)
                .and(COUPON_REDEMPTION.COUPON_ID.eq(COUPON.ID))
                .and(COUPON_REDEMPTION.RELEASED_AT.isNull());
        tenant.sql()
                .update(COUPON)
                .set(COUPON.USED, select(count()).from(COUPON_REDEMPTION).where(used))
                .where(tenant.owns(COUPON))
                .execute();
        tenant.sql()
                .insertInto(
                        COUPON_CUSTOMER,
                        COUPON_CUSTOMER.TENANT_ID,
                        COUPON_CUSTOMER.COUPON_ID,
                        COUPON_CUSTOMER.CUSTOMER_ID,
                        COUPON_CUSTOMER.CUSTOMER_MOST,
                        COUPON_CUSTOMER.USED)
                .select(select(
                                COUPON.TENANT_ID,
                                COUPON.ID,
                                COUPON_REDEMPTION.CUSTOMER_ID,
                                COUPON.CUSTOMER_MOST,
                                count())
                        .from(COUPON)
                        .join(COUPON_REDEMPTION)
                        .on(used)
                        .where(tenant.owns(COUPON))
                        .and(COUPON_REDEMPTION.CUSTOMER_ID.isNotNull())
                        .groupBy(COUPON.TENANT_ID, COUPON.ID, COUPON_REDEMPTION.CUSTOMER_ID, COUPON.CUSTOMER_MOST))
                .execute();
    }
}
