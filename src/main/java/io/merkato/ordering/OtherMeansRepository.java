package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.ORDER;
import static io.merkato.jooq.ordering.Tables.ORDER_DISCOUNT;
import static io.merkato.jooq.ordering.Tables.ORDER_LINE;
import static io.merkato.jooq.ordering.Tables.ORDER_PAYMENT;
import static org.jooq.impl.DSL.boolOr;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import io.merkato.api.Sql;
import io.merkato.money.Money;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.springframework.stereotype.Repository;

/** What orders hold of points, store credit and gift cards. */
@Repository
class OtherMeansRepository {

    /** Of store credit no more than what came as that, as {@link OrderFunds} has it. */
    Map<Order.Id, OtherMeans> ofOrders(TenantContext tenant, Collection<Order.Id> orders) {
        Condition card = ORDER_PAYMENT.THROUGH.startsWith("gift_card_");
        Condition alone = ORDER_PAYMENT.THROUGH.isNull();
        Condition points = ORDER_PAYMENT.METHOD.eq(OrderPaymentMethod.LOYALTY_POINTS);
        Condition credit = ORDER_PAYMENT.METHOD.eq(OrderPaymentMethod.STORE_CREDIT);
        Field<Long> byPoints = moved(points);
        Field<Long> byCards = moved(card);
        Field<Long> byCredit = moved(alone.and(credit));
        Field<Long> byHand = moved(alone.andNot(credit).andNot(points));
        var held = new HashMap<Order.Id, OtherMeans>();
        tenant.sql()
                .select(ORDER_PAYMENT.ORDER_ID, ORDER.CURRENCY, byPoints, byCards, byCredit, byHand)
                .from(ORDER_PAYMENT)
                .join(ORDER)
                .on(tenant.owns(ORDER), ORDER.ID.eq(ORDER_PAYMENT.ORDER_ID))
                .where(tenant.owns(ORDER_PAYMENT))
                .and(Sql.isAny(ORDER_PAYMENT.ORDER_ID, orders))
                .groupBy(ORDER_PAYMENT.ORDER_ID, ORDER.CURRENCY)
                .having(boolOr(points.or(credit).or(card)))
                .forEach(row -> held.put(
                        row.value1(),
                        new OtherMeans(
                                left(row.value3(), row.value2()),
                                left(row.value4(), row.value2())
                                        .plus(left(
                                                Math.min(row.value5(), row.value5() + row.value6()), row.value2())))));
        return held;
    }

    private static Field<Long> moved(Condition which) {
        Field<Long> amount = ORDER_PAYMENT.AMOUNT.coerce(Long.class);
        return coalesce(
                        sum(when(ORDER_PAYMENT.KIND.eq(OrderPaymentKind.PAYMENT), amount)
                                        .otherwise(amount.neg()))
                                .filterWhere(which),
                        inline(BigDecimal.ZERO))
                .cast(Long.class);
    }

    private static Money left(long amount, Currency currency) {
        return new Money(Math.max(0, amount), currency);
    }

    /** What came through providers and did not go back, without what came by the word of staff alone. */
    Map<Order.Id, Money> saidByProviders(TenantContext tenant, Collection<Order.Id> orders) {
        Field<Long> left = moved(ORDER_PAYMENT.ATTESTED.isFalse());
        var said = new HashMap<Order.Id, Money>();
        tenant.sql()
                .select(ORDER_PAYMENT.ORDER_ID, ORDER.CURRENCY, left)
                .from(ORDER_PAYMENT)
                .join(ORDER)
                .on(tenant.owns(ORDER), ORDER.ID.eq(ORDER_PAYMENT.ORDER_ID))
                .where(tenant.owns(ORDER_PAYMENT))
                .and(Sql.isAny(ORDER_PAYMENT.ORDER_ID, orders))
                .and(ORDER_PAYMENT.THROUGH.startsWith("payment_"))
                .groupBy(ORDER_PAYMENT.ORDER_ID, ORDER.CURRENCY, ORDER_PAYMENT.THROUGH)
                .having(left.gt(0L))
                .forEach(row -> said.merge(row.value1(), left(row.value3(), row.value2()), Money::plus));
        return said;
    }

    /** What points took off of what is left of these orders' goods. */
    Map<Order.Id, Money> offByPoints(TenantContext tenant, Collection<Order.Id> orders) {
        Field<Long> amount = ORDER_DISCOUNT.AMOUNT.coerce(Long.class);
        Field<BigDecimal> left =
                sum(amount.minus(amount.mul(ORDER_LINE.RETURNED).div(nullif(ORDER_LINE.QUANTITY, inline(0L)))));
        var off = new HashMap<Order.Id, Money>();
        tenant.sql()
                .select(ORDER_DISCOUNT.ORDER_ID, ORDER.CURRENCY, left)
                .from(ORDER_DISCOUNT)
                .join(ORDER)
                .on(tenant.owns(ORDER), ORDER.ID.eq(ORDER_DISCOUNT.ORDER_ID))
                .join(ORDER_LINE)
                .on(
                        tenant.owns(ORDER_LINE),
                        ORDER_LINE.ORDER_ID.eq(ORDER_DISCOUNT.ORDER_ID),
                        ORDER_LINE.ID.eq(ORDER_DISCOUNT.LINE_ID))
                .where(tenant.owns(ORDER_DISCOUNT))
                .and(Sql.isAny(ORDER_DISCOUNT.ORDER_ID, orders))
                .and(ORDER_DISCOUNT.CODE.eq(Discount.POINTS))
                .and(ORDER.STATUS.ne(OrderStatus.CANCELLED))
                .groupBy(ORDER_DISCOUNT.ORDER_ID, ORDER.CURRENCY)
                .forEach(row -> off.put(row.value1(), new Money(row.value3().longValueExact(), row.value2())));
        return off;
    }
}
