package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.ORDER;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What comes in for an order and goes back, recorded by hand: never more than is owed, never more back than came in. */
@Component
class OrderMoney {

    private final OrderChanges changes;
    private final OrderPayments payments;
    private final MoneyHeld held;
    private final Clock clock;

    OrderMoney(OrderChanges changes, OrderPayments payments, MoneyHeld held, Clock clock) {
        this.changes = changes;
        this.payments = payments;
        this.held = held;
        this.clock = clock;
    }

    /** @param order locked */
    OrderPayment.Id pay(TenantContext tx, Order order, Money amount, Means means, Viewer viewer) {
        if (order.status() == OrderStatus.CANCELLED) {
            throw new Refused(OrderStatusConflict.of(order, "A cancelled order takes no money."));
        }
        positive(order, amount);
        if (amount.compareTo(order.balance()) > 0) {
            throw refused("No more than what is still to be paid can be recorded: "
                    + order.balance().amount() + " " + order.currency() + ".");
        }
        mustNotComeTwice(tx, order, amount, means);
        OrderPayment.Id id = write(tx, order, OrderPaymentKind.PAYMENT, amount, means, viewer);
        tx.created(
                id,
                new Logged.OfPayment(order.id(), OrderPaymentKind.PAYMENT, means.method(), amount, means.reference()));
        settle(tx, order, amount, viewer);
        return id;
    }

    /** Takes what customers pay themselves, which is theirs and in no log. @param order locked, and owing as much at least */
    OrderPayment.Id take(TenantContext tx, Order order, Money amount, Means means, Viewer viewer) {
        mustNotComeTwice(tx, order, amount, means);
        OrderPayment.Id id = write(tx, order, OrderPaymentKind.PAYMENT, amount, means, viewer);
        settle(tx, order, amount, viewer);
        return id;
    }

    /** What is on its way through providers counts as paid. */
    private void mustNotComeTwice(TenantContext tx, Order order, Money amount, Means means) {
        MoneyHeld.UnderWay underWay = held.underWay(tx, order);
        if (amount.compareTo(order.balance().minus(underWay.amount())) > 0) {
            throw new Refused(PaymentsUnderWay.of(
                    underWay, means.method() == OrderPaymentMethod.LOYALTY_POINTS ? "points" : "amount"));
        }
    }

    private void settle(TenantContext tx, Order order, Money amount, Viewer viewer) {
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
    }

    /** As {@link #refund(TenantContext, Order, List, String, Viewer)}, of one. */
    OrderPayment.Id refund(TenantContext tx, Order order, MoneyBack back, Viewer viewer) {
        return refund(tx, order, List.of(back), "method", viewer).getFirst();
    }

    /**
     * Gives back, all at once: in the book whoever waits for accounts waits for them in one order. What came in after an unpaid order was cancelled goes
     * back too, and leaves it voided.
     *
     * @param order locked
     * @param field of the input, that says how it goes back
     * @return in the order of those given
     */
    List<OrderPayment.Id> refund(TenantContext tx, Order order, List<MoneyBack> backs, String field, Viewer viewer) {
        OrderFunds funds = fundsOf(tx, order);
        Money held = order.held();
        var moved = new ArrayList<MovedMoney>();
        for (MoneyBack back : backs) {
            mayGoBack(order, back, funds, held, field, viewer);
            funds = funds.without(back);
            held = held.minus(back.amount());
            moved.add(MovedMoney.of(
                    order.id(),
                    order.customerId(),
                    OrderPaymentKind.REFUND,
                    back.means(),
                    back.amount(),
                    clock.instant()));
        }
        write(tx, order.id(), moved, viewer);
        for (MovedMoney each : moved) {
            OrderPayment payment = each.payment();
            tx.created(
                    payment.id(),
                    new Logged.OfPayment(
                            order.id(), payment.kind(), payment.method(), payment.amount(), payment.reference()));
        }
        changes.moves(
                tx,
                order,
                StatusAxis.PAYMENT,
                held.minorUnits() == 0 ? StatusEvent.REFUND : StatusEvent.REFUND_PART,
                viewer,
                null);
        return moved.stream().map(each -> each.payment().id()).toList();
    }

    private static void mayGoBack(
            Order order, MoneyBack back, OrderFunds funds, Money held, String field, Viewer viewer) {
        Money amount = back.amount();
        OrderPaymentMethod method = back.means().method();
        positive(order, amount);
        if (method == OrderPaymentMethod.STORE_CREDIT && order.customerId() == null) {
            throw new Refused(Refusal.of(
                    UserErrorCode.NOT_ALLOWED, "Nobody is known who would get store credit.", "input", field));
        }
        Money most = funds.most(back.means()).least(held);
        if (amount.compareTo(most) > 0) {
            throw refused("No more than what came in can go back: " + most.amount() + " " + order.currency()
                    + " are left for " + method + "."
                    + (funds.atProviders().minorUnits() > 0
                            ? " What came through a provider goes back through it: refund its payments."
                            : "")
                    + (funds.ownWays(true).isEmpty()
                            ? ""
                            : " What points, store credit and gift cards paid goes back to them."));
        }
        boolean ofHand = method == OrderPaymentMethod.STORE_CREDIT
                && back.means().through() == null
                && amount.compareTo(funds.storeCredit()) > 0;
        if (ofHand && !viewer.has(Permission.STORE_CREDIT_WRITE)) {
            throw new Refused(Refusal.of(
                    UserErrorCode.NOT_ALLOWED,
                    "Store credit for what came by hand is given with STORE_CREDIT_WRITE.",
                    "input",
                    field));
        }
    }

