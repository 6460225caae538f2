package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.ORDER_PAYMENT;

import io.merkato.api.Actor;
import io.merkato.ledger.Ledger;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.List;
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
}
