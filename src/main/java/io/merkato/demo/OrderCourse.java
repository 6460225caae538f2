package io.merkato.demo;

import static io.merkato.jooq.ordering.Tables.FULFILMENT;
import static io.merkato.jooq.ordering.Tables.FULFILMENT_LINE;
import static io.merkato.jooq.ordering.Tables.ORDER_RETURN;
import static io.merkato.jooq.ordering.Tables.ORDER_RETURN_LINE;
import static io.merkato.jooq.ordering.Tables.STATUS_CHANGE;

import io.merkato.ledger.Transfer;
import io.merkato.money.Money;
import io.merkato.ordering.NewOrder;
import io.merkato.ordering.OrderLedger;
import io.merkato.ordering.OrderLine;
import io.merkato.ordering.OrderPayment;
import io.merkato.ordering.OrderPaymentKind;
import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.ordering.OrderReturn;
import io.merkato.payment.Payment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What became of one order, step by step, as {@code ordering} does it when staff do. */
final class OrderCourse {

    private static final String ORDER = "ORDER";
    private static final String PAYMENT = "PAYMENT";
    private static final String FULFILMENT_AXIS = "FULFILMENT";
    private static final String PROVIDERS = "payments";
    private static final long HUNDRED = 100;

    private record Place(String status, int step) {}

    private final OrderCourses rows;
    private final NewOrder order;
    private final Map<String, NewOrder.Line> byKey = new LinkedHashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Map<OrderLine.Id, Long> fulfilled = new HashMap<>();
    private final Map<OrderLine.Id, Long> returned = new HashMap<>();
    private final Map<OrderLine.Id, Money> returnedAmounts = new HashMap<>();
    private final Money none;
    private final PaymentCourse payments;
    private Money paid;
    private Money refunded;
    private Money refundedByProviders;
    private Money paidByPoints;
    private Money returnedAmount;
    private Instant now;
    private String actor;
    private @Nullable Instant cancelledAt;
    private @Nullable String cancelReason;
    private int version = 1;
    private int nth;

    OrderCourse(OrderCourses rows, OrderFigures.Reckoned reckoned) {
        this.rows = rows;
        this.order = reckoned.order();
        this.none = Money.zero(order.currency());
        this.paid = none;
        this.refunded = none;
        this.refundedByProviders = none;
        this.paidByPoints = none;
        this.returnedAmount = none;
        this.now = order.placedAt();
        this.actor = switch (order.channel()) {
            case ONLINE -> order.email() == null ? "anonymous" : order.email();
            case POS, EXTERNAL -> rows.staff;
        };
        this.payments = new PaymentCourse(rows.throughAccounts, order, actor, rows.staff, reckoned.phone());
        for (int i = 0; i < order.lines().size(); i++) {
            byKey.put(reckoned.keys().get(i), order.lines().get(i));
        }
        begin(reckoned.entry().points());
        this.actor = rows.staff;
        reckoned.entry().course().forEach(this::take);
    }

    private void begin(@Nullable Long points) {
        places.put(ORDER, new Place("NONE", -1));
        places.put(PAYMENT, new Place("NONE", -1));
        places.put(FULFILMENT_AXIS, new Place("NONE", -1));
        move(ORDER, "PLACE", null);
        move(PAYMENT, order.totals().total().minorUnits() == 0 ? "PAY" : "PLACE", null);
        move(FULFILMENT_AXIS, "PLACE", null);
        version = 1;
        rows.transfers.add(OrderLedger.placed(rows.tenant, order));
        order.lines().forEach(line -> rows.stock.hold(order, line));
        rows.points.tookOff(order, points);
    }

    private void take(OrderBook.Step step) {
        now = order.placedAt().plus(step.after());
        nth++;
        switch (step.deed()) {
            case PAY -> pay(step);
            case TRY -> payments.attempt(step, amount(step, owed()), now);
            case HOLD -> payments.hold(step, amount(step, owed()), now);
            case CAPTURE -> received(payments.capture(amount(step, owed()), now));
            case RELEASE -> payments.release(step, now);
            case CHARGE_BACK -> gaveBack(payments.takenBack(now));
            case REFUND -> refund(amount(step, backToGive()), step);
            case SHIP -> ship(step);
            case RETURN -> takeBack(step);
            case CANCEL -> cancel(step);
            case NOTE -> rows.note(id("order note"), order.id(), Objects.requireNonNull(step.text()), now);
        }
        rows.points.seen(order, now, kept(), owed().minorUnits() <= 0, step.points());
        if (status(ORDER).equals("OPEN") && status(FULFILMENT_AXIS).equals("FULFILLED") && owed().minorUnits() <= 0) {
            move(ORDER, "COMPLETE", null);
        }
    }

    /** Below 0 what is to be given back. */
    private Money owed() {
        return order.totals().total().minus(returnedAmount).minus(paid).plus(refunded);
    }

    private Money amount(OrderBook.Step step, Money otherwise) {
        return step.part() == null ? otherwise : order.totals().total().share(step.part(), HUNDRED);
    }

