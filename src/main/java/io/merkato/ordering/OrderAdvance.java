package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.FULFILMENT;
import static io.merkato.jooq.ordering.Tables.FULFILMENT_LINE;
import static io.merkato.jooq.ordering.Tables.ORDER;
import static io.merkato.jooq.ordering.Tables.ORDER_LINE;
import static io.merkato.jooq.ordering.Tables.STATUS_CHANGE;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Actor;
import io.merkato.api.Uuid7;
import io.merkato.catalog.ProductVariant;
import io.merkato.inventory.SoldGoods;
import io.merkato.inventory.Stock;
import io.merkato.inventory.StockShortfall;
import io.merkato.ledger.Ledger;
import io.merkato.ledger.Transfer;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.platform.Events;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lets any number of orders catch up with what became of them elsewhere, by a fixed number of statements. */
@Component
class OrderAdvance {

    private record Step(
            Order.Id order,
            StatusAxis axis,
            StatusEvent event,
            @Nullable String reason) {}

    private record Parcel(Fulfilment.Id id, Order.Id order, Instant at) {}

    private record Packed(Fulfilment.Id parcel, OrderLine line) {}

    /** What is to be written, in the order in which it happened. */
    private static final class Work {
        final Map<Order.Id, OrderFunds> funds;
        final List<Step> steps = new ArrayList<>();
        final List<MovedMoney> moved = new ArrayList<>();
        final List<Parcel> parcels = new ArrayList<>();
        final List<Packed> packed = new ArrayList<>();
        final List<Order.Id> cancelled = new ArrayList<>();
        final List<Transfer> cancellations = new ArrayList<>();
        final List<OrderEvent> events = new ArrayList<>();

        /** @param funds what the orders hold */
        Work(Map<Order.Id, OrderFunds> funds) {
            this.funds = funds;
        }

        void say(OrderEvent.Type type, Order order) {
            events.add(new OrderEvent(type, order.id()));
        }
    }

    private final OrderRepository orders;
    private final OrderPartRepository parts;
    private final Stock stock;
    private final Events events;
    private final OrderPayments payments;
    private final Ledger ledger;
    private final MoneyHeld held;
    private final OrderFollowers followers;

    OrderAdvance(
            OrderRepository orders,
            OrderPartRepository parts,
            Stock stock,
            Events events,
            OrderPayments payments,
            Ledger ledger,
            MoneyHeld held,
            OrderFollowers followers) {
        this.orders = orders;
        this.parts = parts;
        this.stock = stock;
        this.events = events;
        this.payments = payments;
        this.ledger = ledger;
        this.held = held;
        this.followers = followers;
    }

    Map<Order.Id, AdvancedOrder> advance(TenantContext tx, List<OrderProgress> progress, Actor actor) {
        List<Order.Id> ids = progress.stream().map(OrderProgress::order).toList();
        Map<Order.Id, Order> before = orders.lockAll(tx, ids);
        Map<Order.Id, List<OrderLine>> lines = parts.linesOf(tx, before.values());
        Set<Order.Id> edited = orders.edited(tx, ids);
        Map<Order.Id, OrderFunds> funds = payments.fundsOf(tx, before.values());
        var work = new Work(funds);
        var advanced = new HashMap<Order.Id, AdvancedOrder>();
        for (OrderProgress each : progress) {
            Order order = Objects.requireNonNull(before.get(each.order()));
            AdvancedOrder.Blocked blocked = edited.contains(order.id())
                    ? new AdvancedOrder.Blocked(
                            each.axis(), "Staff have edited this order: what becomes of it is recorded here.")
                    : plan(
                            order,
                            lines.getOrDefault(order.id(), List.of()),
                            each,
                            Objects.requireNonNull(funds.get(order.id()))
                                            .atProviders()
                                            .minorUnits()
                                    > 0,
                            work);
            advanced.put(order.id(), blocked == null ? new AdvancedOrder.Done(false, List.of()) : blocked);
        }
        Map<String, List<StockShortfall>> lacking = write(tx, work, actor);
        Map<Order.Id, Order> after = orders.byId(tx, ids);
        followers.tell(
                tx,
                ids.stream()
                        .map(id -> new ChangedOrder(before.get(id), Objects.requireNonNull(after.get(id))))
                        .toList(),
                actor);
        advanced.replaceAll((id, outcome) -> {
            if (outcome instanceof AdvancedOrder.Done) {
                Order was = Objects.requireNonNull(before.get(id));
                boolean changes =
                        tx.changes(id, Logged.of(was, was), Logged.of(Objects.requireNonNull(after.get(id)), was));
                return new AdvancedOrder.Done(changes, lacking.getOrDefault(id.text(), List.of()));
            }
            return outcome;
        });
        return advanced;
    }

