package io.merkato.loyalty;

import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.ordering.ChangedOrder;
import io.merkato.ordering.Order;
import io.merkato.ordering.Orders;
import io.merkato.store.SalesChannel;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Keeps cashback in step with orders, as {@link OrderPoints} keeps points: an order earns once, when it is paid in full, for what was paid with money as
 * providers say, or staff where the programme takes their word, and keeps of that in proportion to what is kept of the order. What a provider says later
 * earns then.
 */
@Component
class OrderCashback {

    private final Orders orders;
    private final CashbackRepository cashbacks;
    private final CashbackPurses purses;
    private final Wallets wallets;
    private final Clock clock;

    OrderCashback(Orders orders, CashbackRepository cashbacks, CashbackPurses purses, Wallets wallets, Clock clock) {
        this.orders = orders;
        this.cashbacks = cashbacks;
        this.purses = purses;
        this.wallets = wallets;
        this.clock = clock;
    }

    void follow(TenantContext tx, List<ChangedOrder> changed, StoreProgrammes ofStores) {
        List<Order.Id> ids = changed.stream().map(each -> each.after().id()).toList();
        Map<Order.Id, Cashback> earned = cashbacks.ofOrders(tx, ids);
        List<Order> paid = changed.stream()
                .filter(each -> each.isPaidNow() || each.confirmed() != null && each.isPaid())
                .map(ChangedOrder::after)
                .filter(order -> order.channel() != SalesChannel.EXTERNAL)
                .filter(order -> !earned.containsKey(order.id()))
                .filter(order -> cashback(order, ofStores).isPresent())
                .toList();
        if (earned.isEmpty() && paid.isEmpty()) {
            return;
        }
        Base base = base(tx, ids);
        var grants = new HashMap<Order.Id, Money>();
        for (Order order : paid) {
            Money cashback = base.of(order, ofStores.of(order).cashbackOnManualPayments())
                    .portion(cashback(order, ofStores).orElseThrow());
            if (cashback.minorUnits() > 0) {
                grants.put(order.id(), cashback);
            }
        }
        Instant now = clock.instant();
        List<Order> earning =
                paid.stream().filter(order -> grants.containsKey(order.id())).toList();
        Map<Wallets.Holder, LoyaltyAccount.Id> opened = earning.isEmpty()
                ? Map.of()
                : wallets.open(tx, earning.stream().map(ofStores::holder).toList(), now);
        var concerned = new HashSet<LoyaltyAccount.Id>();
        earned.values().forEach(cashback -> concerned.add(cashback.account()));
        earning.forEach(order -> concerned.add(Objects.requireNonNull(opened.get(ofStores.holder(order)))));
        if (concerned.isEmpty()) {
            return;
        }
        Map<LoyaltyAccount.Id, CashbackPurse> held = purses.lock(tx, concerned, now);
        if (!earned.isEmpty()) {
            restate(changed, cashbacks.ofOrders(tx, earned.keySet()), base, ofStores, held);
        }
        for (Order order : earning) {
            LoyaltyAccount.Id account = Objects.requireNonNull(opened.get(ofStores.holder(order)));
            Money cashback = Objects.requireNonNull(grants.get(order.id()));
            Objects.requireNonNull(held.get(account))
                    .grant(new Cashback(
                            order.id(),
                            account,
                            base.of(order, ofStores.of(order).cashbackOnManualPayments()),
                            cashback,
                            cashback,
                            now,
                            ofStores.of(order).maturity(now),
                            ofStores.of(order).cashbackOnManualPayments(),
                            false));
        }
        purses.write(tx, held.values());
    }

    private Base base(TenantContext tx, List<Order.Id> ids) {
        return new Base(new KeptOrders(orders.heldOtherwise(tx, ids)), orders.saidByProviders(tx, ids));
    }

    /**
     * What cashback of orders is reckoned on: what was kept of them and paid for with money. Store credit is none: cashback of what cashback paid would never end.
     *
     * @param saidByProviders what of it nobody has to take somebody's word for
     */
    private record Base(KeptOrders orders, Map<Order.Id, Money> saidByProviders) {

        /** @param onManual whether payments count that staff alone say were made */
        Money of(Order order, boolean onManual) {
            Money kept = orders.byMoney(order);
            return onManual ? kept : kept.least(saidByProviders.getOrDefault(order.id(), Money.zero(order.currency())));
        }
    }

    /** @param earned as it is now that the accounts are held */
    private static void restate(
            List<ChangedOrder> changed,
            Map<Order.Id, Cashback> earned,
            Base base,
            StoreProgrammes ofStores,
            Map<LoyaltyAccount.Id, CashbackPurse> held) {
        for (ChangedOrder each : changed) {
            Cashback before = earned.get(each.after().id());
            if (before != null) {
                Cashback cashback = confirmed(each, before, ofStores);
                Money now = base.of(each.after(), before.onManual());
                Objects.requireNonNull(held.get(before.account())).restate(before, cashback, cashback.of(now));
            }
        }
    }

    /** With what a provider says by now of what staff alone had said, and which earned nothing by that: as had it been said before anything went back. */
    private static Cashback confirmed(ChangedOrder changed, Cashback cashback, StoreProgrammes ofStores) {
        Money said = changed.confirmed();
        return said == null || cashback.onManual()
                ? cashback
                : cashback(changed.after(), ofStores)
                        .map(rate -> cashback.earnedFor(said, rate))
                        .orElse(cashback);
    }

    /** Lets become store credit some of what is due. @return how many there were */
    int mature(TenantContext tx, int most) {
        Instant now = clock.instant();
        Collection<Cashback> due = cashbacks.due(tx, now, most);
        if (!due.isEmpty()) {
            Map<LoyaltyAccount.Id, CashbackPurse> held = purses.lock(
                    tx, due.stream().map(Cashback::account).distinct().toList(), now);
            // Read once more: somebody may have had them before the accounts were held.
            cashbacks
                    .ofOrders(tx, due.stream().map(Cashback::order).toList())
                    .values()
                    .forEach(cashback -> {
                        CashbackPurse purse = held.get(cashback.account());
                        if (purse != null) {
                            purse.mature(cashback);
                        }
                    });
            purses.write(tx, held.values());
        }
        return due.size();
    }

    private static Optional<Rate> cashback(Order order, StoreProgrammes ofStores) {
        return ofStores.rate(order).map(LoyaltyProgramme.Rate::cashback);
    }
}
