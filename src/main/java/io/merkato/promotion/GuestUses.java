package io.merkato.promotion;

import static io.merkato.jooq.promotion.Tables.COUPON_CUSTOMER;
import static io.merkato.jooq.promotion.Tables.COUPON_REDEMPTION;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Sql;
import io.merkato.customer.Customer;
import io.merkato.customer.GuestMerge;
import io.merkato.jooq.promotion.tables.CouponCustomer;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Repository;

/**
 * Uses of a guest are the customer's who they turn out to be, as far as a customer may have that many: signing in does not fail for
 * what was used before, nor does it ever give a coupon once more.
 */
@Repository
class GuestUses implements GuestMerge {

    private record Use(CouponRedemption.Id id, Coupon.Id couponId, int room) {}

    @Override
    public void merge(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        List<Use> uses = uses(tx, guest, customer);
        if (uses.isEmpty()) {
            return;
        }
        CouponRedemptionRepository.hold(
                tx, uses.stream().map(Use::couponId).distinct().toList());
        List<Use> moving = fitting(uses(tx, guest, customer));
        tx.sql()
                .update(COUPON_REDEMPTION)
                .set(COUPON_REDEMPTION.CUSTOMER_ID, customer)
                .where(tx.owns(COUPON_REDEMPTION))
                .and(Sql.isAny(
                        COUPON_REDEMPTION.ID, moving.stream().map(Use::id).toList()))
                .execute();
        count(
                tx,
                guest,
                customer,
                moving.stream().collect(groupingBy(Use::couponId, collectingAndThen(counting(), Long::intValue))));
    }

    private static List<Use> uses(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        CouponCustomer own = COUPON_CUSTOMER.as("own");
        return tx.sql()
                .select(
                        COUPON_REDEMPTION.ID,
                        COUPON_REDEMPTION.COUPON_ID,
                        COUPON_CUSTOMER.CUSTOMER_MOST.minus(coalesce(own.USED, inline(0))))
                .from(COUPON_REDEMPTION)
                .join(COUPON_CUSTOMER)
                .on(tx.owns(COUPON_CUSTOMER))
                .and(COUPON_CUSTOMER.COUPON_ID.eq(COUPON_REDEMPTION.COUPON_ID))
                .and(COUPON_CUSTOMER.CUSTOMER_ID.eq(COUPON_REDEMPTION.CUSTOMER_ID))
                .leftJoin(own)
                .on(tx.owns(own))
                .and(own.COUPON_ID.eq(COUPON_REDEMPTION.COUPON_ID))
                .and(own.CUSTOMER_ID.eq(customer))
                .where(tx.owns(COUPON_REDEMPTION))
                .and(COUPON_REDEMPTION.CUSTOMER_ID.eq(guest))
                .and(COUPON_REDEMPTION.STATE.eq(CouponRedemptionState.REDEEMED))
                .orderBy(COUPON_REDEMPTION.ID)
                .fetch(row -> new Use(row.value1(), row.value2(), row.value3()));
    }

    private static List<Use> fitting(List<Use> uses) {
        var taken = new HashMap<Coupon.Id, Integer>();
        var fitting = new ArrayList<Use>();
        for (Use use : uses) {
            if (taken.merge(use.couponId, 1, Integer::sum) <= use.room) {
                fitting.add(use);
            }
        }
        return fitting;
    }

    private static void count(TenantContext tx, Customer.Id guest, Customer.Id customer, Map<Coupon.Id, Integer> uses) {
        var rows = Rows.of(uses.entrySet())
                .with(COUPON_CUSTOMER.COUPON_ID, Map.Entry::getKey)
                .with(COUPON_CUSTOMER.USED, Map.Entry::getValue);
        tx.sql()
                .insertInto(
                        COUPON_CUSTOMER,
                        COUPON_CUSTOMER.TENANT_ID,
                        COUPON_CUSTOMER.COUPON_ID,
                        COUPON_CUSTOMER.CUSTOMER_ID,
                        COUPON_CUSTOMER.CUSTOMER_MOST,
                        COUPON_CUSTOMER.USED)
                .select(select(
                                COUPON_CUSTOMER.TENANT_ID,
                                COUPON_CUSTOMER.COUPON_ID,
                                val(customer, COUPON_CUSTOMER.CUSTOMER_ID),
                                COUPON_CUSTOMER.CUSTOMER_MOST,
                                rows.get(COUPON_CUSTOMER.USED))
                        .from(COUPON_CUSTOMER)
                        .join(rows.table())
                        .on(rows.get(COUPON_CUSTOMER.COUPON_ID).eq(COUPON_CUSTOMER.COUPON_ID))
                        .where(tx.owns(COUPON_CUSTOMER))
                        .and(COUPON_CUSTOMER.CUSTOMER_ID.eq(guest)))
                .onConflict(COUPON_CUSTOMER.TENANT_ID, COUPON_CUSTOMER.COUPON_ID, COUPON_CUSTOMER.CUSTOMER_ID)
                .doUpdate()
                .set(COUPON_CUSTOMER.USED, COUPON_CUSTOMER.USED.plus(excluded(COUPON_CUSTOMER.USED)))
                .execute();
        tx.sql()
                .update(COUPON_CUSTOMER)
                .set(COUPON_CUSTOMER.USED, COUPON_CUSTOMER.USED.minus(rows.get(COUPON_CUSTOMER.USED)))
                .from(rows.table())
                .where(tx.owns(COUPON_CUSTOMER))
                .and(COUPON_CUSTOMER.CUSTOMER_ID.eq(guest))
                .and(COUPON_CUSTOMER.COUPON_ID.eq(rows.get(COUPON_CUSTOMER.COUPON_ID)))
                .execute();
    }
}