    private static AdvancedOrder.@Nullable Blocked plan(
            Order order, List<OrderLine> lines, OrderProgress progress, boolean atProviders, Work work) {
        List<OrderLine> left =
                lines.stream().filter(line -> line.unfulfilled() > 0).toList();
        boolean cancels = progress.cancellation() != null && order.status() != OrderStatus.CANCELLED;
        boolean sends = progress.sentAt() != null && !left.isEmpty();
        boolean pays = progress.paid() != null && order.balance().minorUnits() > 0;
        if (cancels
                && (order.status() != OrderStatus.OPEN || order.fulfilmentStatus() != FulfilmentStatus.UNFULFILLED)) {
            return new AdvancedOrder.Blocked(
                    StatusAxis.ORDER,
                    "Something of it was sent from here: take that back, and it need not be cancelled.");
        }
        if (cancels && atProviders) {
            return new AdvancedOrder.Blocked(
                    StatusAxis.ORDER,
                    "Money of it is at a provider, and goes back through it: refund its payments first.");
        }
        if (sends && order.status() == OrderStatus.CANCELLED) {
            return new AdvancedOrder.Blocked(
                    StatusAxis.FULFILMENT, "It was cancelled here, and cannot have been sent.");
        }
        if (progress.paid() != null && progress.cancellation() == null && order.status() == OrderStatus.CANCELLED) {
            return new AdvancedOrder.Blocked(StatusAxis.PAYMENT, "It was cancelled here, and takes no money.");
        }
        if (pays) {
            pay(order, Objects.requireNonNull(progress.paid()), work);
        }
        if (cancels) {
            cancel(order, pays, progress, work);
        }
        if (sends) {
            var parcel =
                    new Parcel(new Fulfilment.Id(Uuid7.next()), order.id(), Objects.requireNonNull(progress.sentAt()));
            work.parcels.add(parcel);
            left.forEach(line -> work.packed.add(new Packed(parcel.id(), line)));
            work.steps.add(new Step(order.id(), StatusAxis.FULFILMENT, StatusEvent.SHIP, null));
            work.say(OrderEvent.Type.ORDER_SHIPPED, order);
        }
        boolean paid = pays || order.balance().minorUnits() <= 0;
        if ((pays || sends) && !cancels && order.status() == OrderStatus.OPEN && paid && (sends || left.isEmpty())) {
            work.steps.add(new Step(order.id(), StatusAxis.ORDER, StatusEvent.COMPLETE, null));
            work.say(OrderEvent.Type.ORDER_COMPLETED, order);
        }
        return null;
    }

    private static void pay(Order order, OrderProgress.Paid paid, Work work) {
        work.moved.add(MovedMoney.of(
                order.id(), OrderPaymentKind.PAYMENT, paid.method(), order.balance(), paid.reference(), paid.at()));
        work.steps.add(new Step(order.id(), StatusAxis.PAYMENT, StatusEvent.PAY, null));
        work.say(OrderEvent.Type.ORDER_PAID, order);
    }

    /** What came in went back by the way that is told, or otherwise; what points, store credit and gift cards paid to them. */
    private static void cancel(Order order, boolean pays, OrderProgress progress, Work work) {
        PastOrder.Cancellation off = Objects.requireNonNull(progress.cancellation());
        work.steps.add(new Step(order.id(), StatusAxis.ORDER, StatusEvent.CANCEL, off.reason()));
        Money held = pays ? order.held().plus(order.balance()) : order.held();
        if (held.minorUnits() > 0) {
            OrderPaymentMethod method =
                    progress.refundMethod() == null ? OrderPaymentMethod.OTHER : progress.refundMethod();
            List<MoneyBack> own =
                    Objects.requireNonNull(work.funds.get(order.id())).ownWays(order.customerId() != null);
            Money back = Money.sum(
                    order.currency(), own.stream().map(MoneyBack::amount).toList());
            refund(order, new MoneyBack(Means.of(method), held.minus(back)), off, work);
            own.forEach(each -> refund(order, each, off, work));
            work.steps.add(new Step(order.id(), StatusAxis.PAYMENT, StatusEvent.REFUND, null));
        } else if (order.paymentStatus() == PaymentStatus.PENDING) {
            work.steps.add(new Step(order.id(), StatusAxis.PAYMENT, StatusEvent.VOID, null));
        }
        work.cancelled.add(order.id());
        work.cancellations.add(OrderLedger.cancelled(order.id(), off.at()));
        work.say(OrderEvent.Type.ORDER_CANCELLED, order);
    }

    private static void refund(Order order, MoneyBack back, PastOrder.Cancellation off, Work work) {
        if (back.amount().minorUnits() > 0) {
            work.moved.add(MovedMoney.of(
                    order.id(), order.customerId(), OrderPaymentKind.REFUND, back.means(), back.amount(), off.at()));
        }
    }

    private Map<String, List<StockShortfall>> write(TenantContext tx, Work work, Actor actor) {
        writeMoney(tx, work.moved, actor);
        writeParcels(tx, work);
        Map<String, List<StockShortfall>> lacking = send(tx, work, actor);
        if (!work.cancelled.isEmpty()) {
            stock.release(tx, work.cancelled, actor);
            held.letGo(tx, work.cancelled);
        }
        writeSteps(tx, work.steps, actor);
        events.publish(tx, work.events);
        ledger.restate(tx, work.cancellations, OrderLedger.COMES_TO);
        return lacking;
    }

