package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.ORDER_PAYMENT;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import io.merkato.api.Actor;
import io.merkato.api.Sql;
import io.merkato.api.TypeId;
import io.merkato.ledger.Ledger;
import io.merkato.money.Money;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Writes down what came in for orders and went back. */
@Component
class OrderPayments {

    private final Ledger ledger;
    private final ClosedCards cards;

    OrderPayments(Ledger ledger, ClosedCards cards) {
        this.ledger = ledger;
        this.cards = cards;
    }

    /** Writes the rows and their transfers, in four statements however many. What the orders say of it is the caller's to change. */
    void record(TenantContext tx, List<MovedMoney> moved, Actor actor) {
        if (moved.isEmpty()) {
            return;
        }
        Rows.of(moved)
                .with(ORDER_PAYMENT.ID, each -> each.payment().id())
                .with(ORDER_PAYMENT.ORDER_ID, MovedMoney::order)
                .with(ORDER_PAYMENT.KIND, each -> each.payment().kind())
                .with(ORDER_PAYMENT.METHOD, each -> each.payment().method())
                .with(ORDER_PAYMENT.AMOUNT, each -> each.payment().amount().withoutCurrency())
                .with(ORDER_PAYMENT.REFERENCE, each -> each.payment().reference())
                .with(ORDER_PAYMENT.THROUGH, each -> each.payment().through())
                .with(ORDER_PAYMENT.ATTESTED, MovedMoney::attested)
                .with(ORDER_PAYMENT.ACTOR, each -> actor.name())
                .with(ORDER_PAYMENT.RECORDED_AT, each -> each.payment().recordedAt())
                .write(tx, ORDER_PAYMENT);
        ledger.post(
                tx, moved.stream().map(each -> OrderLedger.moved(tx.id(), each)).toList());
    }

    /** Writes down that a provider says what staff alone had said. @return whether they had */
    boolean confirm(TenantContext tx, Order.Id order, TypeId through, Money amount) {
        return tx.sql()
                        .update(ORDER_PAYMENT)
                        .set(ORDER_PAYMENT.ATTESTED, false)
                        .where(tx.owns(ORDER_PAYMENT))
                        .and(ORDER_PAYMENT.ID.eq(select(ORDER_PAYMENT.ID)
                                .from(ORDER_PAYMENT)
                                .where(tx.owns(ORDER_PAYMENT))
                                .and(ORDER_PAYMENT.ORDER_ID.eq(order))
                                .and(ORDER_PAYMENT.THROUGH.eq(through.text()))
                                .and(ORDER_PAYMENT.KIND.eq(OrderPaymentKind.PAYMENT))
                                .and(ORDER_PAYMENT.AMOUNT.eq(amount.withoutCurrency()))
                                .and(ORDER_PAYMENT.ATTESTED)
                                .orderBy(ORDER_PAYMENT.ID)
                                .limit(1)))
                        .execute()
                > 0;
    }

    /** What the order holds of a payment by the word of staff alone. */
    Money attested(TenantContext tx, Order order, TypeId through) {
        var amount = ORDER_PAYMENT.AMOUNT.coerce(Long.class);
        long held = tx.sql()
                .select(coalesce(
                        sum(when(ORDER_PAYMENT.KIND.eq(OrderPaymentKind.PAYMENT), amount)
                                .otherwise(amount.neg())),
                        inline(BigDecimal.ZERO)))
                .from(ORDER_PAYMENT)
                .where(tx.owns(ORDER_PAYMENT))
                .and(ORDER_PAYMENT.ORDER_ID.eq(order.id()))
                .and(ORDER_PAYMENT.THROUGH.eq(through.text()))
                .and(ORDER_PAYMENT.ATTESTED)
                .fetchSingle()
                .value1()
                .longValueExact();
        return new Money(held, order.currency());
    }

    /** The payments through providers of which the order holds something by the word of staff alone, or as money of tests that is none. */
    Set<String> attested(TenantContext tenant, Order.Id order) {
        var amount = ORDER_PAYMENT.AMOUNT.coerce(Long.class);
        return tenant.sql()
                .select(ORDER_PAYMENT.THROUGH)
                .from(ORDER_PAYMENT)
                .where(tenant.owns(ORDER_PAYMENT))
                .and(ORDER_PAYMENT.ORDER_ID.eq(order))
                .and(ORDER_PAYMENT.ATTESTED)
                .groupBy(ORDER_PAYMENT.THROUGH)
                .having(sum(when(ORDER_PAYMENT.KIND.eq(OrderPaymentKind.PAYMENT), amount)
                                .otherwise(amount.neg()))
                        .gt(inline(BigDecimal.ZERO)))
                .fetchSet(ORDER_PAYMENT.THROUGH);
    }

    /** What each of the orders holds; in a statement or two, however many they are. */
    Map<Order.Id, OrderFunds> fundsOf(TenantContext tenant, Collection<Order> orders) {
        var amount = ORDER_PAYMENT.AMOUNT.coerce(Long.class);
        var left = sum(
                when(ORDER_PAYMENT.KIND.eq(OrderPaymentKind.PAYMENT), amount).otherwise(amount.neg()));
        Map<Order.Id, List<OrderFunds.Sum>> sums = tenant
                .sql()
                .select(
                        ORDER_PAYMENT.ORDER_ID,
                        ORDER_PAYMENT.METHOD,
                        ORDER_PAYMENT.THROUGH,
                        max(ORDER_PAYMENT.REFERENCE),
                        left)
                .from(ORDER_PAYMENT)
                .where(tenant.owns(ORDER_PAYMENT))
                .and(Sql.isAny(
                        ORDER_PAYMENT.ORDER_ID, orders.stream().map(Order::id).toList()))
                .groupBy(ORDER_PAYMENT.ORDER_ID, ORDER_PAYMENT.METHOD, ORDER_PAYMENT.THROUGH)
                .fetch()
                .stream()
                .collect(groupingBy(
                        row -> row.value1(),
                        mapping(
                                row -> new OrderFunds.Sum(
                                        new Means(row.value2(), row.value3(), row.value4()),
                                        row.value5().longValueExact()),
                                toList())));
        List<String> used = sums.values().stream()
                .flatMap(List::stream)
                .flatMap(sum -> Stream.ofNullable(sum.means().through()))
                .filter(OrderFunds::isCard)
                .distinct()
                .toList();
        Map<String, ClosedCards.Why> closed = used.isEmpty() ? Map.of() : cards.closed(tenant, used);
        return orders.stream()
                .collect(toMap(
                        Order::id, order -> OrderFunds.of(order, sums.getOrDefault(order.id(), List.of()), closed)));
    }
}
