package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.GIVE_NUMBERS;

import io.merkato.api.Actor;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.customer.Activities;
import io.merkato.customer.Customer;
import io.merkato.customer.CustomerActivityKind;
import io.merkato.inventory.SoldGoods;
import io.merkato.inventory.Stock;
import io.merkato.inventory.StockShortfall;
import io.merkato.ledger.Ledger;
import io.merkato.ledger.Transfer;
import io.merkato.money.Money;
import io.merkato.platform.Events;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What other modules do with orders. Every method is one transaction's part and takes a fixed number of statements. */
@Component
public class Orders {

    private static final Comparator<PastOrder> BY_SOURCE = Comparator.comparing(
                    (PastOrder past) -> past.source().name())
            .thenComparing(past -> past.source().reference());

    private final OrderRepository orders;
    private final Stock stock;
    private final Activities activities;
    private final Events events;
    private final OrderAdvance advance;
    private final OrderMoney money;
    private final OrderPayments payments;
    private final Ledger ledger;
    private final OrderPartRepository parts;
    private final OtherMeansRepository otherMeans;
    private final OrderFollowers followers;
    private final MoneyHeld held;

    Orders(
            OrderRepository orders,
            Stock stock,
            Activities activities,
            Events events,
            OrderAdvance advance,
            OrderMoney money,
            OrderPayments payments,
            Ledger ledger,
            OrderPartRepository parts,
            OtherMeansRepository otherMeans,
            OrderFollowers followers,
            MoneyHeld held) {
        this.orders = orders;
        this.stock = stock;
        this.activities = activities;
        this.events = events;
        this.advance = advance;
        this.money = money;
        this.payments = payments;
        this.ledger = ledger;
        this.parts = parts;
        this.otherMeans = otherMeans;
        this.followers = followers;
        this.held = held;
    }

    /**
     * Writes the orders and gives them their numbers. Stock, coupons and sales are the caller's to take before: from here on
     * the tenant's other orders wait until this transaction ends.
     */
    public void place(TenantContext tx, List<NewOrder> placed, Actor actor) {
        List<PastOrder> all = placed.stream().map(PastOrder::placedNow).toList();
        OrderWriting.insert(tx, all);
        OrderWriting.insertLines(tx, all);
        OrderWriting.begin(tx, all, actor);
        events.publish(
                tx,
                placed.stream()
                        .map(order -> new OrderEvent(OrderEvent.Type.ORDER_PLACED, order.id()))
                        .toList());
        ledger.post(
                tx,
                placed.stream().map(order -> OrderLedger.placed(tx.id(), order)).toList());
        number(tx, all);
    }

    /** What there is by these sources and references. */
    public Map<Order.Source, RecordedOrder.Known> known(TenantContext tenant, Collection<Order.Source> sources) {
        return orders.known(tenant, sources);
    }

    /**
     * Records orders that were made elsewhere: with their numbers, histories, payments and parcels, and what they took of stock as far as it was there. Whichever
     * the tenant has already, by source and reference, even since a moment ago, it leaves alone. Of what is cancelled nothing is taken. Says to the log
     * what it created.
     *
     * @param pasts each of another source or reference
     * @return what became of each, by the id given
     */
    public Map<Order.Id, RecordedOrder> record(TenantContext tx, List<PastOrder> pasts, Actor actor) {
        // In this order others wait for one another and not in a circle.
        List<PastOrder> given = pasts.stream().sorted(BY_SOURCE).toList();
        Set<Order.Id> fresh = OrderWriting.insert(tx, given);
        List<PastOrder> added =
                pasts.stream().filter(past -> fresh.contains(past.id())).toList();
        var recorded = new HashMap<Order.Id, RecordedOrder>();
        if (!added.isEmpty()) {
            OrderWriting.insertLines(tx, added);
            OrderWriting.retrace(tx, added, actor);
            activities.record(tx, CustomerActivityKind.ORDER_PLACED, deeds(added));
            Map<String, List<StockShortfall>> lacking = stock.recordSold(tx, goods(added), actor);
            added.forEach(past -> recorded.put(
                    past.id(),
                    new RecordedOrder.Done(
                            past.id(), lacking.getOrDefault(past.id().text(), List.of()))));
            events.publish(tx, added.stream().flatMap(Orders::events).toList());
            ledger.post(tx, transfers(tx, added));
            payments.record(tx, added.stream().flatMap(MovedMoney::of).toList(), actor);
            number(tx, added);
            Map<Order.Id, Order> now = orders.byId(tx, fresh);
            followers.tell(
                    tx,
                    added.stream()
                            .map(past -> new ChangedOrder(null, Objects.requireNonNull(now.get(past.id()))))
                            .toList(),
                    actor);
            added.forEach(past -> tx.created(past.id(), Logged.of(Objects.requireNonNull(now.get(past.id())), null)));
        }
        if (fresh.size() < pasts.size()) {
            List<PastOrder> rest =
                    pasts.stream().filter(past -> !fresh.contains(past.id())).toList();
            Map<Order.Source, RecordedOrder.Known> known =
                    known(tx, rest.stream().map(PastOrder::source).toList());
            rest.forEach(past -> recorded.put(past.id(), Objects.requireNonNull(known.get(past.source()))));
        }
        return recorded;
    }