    private void writeMoney(TenantContext tx, List<MovedMoney> moved, Actor actor) {
        if (moved.isEmpty()) {
            return;
        }
        payments.record(tx, moved, actor);
        var sums = Rows.of(moved.stream().map(MovedMoney::order).distinct().toList())
                .with(ORDER.ID, order -> order)
                .with(ORDER.PAID, order -> sum(moved, order, OrderPaymentKind.PAYMENT))
                .with(ORDER.REFUNDED, order -> sum(moved, order, OrderPaymentKind.REFUND));
        tx.sql()
                .update(ORDER)
                .set(ORDER.PAID, ORDER.PAID.plus(sums.get(ORDER.PAID)))
                .set(ORDER.REFUNDED, ORDER.REFUNDED.plus(sums.get(ORDER.REFUNDED)))
                .from(sums.table())
                .where(tx.owns(ORDER))
                .and(ORDER.ID.eq(sums.get(ORDER.ID)))
                .execute();
    }

    private static MinorUnits sum(List<MovedMoney> moved, Order.Id order, OrderPaymentKind kind) {
        Predicate<MovedMoney> counts =
                each -> each.order().equals(order) && each.payment().kind() == kind;
        return new MinorUnits(moved.stream()
                .filter(counts)
                .mapToLong(each -> each.payment().amount().minorUnits())
                .sum());
    }

    private static void writeParcels(TenantContext tx, Work work) {
        if (work.parcels.isEmpty()) {
            return;
        }
        Rows.of(work.parcels)
                .with(FULFILMENT.ID, Parcel::id)
                .with(FULFILMENT.ORDER_ID, Parcel::order)
                .with(FULFILMENT.SHIPPED_AT, Parcel::at)
                .insertInto(tx, FULFILMENT)
                .execute();
        Rows<Packed> packed = Rows.of(work.packed)
                .with(FULFILMENT_LINE.FULFILMENT_ID, Packed::parcel)
                .with(FULFILMENT_LINE.ORDER_ID, each -> each.line().orderId())
                .with(FULFILMENT_LINE.LINE_ID, each -> each.line().id())
                .with(FULFILMENT_LINE.QUANTITY, each -> each.line().unfulfilled());
        packed.insertInto(tx, FULFILMENT_LINE).execute();
        tx.sql()
                .update(ORDER_LINE)
                .set(ORDER_LINE.FULFILLED, ORDER_LINE.QUANTITY)
                .from(packed.table())
                .where(tx.owns(ORDER_LINE))
                .and(ORDER_LINE.ORDER_ID.eq(packed.get(FULFILMENT_LINE.ORDER_ID)))
                .and(ORDER_LINE.ID.eq(packed.get(FULFILMENT_LINE.LINE_ID)))
                .execute();
    }

    private Map<String, List<StockShortfall>> send(TenantContext tx, Work work, Actor actor) {
        if (work.packed.isEmpty()) {
            return Map.of();
        }
        Map<OrderLine.Id, Map<ProductVariant.Id, Long>> perPiece =
                parts.stockOf(tx, work.parcels.stream().map(Parcel::order).toList());
        List<SoldGoods> goods = work.packed.stream()
                .flatMap(each -> perPiece.getOrDefault(each.line().id(), Map.of()).entrySet().stream()
                        .map(piece -> new SoldGoods(
                                each.line().orderId(),
                                piece.getKey(),
                                Math.multiplyExact(piece.getValue(), each.line().unfulfilled()),
                                null,
                                true)))
                .toList();
        return goods.isEmpty() ? Map.of() : stock.recordSent(tx, goods, actor);
    }

    /** A row after the other, as they stand: each takes up where the one before it led. */
    private static void writeSteps(TenantContext tx, List<Step> steps, Actor actor) {
        if (steps.isEmpty()) {
            return;
        }
        Rows<Step> rows = Rows.of(steps)
                .with(STATUS_CHANGE.ORDER_ID, Step::order)
                .with(STATUS_CHANGE.AXIS, Step::axis)
                .with(STATUS_CHANGE.EVENT, Step::event)
                .with(STATUS_CHANGE.REASON, Step::reason);
        List<@Nullable String> led = tx.sql()
                .select(function(
                        name("ordering", "move"),
                        String.class,
                        val(tx.id().value()),
                        rows.get(STATUS_CHANGE.ORDER_ID),
                        rows.get(STATUS_CHANGE.AXIS),
                        rows.get(STATUS_CHANGE.EVENT),
                        val(actor.name()),
                        rows.get(STATUS_CHANGE.REASON)))
                .from(rows.table())
                .fetch(0, String.class);
        if (led.contains(null)) {
            throw new IllegalStateException("No transition leads on from where an order stands");
        }
    }
}
