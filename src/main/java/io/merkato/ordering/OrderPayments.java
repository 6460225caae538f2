package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.ORDER_PAYMENT;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import io.merkato.api.Actor;
import io.merkato.api.Sql;
import io.merkato.ledger.Ledger;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Writes down what came in for orders and went back. */
@Component
class OrderPayments {

    private final Ledger ledger;

    OrderPayments(Ledger ledger) {
        this.ledger = ledger;
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
                .with(ORDER_PAYMENT.ACTOR, each -> actor.name())
                .with(ORDER_PAYMENT.RECORDED_AT, each -> each.payment().recordedAt())
                .insertInto(tx, ORDER_PAYMENT)
                .execute();
        ledger.post(
                tx, moved.stream().map(each -> OrderLedger.moved(tx.id(), each)).toList());
    }

    /** What came through providers less what went back through them, in minor units, of those of the orders of which any is left. It goes back only through them. */
    Map<Order.Id, Long> leftAtProviders(TenantContext tx, Collection<Order.Id> orders) {
        var amount = ORDER_PAYMENT.AMOUNT.coerce(Long.class);
        var left = sum(
                when(ORDER_PAYMENT.KIND.eq(OrderPaymentKind.PAYMENT), amount).otherwise(amount.neg()));
        var found = new HashMap<Order.Id, Long>();
        tx.sql()
                .select(ORDER_PAYMENT.ORDER_ID, left)
                .from(ORDER_PAYMENT)
                .where(tx.owns(ORDER_PAYMENT))
                .and(Sql.isAny(ORDER_PAYMENT.ORDER_ID, orders))
                .and(ORDER_PAYMENT.THROUGH.isNotNull())
                .groupBy(ORDER_PAYMENT.ORDER_ID)
                .having(left.gt(BigDecimal.ZERO))
                .fetch()
                .forEach(row -> found.put(row.value1(), row.value2().longValueExact()));
        return found;
    }
}