    /** What the customer keeps and paid for with money. */
    private Money kept() {
        if (status(ORDER).equals("CANCELLED")) {
            return none;
        }
        Money worth = order.totals().total().minus(returnedAmount);
        Money money = paid.minus(refunded).minus(paidByPoints);
        Money kept = worth.least(money);
        return kept.minorUnits() < 0 ? none : kept;
    }

    private void pay(OrderBook.Step step) {
        if (step.points() != null) {
            Money worth = rows.points.worth(order, step.points());
            paidByPoints = paidByPoints.plus(worth);
            received(worth, byHand("PAYMENT", worth, step));
        } else if (step.account() != null) {
            received(payments.pay(step, amount(step, owed()), now));
        } else {
            received(amount(step, owed()), byHand("PAYMENT", amount(step, owed()), step));
        }
    }

    private void refund(Money amount, OrderBook.Step step) {
        if (step.account() != null) {
            gaveBack(payments.refund(step, amount, now));
        } else {
            gaveBack(amount, byHand("REFUND", amount, step));
        }
    }

    /** What is held too much, or all there is of what was not sent. */
    private Money backToGive() {
        return owed().minorUnits() < 0 ? owed().times(-1) : paid.minus(refunded);
    }

    private void received(PaymentCourse.Moved moved) {
        actor = PROVIDERS;
        received(moved.amount(), through("PAYMENT", moved));
        actor = rows.staff;
    }

    private void received(Money amount, Transfer booked) {
        boolean all = amount.equals(owed());
        rows.transfers.add(booked);
        paid = paid.plus(amount);
        move(PAYMENT, all ? "PAY" : "PAY_PART", null);
    }

    private void gaveBack(PaymentCourse.Moved moved) {
        actor = PROVIDERS;
        refundedByProviders = refundedByProviders.plus(moved.amount());
        gaveBack(moved.amount(), through("REFUND", moved));
        actor = rows.staff;
    }

    private void gaveBack(Money amount, Transfer booked) {
        boolean all = amount.equals(paid.minus(refunded));
        rows.transfers.add(booked);
        refunded = refunded.plus(amount);
        move(PAYMENT, all ? "REFUND" : "REFUND_PART", null);
    }

    private Transfer byHand(String kind, Money amount, OrderBook.Step step) {
        var payment = new OrderPayment(
                new OrderPayment.Id(id("order payment")),
                OrderPaymentKind.valueOf(kind),
                OrderPaymentMethod.valueOf(Objects.requireNonNull(step.method())),
                amount,
                step.text(),
                now);
        rows.paid(order.id(), payment, actor);
        return OrderLedger.moved(rows.tenant, order.id(), payment);
    }

    private Transfer through(String kind, PaymentCourse.Moved moved) {
        var payment = new OrderPayment(
                new OrderPayment.Id(id("order payment")),
                OrderPaymentKind.valueOf(kind),
                moved.account().method(),
                moved.amount(),
                moved.reference(),
                now,
                new Payment.Id(moved.payment()).text());
        rows.paid(order.id(), payment, actor);
        return OrderLedger.moved(
                rows.tenant, order.id(), payment, moved.account().id(), moved.fee());
    }

    private void ship(OrderBook.Step step) {
        UUID id = id("fulfilment");
        rows.parcels
                .next()
                .set(FULFILMENT.ID, id)
                .set(FULFILMENT.ORDER_ID, order.id().value())
                .set(FULFILMENT.TRACKING_COMPANY, step.by())
                .set(FULFILMENT.TRACKING_NUMBER, step.tracking())
                .set(FULFILMENT.TRACKING_URL, step.url())
                .set(FULFILMENT.VERSION, step.delivered() == null ? 1 : 2)
                .set(FULFILMENT.SHIPPED_AT, now)
                .set(
                        FULFILMENT.DELIVERED_AT,
                        step.delivered() == null ? null : order.placedAt().plus(step.delivered()));
        pieces(step, line -> line.quantity() - fulfilled(line)).forEach((line, quantity) -> {
            rows.parcelLines
                    .next()
                    .set(FULFILMENT_LINE.FULFILMENT_ID, id)
                    .set(FULFILMENT_LINE.LINE_ID, line.id().value())
                    .set(FULFILMENT_LINE.ORDER_ID, order.id().value())
                    .set(FULFILMENT_LINE.QUANTITY, quantity);
            fulfilled.merge(line.id(), quantity, Long::sum);
            rows.stock.ship(order, line, quantity, now);
        });
        move(FULFILMENT_AXIS, all(this::fulfilled) ? "SHIP" : "SHIP_PART", null);
    }

