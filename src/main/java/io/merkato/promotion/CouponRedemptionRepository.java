package io.merkato.promotion;

import static io.merkato.jooq.promotion.Tables.COUPON;
import static io.merkato.jooq.promotion.Tables.COUPON_CUSTOMER;
import static io.merkato.jooq.promotion.Tables.COUPON_REDEMPTION;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Uses of coupons. Whoever counts holds the coupons first, in the order of their ids, so that no two counts cross. */
@Repository
class CouponRedemptionRepository {

    private final CouponRepository coupons;
    private final Pages pages;

    CouponRedemptionRepository(CouponRepository coupons, Pages pages) {
        this.coupons = coupons;
        this.pages = pages;
    }

    Map<Coupon.Id, CouponRefusal> redeem(
            TenantContext tx, TypeId order, Customer.@Nullable Id customer, Map<Coupon.Id, Money> amounts) {
        hold(tx, amounts.keySet());
        // Statements of their own: only what is read after the wait for a coupon shows what others did meanwhile.
        Map<Coupon.Id, Coupon> held = coupons.byId(tx, amounts.keySet());
        Map<Coupon.Id, Integer> uses = customer == null ? Map.of() : usesOf(tx, customer, amounts.keySet());
        Set<Coupon.Id> already = usedBy(tx, order);
        var fresh = new LinkedHashMap<Coupon.Id, Money>(amounts);
        fresh.keySet().removeAll(already);
        var refused = new LinkedHashMap<Coupon.Id, CouponRefusal>();
        Instant now = Instant.now();
        for (Coupon.Id id : fresh.keySet()) {
            CouponRefusal refusal = refusal(held.get(id), now, customer, uses.getOrDefault(id, 0));
            if (refusal != null) {
                refused.put(id, refusal);
            }
        }
        if (refused.isEmpty() && !fresh.isEmpty()) {
            raise(tx, fresh.keySet(), customer);
            insert(tx, order, customer, fresh);
        }
        return refused;
    }

    private static @Nullable CouponRefusal refusal(
            @Nullable Coupon coupon, Instant now, Customer.@Nullable Id customer, int uses) {
        if (coupon == null) {
            return CouponRefusal.UNKNOWN;
        }
        CouponRefusal refusal = coupon.refusal(now);
        return refusal == null && coupon.isExhausted(customer != null, uses) ? CouponRefusal.CUSTOMER_LIMIT : refusal;
    }

    static void hold(TenantContext tx, Collection<Coupon.Id> ids) {
        tx.sql()
                .select(COUPON.ID)
                .from(COUPON)
                .where(tx.owns(COUPON))
                .and(Sql.isAny(COUPON.ID, ids))
                .orderBy(COUPON.ID)
                .forNoKeyUpdate()
                .execute();
    }

    private static Set<Coupon.Id> usedBy(TenantContext tx, TypeId order) {
        return tx.sql()
                .select(COUPON_REDEMPTION.COUPON_ID)
                .from(COUPON_REDEMPTION)
                .where(tx.owns(COUPON_REDEMPTION))
                .and(COUPON_REDEMPTION.ORDER_TEXT.eq(order.text()))
                .and(COUPON_REDEMPTION.STATE.eq(CouponRedemptionState.REDEEMED))
                .fetchSet(COUPON_REDEMPTION.COUPON_ID);
    }