    /**
     * Lets orders catch up with what became of them elsewhere: paid, sent or called off, all of it. Stock refuses nothing, as in {@link #record}; what happened
     * here stands against it. Says to the log what it changed.
     *
     * @param progress each of another order, all of them there
     */
    public Map<Order.Id, AdvancedOrder> advance(TenantContext tx, List<OrderProgress> progress, Actor actor) {
        return advance.advance(tx, progress, actor);
    }

    /**
     * Gives money back, as staff do at the desk: no more than came in. Says to the log what it changed.
     *
     * @return empty where the store has no such order, or the viewer may give back for tills alone and it is none of those
     */
    public Optional<OrderPayment.Id> refund(
            TenantContext tx,
            Order.Id id,
            Store.Id store,
            Money amount,
            OrderPaymentMethod method,
            @Nullable String reference,
            Viewer viewer) {
        return find(tx, id)
                .filter(order -> order.storeId().equals(store)
                        && (order.channel() == SalesChannel.POS || viewer.hasIn(Permission.ORDERS_WRITE, store)))
                .flatMap(order -> orders.lock(tx, id))
                .map(before -> {
                    OrderPayment.Id refunded =
                            money.refund(tx, before, new MoneyBack(Means.of(method, reference), amount), viewer);
                    Order after = tell(tx, before, viewer);
                    tx.changes(id, Logged.of(before, before), Logged.of(after, before));
                    return refunded;
                });
    }

    /** Locked until the transaction ends, before whatever belongs to it. */
    public Optional<Order> lock(TenantContext tx, Order.Id id) {
        return orders.lock(tx, id);
    }

    /** The same for the customer whose order it is: anybody else does not wait for it, and so cannot tell it from one that never was. */
    public Optional<Order> lockOwn(TenantContext tx, Order.Id id, Customer.Id customer) {
        return orders.lockOwn(tx, id, customer);
    }

    public Optional<Order> find(TenantContext tenant, Order.Id id) {
        return Optional.ofNullable(orders.byId(tenant, List.of(id)).get(id));
    }

    /**
     * Writes down what a provider has taken: also more than is owed, and of an order that was cancelled since.
     *
     * @param order locked
     */
    public void received(TenantContext tx, Order order, ProviderMoney taken, Viewer viewer) {
        record(tx, order, OrderPaymentKind.PAYMENT, taken, viewer);
    }

    /**
     * Writes down what a provider has given back, or what was taken back there: also more than the order has left, which the customer owes then.
     *
     * @param order locked
     */
    public void gaveBack(TenantContext tx, Order order, ProviderMoney given, Viewer viewer) {
        record(tx, order, OrderPaymentKind.REFUND, given, viewer);
    }

    /**
     * Writes down that a provider says what staff alone had said: that so much came by a payment.
     *
     * @param order locked
     */
    public void confirmed(TenantContext tx, Order order, TypeId payment, Money amount, Viewer viewer) {
        if (payments.confirm(tx, order.id(), payment, amount)) {
            followers.tell(tx, List.of(new ChangedOrder(order, order, amount)), viewer.actor());
        }
    }

    /** Books what a provider keeps of money that was booked before it told. @param cause what was asked of it */
    public void bookFee(TenantContext tx, Order order, TypeId cause, TypeId account, Money fee, Instant at) {
        ledger.post(tx, List.of(OrderLedger.fee(tx.id(), order.id(), cause, account, fee, at)));
    }

    /** What the order holds of a payment by the word of staff alone. */
    public Money attested(TenantContext tx, Order order, TypeId payment) {
        return payments.attested(tx, order, payment);
    }

    /** The payments, as the API writes their ids, of which the order holds something that no provider said, or that is money of tests. */
    public Set<String> attested(TenantContext tenant, Order order) {
        return payments.attested(tenant, order.id());
    }

    private void record(TenantContext tx, Order before, OrderPaymentKind kind, ProviderMoney moved, Viewer viewer) {
        Order after = money.record(tx, before, kind, moved, viewer);
        followers.tell(tx, List.of(new ChangedOrder(before, after, moved.confirmed())), viewer.actor());
    }

    /**
     * Takes what pays for an order that is locked, no more than it owes.
     *
     * @param logged whether staff do it; what customers do with their own is in no log
     */
    public OrderPayment.Id take(
            TenantContext tx, Order before, Money amount, Means means, Viewer viewer, boolean logged) {
        OrderPayment.Id paid =
                logged ? money.pay(tx, before, amount, means, viewer) : money.take(tx, before, amount, means, viewer);
        Order after = tell(tx, before, viewer);
        if (logged) {
            tx.changes(before.id(), Logged.of(before, before), Logged.of(after, before));
        }
        return paid;
    }

