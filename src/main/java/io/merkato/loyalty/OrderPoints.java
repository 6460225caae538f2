package io.merkato.loyalty;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.merkato.api.Actor;
import io.merkato.catalog.Categories;
import io.merkato.catalog.Category;
import io.merkato.catalog.Product;
import io.merkato.money.Money;
import io.merkato.ordering.BoughtGoods;
import io.merkato.ordering.ChangedOrder;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderLine;
import io.merkato.ordering.Orders;
import io.merkato.store.SalesChannel;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Keeps points in step with orders. An order earns when it is paid in full, once, for what was paid with money. What it keeps of that is in
 * proportion to what of it the customer kept and paid; so whatever goes back in whatever steps, all of it takes back exactly all. What was paid with
 * points goes back by {@link OrderRedemptions}. Holds orders first, then accounts, then rules with a budget.
 */
@Component
class OrderPoints {

    private final Orders orders;
    private final ProgrammeRepository programmes;
    private final AccountRepository accounts;
    private final AccrualRepository accruals;
    private final RedemptionRepository redemptions;
    private final Wallets wallets;
    private final Categories categories;
    private final OrderRedemptions back;
    private final Clock clock;

    OrderPoints(
            Orders orders,
            ProgrammeRepository programmes,
            AccountRepository accounts,
            AccrualRepository accruals,
            RedemptionRepository redemptions,
            Wallets wallets,
            Categories categories,
            OrderRedemptions back,
            Clock clock) {
        this.orders = orders;
        this.programmes = programmes;
        this.accounts = accounts;
        this.accruals = accruals;
        this.redemptions = redemptions;
        this.wallets = wallets;
        this.categories = categories;
        this.back = back;
        this.clock = clock;
    }

    void follow(TenantContext tx, List<ChangedOrder> changed, StoreProgrammes ofStores, Actor actor) {
        Instant now = clock.instant();
        List<Order.Id> ids = changed.stream().map(each -> each.after().id()).toList();
        Map<Order.Id, Accrual> earned = accruals.ofOrders(tx, ids);
        Map<Order.Id, List<Redemption>> redeemed = redemptions.ofOrders(tx, ids);
        if (earned.isEmpty() && redeemed.isEmpty() && changed.stream().noneMatch(ChangedOrder::isPaidNow)) {
            return;
        }
        var kept = new KeptOrders(orders.heldOtherwise(tx, ids));
        List<Order> earning = changed.stream()
                .filter(ChangedOrder::isPaidNow)
                .map(ChangedOrder::after)
                // What marketplaces and other systems say was sold there earns nothing, nor do years that are imported.
                .filter(order -> order.channel() != SalesChannel.EXTERNAL)
                .filter(order -> !earned.containsKey(order.id()))
                .filter(order -> ofStores.rate(order).isPresent())
                .filter(order ->
                        base(kept, order, ofStores.of(order).earnsOnCredit()).minorUnits() > 0)
                .toList();
        Map<Wallets.Holder, LoyaltyAccount.Id> opened = earning.isEmpty()
                ? Map.of()
                : wallets.open(tx, earning.stream().map(ofStores::holder).toList(), now);
        var concerned = new HashSet<LoyaltyAccount.Id>();
        earned.values().forEach(accrual -> concerned.add(accrual.account()));
        redeemed.values().forEach(each -> each.forEach(redemption -> concerned.add(redemption.account())));
        earning.forEach(order -> concerned.add(Objects.requireNonNull(opened.get(ofStores.holder(order)))));
        if (concerned.isEmpty()) {
            return;
        }
        Map<LoyaltyAccount.Id, Wallet> held = wallets.lock(tx, concerned, now, actor);
        back.giveBack(tx, changed, redeemed, kept, held);
        List<Accrual> restated = restated(tx, changed, earned, kept);
        List<LoyaltyEarnRule> rules = rules(tx, earning, ofStores, earned, restated);
        var budgets = new Budgets(rules);
        restate(tx, earned, restated, budgets, held);
        if (!earning.isEmpty()) {
            var earners = new HashMap<Order.Id, Wallet>();
            earning.forEach(order ->
                    earners.put(order.id(), Objects.requireNonNull(held.get(opened.get(ofStores.holder(order))))));
            earn(tx, earning, earners, rules, budgets, kept, now);
        }
        programmes.give(tx, budgets.given());
        wallets.write(tx, held.values());
    }

    /** What was earned before follows what is kept now, up or down, and never above what it was. Those of which that changes anything. */
    private List<Accrual> restated(
            TenantContext tx, List<ChangedOrder> changed, Map<Order.Id, Accrual> earned, KeptOrders kept) {
        List<Order.Id> forGoods = earned.values().stream()
                .filter(Accrual::isForGoods)
                .map(Accrual::order)
                .toList();
        Map<OrderLine.Id, Long> pieces = forGoods.isEmpty()
                ? Map.of()
                : orders.goodsOf(tx, forGoods).stream().collect(toMap(BoughtGoods::line, BoughtGoods::quantity));
        return changed.stream()
                .map(ChangedOrder::after)
                .filter(order -> earned.containsKey(order.id()))
                .map(order -> {
                    Accrual before = Objects.requireNonNull(earned.get(order.id()));
                    return before.restated(
                            new Accrual.Left(base(kept, order, before.onCredit()), KeptOrders.worth(order), pieces));
                })
                .filter(accrual -> !accrual.equals(earned.get(accrual.order())))
                .toList();
    }