    private static void raise(TenantContext tx, Collection<Coupon.Id> ids, Customer.@Nullable Id customer) {
        int raised = tx.sql()
                .update(COUPON)
                .set(COUPON.USED, COUPON.USED.plus(1))
                .where(tx.owns(COUPON))
                .and(Sql.isAny(COUPON.ID, ids))
                .and(COUPON.TOTAL_LIMIT.isNull().or(COUPON.USED.lt(COUPON.TOTAL_LIMIT)))
                .execute();
        if (raised != ids.size()) {
            throw new IllegalStateException("Coupons were used up while they were held: " + ids);
        }
        if (customer != null) {
            tx.sql()
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
                                    val(customer, COUPON_CUSTOMER.CUSTOMER_ID),
                                    COUPON.CUSTOMER_MOST,
                                    inline(1))
                            .from(COUPON)
                            .where(tx.owns(COUPON))
                            .and(Sql.isAny(COUPON.ID, ids)))
                    .onConflict(COUPON_CUSTOMER.TENANT_ID, COUPON_CUSTOMER.COUPON_ID, COUPON_CUSTOMER.CUSTOMER_ID)
                    .doUpdate()
                    .set(COUPON_CUSTOMER.USED, COUPON_CUSTOMER.USED.plus(1))
                    .execute();
        }
    }

    /** A coupon that the order gave back before is used by it again. */
    private static void insert(
            TenantContext tx, TypeId order, Customer.@Nullable Id customer, Map<Coupon.Id, Money> amounts) {
        Rows.of(amounts.entrySet())
                .with(COUPON_REDEMPTION.ID, each -> new CouponRedemption.Id(Uuid7.next()))
                .with(COUPON_REDEMPTION.COUPON_ID, Map.Entry::getKey)
                .with(COUPON_REDEMPTION.ORDER_TEXT, each -> order.text())
                .with(COUPON_REDEMPTION.CUSTOMER_ID, each -> customer)
                .with(COUPON_REDEMPTION.CURRENCY, each -> each.getValue().currency())
                .with(COUPON_REDEMPTION.AMOUNT, each -> each.getValue().withoutCurrency())
                .insertInto(tx, COUPON_REDEMPTION)
                .onConflict(COUPON_REDEMPTION.TENANT_ID, COUPON_REDEMPTION.ORDER_TEXT, COUPON_REDEMPTION.COUPON_ID)
                .doUpdate()
                .set(COUPON_REDEMPTION.STATE, CouponRedemptionState.REDEEMED)
                .set(COUPON_REDEMPTION.CUSTOMER_ID, excluded(COUPON_REDEMPTION.CUSTOMER_ID))
                .set(COUPON_REDEMPTION.CURRENCY, excluded(COUPON_REDEMPTION.CURRENCY))
                .set(COUPON_REDEMPTION.AMOUNT, excluded(COUPON_REDEMPTION.AMOUNT))
                .set(COUPON_REDEMPTION.REDEEMED_AT, Instant.now())
                .setNull(COUPON_REDEMPTION.RELEASED_AT)
                .execute();
    }

    void takeOff(TenantContext tx, TypeId order, Map<String, Money> amounts) {
        Rows<Map.Entry<String, Money>> rows = Rows.of(amounts.entrySet())
                .with(COUPON.CODE, Map.Entry::getKey)
                .with(COUPON_REDEMPTION.AMOUNT, each -> each.getValue().withoutCurrency());
        tx.sql()
                .update(COUPON_REDEMPTION)
                .set(COUPON_REDEMPTION.AMOUNT, rows.get(COUPON_REDEMPTION.AMOUNT))
                .from(COUPON, rows.table())
                .where(tx.owns(COUPON_REDEMPTION))
                .and(tx.owns(COUPON))
                .and(COUPON.ID.eq(COUPON_REDEMPTION.COUPON_ID))
                .and(COUPON.CODE.eq(rows.get(COUPON.CODE)))
                .and(COUPON_REDEMPTION.ORDER_TEXT.eq(order.text()))
                .execute();
    }

    void release(TenantContext tx, TypeId order) {
        Set<Coupon.Id> used = usedBy(tx, order);
        if (used.isEmpty()) {
            return;
        }
        hold(tx, used);
        var released = tx.sql()
                .update(COUPON_REDEMPTION)
                .set(COUPON_REDEMPTION.STATE, CouponRedemptionState.RELEASED)
                .set(COUPON_REDEMPTION.RELEASED_AT, Instant.now())
                .where(tx.owns(COUPON_REDEMPTION))
                .and(COUPON_REDEMPTION.ORDER_TEXT.eq(order.text()))
                .and(COUPON_REDEMPTION.STATE.eq(CouponRedemptionState.REDEEMED))
                .returningResult(COUPON_REDEMPTION.COUPON_ID, COUPON_REDEMPTION.CUSTOMER_ID)
                .fetch();
        if (released.isEmpty()) {
            return; // given back meanwhile
        }
        Set<Coupon.Id> coupons = released.intoSet(COUPON_REDEMPTION.COUPON_ID);
        tx.sql()
                .update(COUPON)
                .set(COUPON.USED, COUPON.USED.minus(1))
                .where(tx.owns(COUPON))
                .and(Sql.isAny(COUPON.ID, coupons))
                .execute();
        lower(tx, released);
    }

    /** Where nobody knows whose they were, nothing was counted. */
    private static void lower(TenantContext tx, List<? extends Record2<Coupon.Id, Customer.@Nullable Id>> released) {
        var rows = Rows.of(released)
                .with(COUPON_CUSTOMER.COUPON_ID, Record2::value1)
                .with(COUPON_CUSTOMER.CUSTOMER_ID, Record2::value2);
        tx.sql()
                .update(COUPON_CUSTOMER)
                .set(COUPON_CUSTOMER.USED, COUPON_CUSTOMER.USED.minus(1))
                .from(rows.table())
                .where(tx.owns(COUPON_CUSTOMER))
                .and(COUPON_CUSTOMER.COUPON_ID.eq(rows.get(COUPON_CUSTOMER.COUPON_ID)))
                .and(COUPON_CUSTOMER.CUSTOMER_ID.eq(rows.get(COUPON_CUSTOMER.CUSTOMER_ID)))
                .execute();
    }

    Map<Coupon.Id, Integer> usesOf(TenantContext tenant, Customer.Id customer, Collection<Coupon.Id> ids) {
        return tenant.sql()
                .select(COUPON_CUSTOMER.COUPON_ID, COUPON_CUSTOMER.USED)
                .from(COUPON_CUSTOMER)
                .where(tenant.owns(COUPON_CUSTOMER))
                .and(COUPON_CUSTOMER.CUSTOMER_ID.eq(customer))
                .and(Sql.isAny(COUPON_CUSTOMER.COUPON_ID, ids))
                .fetchMap(COUPON_CUSTOMER.COUPON_ID, COUPON_CUSTOMER.USED);
    }

    Connection<CouponRedemption> page(TenantContext tenant, Condition which, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " coupon redemptions",
                        redemptions(tenant)
                                .where(tenant.owns(COUPON_REDEMPTION))
                                .and(which),
                        List.of(COUPON_REDEMPTION.ID.desc()),
                        page,
                        CouponRedemptionRepository::redemption)
                .counted(
                        tenant.sql(),
                        selectOne()
                                .from(COUPON_REDEMPTION)
                                .where(tenant.owns(COUPON_REDEMPTION))
                                .and(which));
    }

    Map<CouponRedemption.Id, CouponRedemption> byId(TenantContext tenant, Collection<CouponRedemption.Id> ids) {
        return redemptions(tenant)
                .where(tenant.owns(COUPON_REDEMPTION))
                .and(Sql.isAny(COUPON_REDEMPTION.ID, ids))
                .fetchMap(COUPON_REDEMPTION.ID, CouponRedemptionRepository::redemption);
    }

    private static SelectJoinStep<? extends Record> redemptions(TenantContext tenant) {
        return tenant.sql()
                .select(List.<SelectField<?>>of(
                        COUPON_REDEMPTION.ID,
                        COUPON_REDEMPTION.COUPON_ID,
                        COUPON_REDEMPTION.ORDER_TEXT,
                        COUPON_REDEMPTION.CUSTOMER_ID,
                        COUPON_REDEMPTION.AMOUNT,
                        COUPON_REDEMPTION.CURRENCY,
                        COUPON_REDEMPTION.STATE,
                        COUPON_REDEMPTION.REDEEMED_AT,
                        COUPON_REDEMPTION.RELEASED_AT))
                .from(COUPON_REDEMPTION);
    }

    private static CouponRedemption redemption(Record row) {
        return new CouponRedemption(
                row.get(COUPON_REDEMPTION.ID),
                row.get(COUPON_REDEMPTION.COUPON_ID),
                row.get(COUPON_REDEMPTION.ORDER_TEXT),
                row.get(COUPON_REDEMPTION.CUSTOMER_ID),
                row.get(COUPON_REDEMPTION.AMOUNT).in(row.get(COUPON_REDEMPTION.CURRENCY)),
                row.get(COUPON_REDEMPTION.STATE),
                row.get(COUPON_REDEMPTION.REDEEMED_AT),
                row.get(COUPON_REDEMPTION.RELEASED_AT));
    }
}
