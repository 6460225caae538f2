package io.merkato.ordering;

import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.ledger.Ledger;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Calls an order off before anything was sent, and gives back what it held: stock, coupons, sales, money. */
@Controller
class OrderCancel {

    record Input(@Nullable String reason, @Nullable OrderPaymentMethod refundMethod) {}

    record Payload(@Nullable Order order, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final OrderChanges changes;
    private final OrderMoney money;
    private final OrderHoldings holdings;
    private final MoneyHeld held;
    private final Ledger ledger;
    private final Clock clock;

    OrderCancel(
            OrderChanges changes,
            OrderMoney money,
            OrderHoldings holdings,
            MoneyHeld held,
            Ledger ledger,
            Clock clock) {
        this.changes = changes;
        this.money = money;
        this.holdings = holdings;
        this.held = held;
        this.ledger = ledger;
        this.clock = clock;
    }

    @MutationMapping
    Payload orderCancel(
            @Argument Order.Id id,
            @Argument @Nullable Integer ifVersion,
            @Argument @Nullable Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Input given = input == null ? new Input(null, null) : input;
        return changes.changeOnce(
                tenant,
                viewer,
                id,
                once,
                Payload::refused,
                (tx, order) -> {
                    VersionConflict.check(ifVersion, order.version());
                    cancel(tx, order, given, viewer);
                    return id;
                },
                (tx, cancelled) -> new Payload(changes.now(tx, id), List.of()));
    }

    private void cancel(TenantContext tx, Order order, Input input, Viewer viewer) {
        if (order.fulfilmentStatus() != FulfilmentStatus.UNFULFILLED) {
            throw new Refused(OrderStatusConflict.of(
                    order, "Something of it was sent: take that back instead, and edit away the rest."));
        }
        changes.move(
                tx,
                order,
                StatusAxis.ORDER,
                StatusEvent.CANCEL,
                viewer,
                input.reason(),
                "Only an open order can be cancelled.");
        if (order.held().minorUnits() > 0) {
            money.refundAll(tx, order, input.refundMethod(), viewer);
        } else if (order.paymentStatus() == PaymentStatus.PENDING) {
            changes.move(tx, order, StatusAxis.PAYMENT, StatusEvent.VOID, viewer, null, "Nothing is left to be paid.");
        }
        held.letGo(tx, List.of(order.id()));
        holdings.release(tx, order.id(), viewer.actor());
        ledger.restate(tx, List.of(OrderLedger.cancelled(order.id(), clock.instant())), OrderLedger.COMES_TO);
        changes.say(tx, OrderEvent.Type.ORDER_CANCELLED, order.id());
    }
}