    private static Money base(KeptOrders kept, Order order, boolean onCredit) {
        return onCredit ? kept.byMoneyOrCredit(order) : kept.byMoney(order);
    }

    /** Those by which orders earn, and those that have given what changes now; held where they have a budget. */
    private List<LoyaltyEarnRule> rules(
            TenantContext tx,
            List<Order> earning,
            StoreProgrammes ofStores,
            Map<Order.Id, Accrual> earned,
            List<Accrual> restated) {
        Set<LoyaltyEarnRule.Id> changing = restated.stream()
                .flatMap(accrual -> accrual.bonuses().stream()
                        .filter(bonus -> !Objects.requireNonNull(earned.get(accrual.order()))
                                .bonuses()
                                .contains(bonus)))
                .map(Bonus::rule)
                .collect(toSet());
        if (earning.isEmpty() && changing.isEmpty()) {
            return List.of();
        }
        List<Instant> placed = earning.stream().map(Order::placedAt).sorted().toList();
        return programmes.lockRules(
                tx,
                earning.stream()
                        .map(order -> ofStores.of(order).id())
                        .distinct()
                        .toList(),
                placed.isEmpty() ? Instant.EPOCH : placed.getFirst(),
                placed.isEmpty() ? Instant.EPOCH : placed.getLast(),
                changing);
    }

    private void restate(
            TenantContext tx,
            Map<Order.Id, Accrual> earned,
            List<Accrual> restated,
            Budgets budgets,
            Map<LoyaltyAccount.Id, Wallet> held) {
        wallets.recall(tx, held, restated.stream().map(Accrual::order).toList());
        var granted = new ArrayList<Accrual>();
        for (Accrual wanted : restated) {
            Accrual before = Objects.requireNonNull(earned.get(wanted.order()));
            var bonuses = new ArrayList<Bonus>();
            for (int i = 0; i < wanted.bonuses().size(); i++) {
                Bonus bonus = wanted.bonuses().get(i);
                long kept = before.bonuses().get(i).kept();
                if (bonus.kept() < kept) {
                    budgets.giveBack(bonus.rule(), kept - bonus.kept());
                    bonuses.add(bonus);
                } else {
                    bonuses.add(bonus.keeping(kept + budgets.give(bonus.rule(), bonus.kept() - kept)));
                }
            }
            Accrual now = wanted.with(bonuses);
            granted.add(now);
            Wallet wallet = Objects.requireNonNull(held.get(now.account()));
            if (now.kept() < before.kept()) {
                wallet.reverse(before.kept() - now.kept(), now.order());
            } else {
                wallet.earnAgain(now.kept() - before.kept(), now.order(), now.at());
            }
        }
        accruals.restate(tx, granted);
    }

    private void earn(
            TenantContext tx,
            List<Order> earning,
            Map<Order.Id, Wallet> earners,
            List<LoyaltyEarnRule> rules,
            Budgets budgets,
            KeptOrders kept,
            Instant now) {
        Collection<Wallet> each = new HashSet<>(earners.values());
        var tierPoints = new HashMap<>(accounts.tierPoints(
                tx,
                each.stream()
                        .map(wallet -> new AccountRepository.TierQuestion(
                                wallet.account().id(), wallet.programme().windowStart(now)))
                        .toList()));
        boolean byGoods = rules.stream().anyMatch(rule -> !rule.isForEverything() || rule.perPiece() != null);
        Map<Order.Id, List<BoughtGoods>> goods = byGoods
                ? orders.goodsOf(tx, earners.keySet()).stream().collect(groupingBy(BoughtGoods::order))
                : Map.of();
        Map<Product.Id, Set<Category.Id>> above = rules.stream().anyMatch(rule -> rule.categoryId() != null)
                ? categories.above(tx, products(goods))
                : Map.of();
        var made = new ArrayList<Accrual>();
        for (Order order : earning) {
            Wallet wallet = Objects.requireNonNull(earners.get(order.id()));
            LoyaltyProgramme programme = wallet.programme();
            Optional<LoyaltyProgramme.Rate> rate = programme.rate(order.currency());
            if (rate.isEmpty()) {
                continue; // taken away since, while the accounts were waited for
            }
            LoyaltyAccount.Id account = wallet.account().id();
            Money paid = base(kept, order, programme.earnsOnCredit());
            Earning earned = Earning.of(
                    rate.get(),
                    programme.tier(tierPoints.getOrDefault(account, 0L)),
                    rules.stream()
                            .filter(rule -> rule.programmeId().equals(programme.id()) && rule.isOn(order.placedAt()))
                            .toList(),
                    budgets,
                    paid,
                    KeptOrders.worth(order),
                    goods.getOrDefault(order.id(), List.of()),
                    above);
            if (earned.points() > 0) {
                wallet.earn(earned.points(), order.id());
                made.add(new Accrual(
                        order.id(),
                        account,
                        paid,
                        KeptOrders.worth(order),
                        earned.base(),
                        earned.points(),
                        earned.points(),
                        now,
                        programme.earnsOnCredit(),
                        earned.bonuses()));
                tierPoints.merge(account, earned.points(), Long::sum);
            }
        }
        accruals.insert(tx, made);
    }

    private static Set<Product.Id> products(Map<Order.Id, List<BoughtGoods>> goods) {
        var products = new HashSet<Product.Id>();
        goods.values()
                .forEach(lines -> lines.forEach(line -> {
                    if (line.productId() != null) {
                        products.add(line.productId());
                    }
                }));
        return products;
    }
}