    private Order tell(TenantContext tx, Order before, Viewer viewer) {
        Order after =
                Objects.requireNonNull(orders.byId(tx, List.of(before.id())).get(before.id()));
        followers.tell(tx, List.of(new ChangedOrder(before, after)), viewer.actor());
        return after;
    }

    /** What is still to be paid and is not under way by other payments. @param order locked */
    public Money payable(TenantContext tx, Order order) {
        return order.balance().minus(held.underWay(tx, order).amount());
    }

    /** What the order holds, and where it may go back to. */
    public OrderFunds fundsOf(TenantContext tenant, Order order) {
        return money.fundsOf(tenant, order);
    }

    /**
     * Gives back of what the order holds, none of it through a provider. Says to the log what it changed.
     *
     * @param before locked
     * @return in the order of those given
     */
    public List<OrderPayment.Id> giveBack(TenantContext tx, Order before, List<MoneyBack> backs, Viewer viewer) {
        if (backs.isEmpty()) {
            return List.of();
        }
        List<OrderPayment.Id> written = money.refund(tx, before, backs, "to", viewer);
        Order after = tell(tx, before, viewer);
        tx.changes(before.id(), Logged.of(before, before), Logged.of(after, before));
        return written;
    }

    /** What came in for these orders and went back, the older first. */
    public Map<Order.Id, List<OrderPayment>> paymentsOf(TenantContext tenant, Collection<Order.Id> ids) {
        return parts.paymentsOf(tenant, ids);
    }

    /** What these orders hold of what was not paid with money; those that were paid with money alone are left out. */
    public Map<Order.Id, OtherMeans> heldOtherwise(TenantContext tenant, Collection<Order.Id> ids) {
        return otherMeans.ofOrders(tenant, ids);
    }

    /** What these orders hold of money that came through a provider, as the provider itself said; those of which that is nothing are left out. */
    public Map<Order.Id, Money> saidByProviders(TenantContext tenant, Collection<Order.Id> ids) {
        return otherMeans.saidByProviders(tenant, ids);
    }

    /** What points took off of what is left of these orders' goods; those of which that is nothing are left out. */
    public Map<Order.Id, Money> offByPoints(TenantContext tenant, Collection<Order.Id> ids) {
        return otherMeans.offByPoints(tenant, ids);
    }

    /** Nobody pays for anything of theirs until the transaction ends. */
    public void holdOf(TenantContext tx, Customer.Id customer) {
        orders.lockOf(tx, customer);
    }

    /** Those of them who have paid for anything. */
    public Set<Customer.Id> havePaid(TenantContext tenant, Collection<Customer.Id> customers) {
        return orders.havePaid(tenant, customers);
    }

    /** The lines of these orders, and what is left of them. */
    public List<BoughtGoods> goodsOf(TenantContext tenant, Collection<Order.Id> ids) {
        return orders.goodsOf(tenant, ids);
    }

    private static List<Transfer> transfers(TenantContext tx, List<PastOrder> pasts) {
        var transfers = new ArrayList<Transfer>();
        for (PastOrder past : pasts) {
            transfers.add(OrderLedger.placed(tx.id(), past.order()));
            if (past.cancellation() != null) {
                transfers.add(OrderLedger.cancelled(
                        tx.id(), past.order(), past.cancellation().at()));
            }
        }
        return transfers;
    }

    private static void number(TenantContext tx, List<PastOrder> pasts) {
        tx.sql()
                .selectFrom(GIVE_NUMBERS.call(
                        tx.id().value(),
                        pasts.stream().map(past -> past.id().value()).toArray(UUID[]::new)))
                .fetch();
    }

    private static List<Activities.Deed> deeds(List<PastOrder> pasts) {
        return pasts.stream()
                .map(PastOrder::order)
                .flatMap(order -> order.customerId() == null
                        ? Stream.of()
                        : Stream.of(new Activities.Deed(order.customerId(), order.id())))
                .toList();
    }

    private static List<SoldGoods> goods(List<PastOrder> pasts) {
        return pasts.stream()
                .filter(past -> past.cancellation() == null)
                .flatMap(past -> past.order().lines().stream()
                        .flatMap(line -> line.stock().entrySet().stream()
                                .map(piece -> new SoldGoods(
                                        past.id(),
                                        piece.getKey(),
                                        Math.multiplyExact(piece.getValue(), line.quantity()),
                                        past.from(),
                                        past.sentAt() != null))))
                .toList();
    }

    private static Stream<OrderEvent> events(PastOrder past) {
        var types = new ArrayList<>(List.of(OrderEvent.Type.ORDER_PLACED));
        if (past.isPaid() && !past.payments().isEmpty()) {
            types.add(OrderEvent.Type.ORDER_PAID);
        }
        if (past.sentAt() != null) {
            types.add(OrderEvent.Type.ORDER_SHIPPED);
        }
        if (past.isCompleted()) {
            types.add(OrderEvent.Type.ORDER_COMPLETED);
        }
        if (past.cancellation() != null) {
            types.add(OrderEvent.Type.ORDER_CANCELLED);
        }
        return types.stream().map(type -> new OrderEvent(type, past.id()));
    }
}
