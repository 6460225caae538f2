package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.ORDER;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What comes in for an order and goes back, recorded by hand: never more than is owed, never more back than came in. */
@Component
class OrderMoney {

    private final OrderChanges changes;
    private final OrderPayments payments;
    private final Clock clock;

    OrderMoney(OrderChanges changes, OrderPayments payments, Clock clock) {
        this.changes = changes;
        this.payments = payments;
        this.clock = clock;
    }

    /** @param order locked */
    OrderPayment.Id pay(
            TenantContext tx,
            Order order,
            Money amount,
            OrderPaymentMethod method,
            @Nullable String reference,
            Viewer viewer) {
        if (order.status() == OrderStatus.CANCELLED) {
            throw new Refused(OrderStatusConflict.of(order, "A cancelled order takes no money."));
        }
        positive(order, amount);
        if (amount.compareTo(order.balance()) > 0) {
            throw refused("No more than what is still to be paid can be recorded: "
                    + order.balance().amount() + " " + order.currency() + ".");
        }
        OrderPayment.Id id = write(tx, order, OrderPaymentKind.PAYMENT, amount, method, reference, viewer);
        boolean all = amount.compareTo(order.balance()) == 0;
        changes.move(
                tx,
                order,
                StatusAxis.PAYMENT,
                all ? StatusEvent.PAY : StatusEvent.PAY_PART,
                viewer,
                null,
                "This order takes no money.");
        if (all) {
            changes.say(tx, OrderEvent.Type.ORDER_PAID, order.id());
        }
        changes.completeIfDone(tx, order.id(), viewer);
        return id;
    }

    /** @param order locked */
    OrderPayment.Id refund(
            TenantContext tx,
            Order order,
            Money amount,
            OrderPaymentMethod method,
            @Nullable String reference,
            Viewer viewer) {
        positive(order, amount);
        Money atProviders = atProviders(tx, order);
        Money most = order.held().minus(atProviders);
        if (amount.compareTo(most) > 0) {
            throw refused("No more than what came in can go back: " + most.amount() + " " + order.currency()
                    + " are left."
                    + (atProviders.minorUnits() > 0
                            ? " What came through a provider goes back through it: refund its payments."
                            : ""));
        }
        OrderPayment.Id id = write(tx, order, OrderPaymentKind.REFUND, amount, method, reference, viewer);
        changes.move(
                tx,
                order,
                StatusAxis.PAYMENT,
                amount.equals(order.held()) ? StatusEvent.REFUND : StatusEvent.REFUND_PART,
                viewer,
                null,
                "Nothing came in for this order.");
        return id;
    }

    /** What came in through providers and did not go back: it goes back through them alone. */
    Money atProviders(TenantContext tx, Order order) {
        return new Money(
                payments.leftAtProviders(tx, List.of(order.id())).getOrDefault(order.id(), 0L), order.currency());
    }

    /**
     * What a provider has taken or given back: it has happened, whatever became of the order since, so nothing is refused and the order's status
     * follows as far as it can.
     *
     * @param order locked
     */
    OrderPayment.Id record(TenantContext tx, Order order, OrderPaymentKind kind, ProviderMoney money, Viewer viewer) {
        boolean paid = kind == OrderPaymentKind.PAYMENT;
        if (!paid) {
            tx.sql()
                    .update(ORDER)
                    .set(
                            ORDER.PROVIDER_REFUNDED,
                            ORDER.PROVIDER_REFUNDED.plus(
                                    val(money.amount().withoutCurrency(), ORDER.PROVIDER_REFUNDED)))
                    .where(tx.owns(ORDER))
                    .and(ORDER.ID.eq(order.id()))
                    .execute();
        }
        OrderPayment.Id id = write(tx, MovedMoney.of(order.id(), kind, money), viewer);
        boolean all = paid
                ? money.amount().compareTo(order.balance()) >= 0
                : money.amount().compareTo(order.held()) >= 0;
        StatusEvent event = paid
                ? all ? StatusEvent.PAY : StatusEvent.PAY_PART
                : all ? StatusEvent.REFUND : StatusEvent.REFUND_PART;
        boolean moved = changes.moves(tx, order, StatusAxis.PAYMENT, event, viewer, null);
        if (event == StatusEvent.PAY && moved) {
            changes.say(tx, OrderEvent.Type.ORDER_PAID, order.id());
        }
        if (paid) {
            changes.completeIfDone(tx, order.id(), viewer);
        }
        return id;
    }

    private static void positive(Order order, Money amount) {
        if (!amount.currency().equals(order.currency())) {
            throw new Refused(Refusal.of(
                    UserErrorCode.INVALID, "The order is in " + order.currency() + ".", "input", "amount", "currency"));
        }
        if (amount.minorUnits() <= 0) {
            throw refused("An amount is above 0.");
        }
    }

    private static Refused refused(String message) {
        return new Refused(Refusal.of(UserErrorCode.OUT_OF_RANGE, message, "input", "amount"));
    }

    private OrderPayment.Id write(
            TenantContext tx,
            Order order,
            OrderPaymentKind kind,
            Money amount,
            OrderPaymentMethod method,
            @Nullable String reference,
            Viewer viewer) {
        return write(tx, MovedMoney.of(order.id(), kind, method, amount, reference, clock.instant()), viewer);
    }

    private OrderPayment.Id write(TenantContext tx, MovedMoney moved, Viewer viewer) {
        OrderPayment payment = moved.payment();
        OrderPayment.Id id = payment.id();
        payments.record(tx, List.of(moved), viewer.actor());
        tx.created(
                id,
                new Logged.OfPayment(
                        moved.order(), payment.kind(), payment.method(), payment.amount(), payment.reference()));
        var sum = payment.kind() == OrderPaymentKind.PAYMENT ? ORDER.PAID : ORDER.REFUNDED;
        tx.sql()
                .update(ORDER)
                .set(sum, sum.plus(val(payment.amount().withoutCurrency(), sum)))
                .where(tx.owns(ORDER))
                .and(ORDER.ID.eq(moved.order()))
                .execute();
        return id;
    }
}