    OrderFunds fundsOf(TenantContext tenant, Order order) {
        return Objects.requireNonNull(payments.fundsOf(tenant, List.of(order)).get(order.id()));
    }

    /**
     * What a provider has taken or given back: it has happened, whatever became of the order since, so nothing is refused and the order's status
     * follows as far as it can. Of a cancelled order nothing is owed, and no money pays it.
     *
     * @param order locked
     * @return the order as it is then
     */
    Order record(TenantContext tx, Order order, OrderPaymentKind kind, ProviderMoney money, Viewer viewer) {
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
        MovedMoney moved = MovedMoney.of(order.id(), kind, money);
        OrderPayment.Id id = write(tx, order.id(), List.of(moved), viewer);
        tx.created(
                id,
                new Logged.OfPayment(
                        order.id(),
                        kind,
                        moved.payment().method(),
                        money.amount(),
                        moved.payment().reference()));
        StatusEvent event = paid ? event(order, money) : eventOfRefund(order, money);
        boolean moves = event != null && changes.moves(tx, order, StatusAxis.PAYMENT, event, viewer, null);
        if (event == StatusEvent.PAY && moves && order.balance().minorUnits() > 0) {
            changes.say(tx, OrderEvent.Type.ORDER_PAID, order.id());
        }
        return paid ? changes.completeIfDone(tx, order.id(), viewer) : changes.now(tx, order.id());
    }

    private static StatusEvent event(Order order, ProviderMoney taken) {
        boolean all = order.status() != OrderStatus.CANCELLED && taken.amount().compareTo(order.balance()) >= 0;
        if (taken.correction() == ProviderMoney.Correction.DENIED
                && order.refunded().equals(taken.amount())) {
            return all || order.status() == OrderStatus.CANCELLED ? StatusEvent.KEEP : StatusEvent.KEEP_PART;
        }
        return all ? StatusEvent.PAY : StatusEvent.PAY_PART;
    }

    /** What never came in is owed, and was not given back. */
    private static @Nullable StatusEvent eventOfRefund(Order order, ProviderMoney given) {
        boolean all = given.amount().compareTo(order.held()) >= 0;
        boolean nothingWentBack =
                order.paymentStatus() == PaymentStatus.PAID || order.paymentStatus() == PaymentStatus.PARTIALLY_PAID;
        if (given.correction() == ProviderMoney.Correction.DENIED
                && nothingWentBack
                && order.status() != OrderStatus.CANCELLED) {
            boolean owes = order.balance().plus(given.amount()).minorUnits() > 0;
            return !owes ? null : all ? StatusEvent.OWE_ALL : StatusEvent.OWE;
        }
        return all ? StatusEvent.REFUND : StatusEvent.REFUND_PART;
    }

    /** Gives all back: what points, store credit and gift cards paid to them, and the rest by this way. @param order locked */
    void refundAll(TenantContext tx, Order order, @Nullable OrderPaymentMethod method, Viewer viewer) {
        OrderFunds funds = fundsOf(tx, order);
        if (funds.atProviders().minorUnits() > 0) {
            throw refundMethod(
                    UserErrorCode.NOT_ALLOWED,
                    "Money came through a provider, and goes back through it: refund its payments first.");
        }
        var backs = new ArrayList<>(funds.ownWays(order.customerId() != null));
        if (funds.handed().minorUnits() > 0) {
            if (method == null) {
                throw refundMethod(UserErrorCode.REQUIRED, "Money came in for this order: say how it goes back.");
            }
            if (!method.isRecorded() && method != OrderPaymentMethod.STORE_CREDIT) {
                throw refundMethod(
                        UserErrorCode.INVALID,
                        "Only what points and gift cards paid goes back to them, which it does anyway.");
            }
            backs.add(new MoneyBack(Means.of(method), funds.handed()));
        }
        refund(tx, order, backs, "refundMethod", viewer);
    }

    private static Refused refundMethod(UserErrorCode code, String message) {
        return new Refused(Refusal.of(code, message, "input", "refundMethod"));
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
            TenantContext tx, Order order, OrderPaymentKind kind, Money amount, Means means, Viewer viewer) {
        return write(
                tx,
                order.id(),
                List.of(MovedMoney.of(order.id(), order.customerId(), kind, means, amount, clock.instant())),
                viewer);
    }

    /** @param moved all of one kind */
    private OrderPayment.Id write(TenantContext tx, Order.Id order, List<MovedMoney> moved, Viewer viewer) {
        OrderPayment first = moved.getFirst().payment();
        payments.record(tx, moved, viewer.actor());
        Money all = Money.sum(
                first.amount().currency(),
                moved.stream().map(each -> each.payment().amount()).toList());
        ADDED.execute(tx, new Added(order, first.kind(), all.withoutCurrency()));
        return first.id();
    }

    private record Added(Order.Id order, OrderPaymentKind kind, MinorUnits amount) {}

    private static final Template<Added, Object> ADDED = new Template<>((tx, asked) -> {
        var sum = asked.kind() == OrderPaymentKind.PAYMENT ? ORDER.PAID : ORDER.REFUNDED;
        return Template.Query.of(tx.sql()
                .update(ORDER)
                .set(sum, sum.plus(val(asked.amount(), sum)))
                .where(tx.owns(ORDER))
                .and(ORDER.ID.eq(asked.order())));
    });
}