    private void takeBack(OrderBook.Step step) {
        UUID id = id("order return");
        Money before = returnedAmount;
        var taxes = new ArrayList<Money>();
        pieces(step, line -> fulfilled(line) - returned(line)).forEach((line, quantity) -> {
            Money amount = line.amounts().total().units(returned(line), quantity, line.quantity());
            rows.returnLines
                    .next()
                    .set(ORDER_RETURN_LINE.RETURN_ID, id)
                    .set(ORDER_RETURN_LINE.LINE_ID, line.id().value())
                    .set(ORDER_RETURN_LINE.ORDER_ID, order.id().value())
                    .set(ORDER_RETURN_LINE.QUANTITY, quantity)
                    .set(ORDER_RETURN_LINE.RESTOCKED, !Boolean.FALSE.equals(step.restock()))
                    .set(ORDER_RETURN_LINE.AMOUNT, amount.withoutCurrency());
            Money taxBefore = returnedTax(line);
            returned.merge(line.id(), quantity, Long::sum);
            returnedAmounts.merge(line.id(), amount, Money::plus);
            taxes.add(returnedTax(line).minus(taxBefore));
            returnedAmount = returnedAmount.plus(amount);
            if (!Boolean.FALSE.equals(step.restock())) {
                rows.stock.restock(order, line, quantity, now);
            }
        });
        rows.returns
                .next()
                .set(ORDER_RETURN.ID, id)
                .set(ORDER_RETURN.ORDER_ID, order.id().value())
                .set(ORDER_RETURN.REASON, step.text())
                .set(ORDER_RETURN.ACTOR, actor)
                .set(ORDER_RETURN.AMOUNT, returnedAmount.minus(before).withoutCurrency())
                .set(ORDER_RETURN.RETURNED_AT, now);
        rows.transfers.add(OrderLedger.returned(
                rows.tenant,
                order.id(),
                new OrderReturn.Id(id),
                returnedAmount.minus(before),
                Money.sum(order.currency(), taxes),
                now));
        move(FULFILMENT_AXIS, all(this::returned) ? "RETURN" : "RETURN_PART", step.text());
    }

    private void cancel(OrderBook.Step step) {
        move(ORDER, "CANCEL", step.text());
        cancelledAt = now;
        cancelReason = step.text();
        Money held = paid.minus(refunded);
        if (held.minorUnits() > 0) {
            refund(held, step);
        } else if (status(PAYMENT).equals("PENDING")) {
            move(PAYMENT, "VOID", null);
        }
        rows.transfers.add(OrderLedger.cancelled(rows.tenant, order, now));
        order.lines().forEach(line -> rows.stock.release(order, line, now));
    }

    /** Those that the step names, or all that are left. */
    private Map<NewOrder.Line, Long> pieces(OrderBook.Step step, ToLongFunction<NewOrder.Line> left) {
        var pieces = new LinkedHashMap<NewOrder.Line, Long>();
        if (step.lines() == null) {
            order.lines().stream()
                    .filter(line -> left.applyAsLong(line) > 0)
                    .forEach(line -> pieces.put(line, left.applyAsLong(line)));
        } else {
            step.lines().forEach((key, quantity) -> pieces.put(Objects.requireNonNull(byKey.get(key), key), quantity));
        }
        return pieces;
    }

    private boolean all(ToLongFunction<NewOrder.Line> done) {
        return order.lines().stream().allMatch(line -> done.applyAsLong(line) == line.quantity());
    }

    private UUID id(String kind) {
        return rows.ids.at(now, kind, order.id().text(), "" + nth);
    }

    private void move(String axis, String event, @Nullable String reason) {
        Place from = Objects.requireNonNull(places.get(axis));
        var to = new Place(rows.next(axis, from.status(), event), from.step() + 1);
        rows.changes
                .next()
                .set(STATUS_CHANGE.ORDER_ID, order.id().value())
                .set(STATUS_CHANGE.AXIS, axis)
                .set(STATUS_CHANGE.STEP, to.step())
                .set(STATUS_CHANGE.FROM_STATUS, from.status())
                .set(STATUS_CHANGE.EVENT, event)
                .set(STATUS_CHANGE.TO_STATUS, to.status())
                .set(STATUS_CHANGE.ACTOR, actor)
                .set(STATUS_CHANGE.REASON, reason)
                .set(STATUS_CHANGE.CHANGED_AT, now);
        places.put(axis, to);
        version++;
    }

    String status(String axis) {
        return Objects.requireNonNull(places.get(axis)).status();
    }

    int step(String axis) {
        return Objects.requireNonNull(places.get(axis)).step();
    }

    Money paid() {
        return paid;
    }

    Money refunded() {
        return refunded;
    }

    Money refundedByProviders() {
        return refundedByProviders;
    }

    Money returned() {
        return returnedAmount;
    }

    long fulfilled(NewOrder.Line line) {
        return fulfilled.getOrDefault(line.id(), 0L);
    }

    long returned(NewOrder.Line line) {
        return returned.getOrDefault(line.id(), 0L);
    }

    Money returnedAmount(NewOrder.Line line) {
        return returnedAmounts.getOrDefault(line.id(), none);
    }

    Money returnedTax(NewOrder.Line line) {
        return line.amounts().taxOf(returnedAmount(line));
    }

    int version() {
        return version;
    }

    Instant updatedAt() {
        return now;
    }

    @Nullable
    Instant cancelledAt() {
        return cancelledAt;
    }

    @Nullable
    String cancelReason() {
        return cancelReason;
    }
}
