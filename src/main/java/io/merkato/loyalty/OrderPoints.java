package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.ACCRUAL;
import static io.merkato.jooq.loyalty.Tables.EARN_RULE;
import static io.merkato.jooq.loyalty.Tables.EARN_RULE_USE;
import static io.merkato.jooq.loyalty.Tables.REDEMPTION;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.merkato.api.Actor;
import io.merkato.api.Sql;
import io.merkato.catalog.Categories;
import io.merkato.catalog.Category;
import io.merkato.catalog.Product;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.ordering.BoughtGoods;
import io.merkato.ordering.ChangedOrder;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderFollower;
import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.ordering.OrderStatus;
import io.merkato.ordering.Orders;
import io.merkato.store.Store;
import io.merkato.tenancy.Rows;
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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Keeps points in step with orders. An order earns when it is paid in full, once, for what was paid with money. What it keeps of that is in
 * proportion to what of it the customer kept and paid; so whatever goes back in whatever steps, all of it takes back exactly all. Points that paid
 * come back in proportion to what goes back of what they paid.
 */
@Component
class OrderPoints implements OrderFollower {

    private record Accrual(
            Order.Id order, LoyaltyAccount.Id account, Money amount, long points, long kept, Instant at) {}

    private record Redemption(
            LoyaltyMovement.Id id,
            LoyaltyAccount.Id account,
            Order.Id order,
            long points,
            long returned,
            Money amount,
            @Nullable Instant expiresAt) {}

    private record RuleUse(LoyaltyEarnRule.Id rule, Order.Id order, long points) {}

    private final Orders orders;
    private final ProgrammeRepository programmes;
    private final AccountRepository accounts;
    private final Wallets wallets;
    private final Categories categories;
    private final Clock clock;

    OrderPoints(
            Orders orders,
            ProgrammeRepository programmes,
            AccountRepository accounts,
            Wallets wallets,
            Categories categories,
            Clock clock) {
        this.orders = orders;
        this.programmes = programmes;
        this.accounts = accounts;
        this.wallets = wallets;
        this.categories = categories;
        this.clock = clock;
    }

    @Override
    public void follow(TenantContext tx, List<ChangedOrder> changed, Actor actor) {
        Map<Store.Id, LoyaltyProgramme> ofStores = programmes.ofStores(
                tx,
                changed.stream().map(each -> each.after().storeId()).distinct().toList());
        if (ofStores.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<Order.Id> ids = changed.stream().map(each -> each.after().id()).toList();
        Map<Order.Id, Accrual> accruals = accruals(tx, ids);
        Map<Order.Id, List<Redemption>> redemptions = redemptions(tx, ids);
        Map<Order.Id, MinorUnits> byPoints = redemptions.isEmpty()
                ? Map.of()
                : orders.heldBy(tx, redemptions.keySet(), OrderPaymentMethod.LOYALTY_POINTS);
        List<Order> earning = changed.stream()
                .filter(ChangedOrder::isPaidNow)
                .map(ChangedOrder::after)
                .filter(order -> !accruals.containsKey(order.id()))
                .filter(order -> Optional.ofNullable(ofStores.get(order.storeId()))
                        .filter(each -> each.status() == LoyaltyProgramme.Status.ACTIVE)
                        .flatMap(each -> each.rate(order.currency()))
                        .isPresent())
                .filter(order -> kept(order, byPoints).minorUnits() > 0)
                .toList();
        Map<Wallets.Holder, LoyaltyAccount.Id> opened = earning.isEmpty()
                ? Map.of()
                : wallets.open(
                        tx,
                        earning.stream().map(order -> holder(order, ofStores)).toList(),
                        now);
        var concerned = new HashSet<LoyaltyAccount.Id>();
        accruals.values().forEach(accrual -> concerned.add(accrual.account()));
        redemptions.values().forEach(each -> each.forEach(redemption -> concerned.add(redemption.account())));
        earning.forEach(order -> concerned.add(Objects.requireNonNull(opened.get(holder(order, ofStores)))));
        if (concerned.isEmpty()) {
            return;
        }
        Map<LoyaltyAccount.Id, Wallet> held = wallets.lock(tx, concerned, now, actor);
        giveBack(tx, redemptions, byPoints, held);
        restate(tx, changed, accruals, byPoints, held);
        if (!earning.isEmpty()) {
            var earners = new HashMap<Order.Id, Wallet>();
            earning.forEach(order ->
                    earners.put(order.id(), Objects.requireNonNull(held.get(opened.get(holder(order, ofStores))))));
            earn(tx, earning, earners, byPoints, now);
        }
        wallets.write(tx, held.values());
    }

    private static Wallets.Holder holder(Order order, Map<Store.Id, LoyaltyProgramme> ofStores) {
        return new Wallets.Holder(
                Objects.requireNonNull(ofStores.get(order.storeId())).id(), Objects.requireNonNull(order.customerId()));
    }

    /** What the customer kept of the order and paid for with money. */
    static Money kept(Order order, Map<Order.Id, MinorUnits> byPoints) {
        if (order.status() == OrderStatus.CANCELLED) {
            return Money.zero(order.currency());
        }
        Money worth = order.totals().total().minus(order.returned());
        Money paid = order.paid()
                .minus(order.refunded())
                .minus(byPoints.getOrDefault(order.id(), MinorUnits.ZERO).in(order.currency()));
        Money kept = worth.compareTo(paid) < 0 ? worth : paid;
        return kept.minorUnits() < 0 ? Money.zero(order.currency()) : kept;
    }

    private static void giveBack(
            TenantContext tx,
            Map<Order.Id, List<Redemption>> redemptions,
            Map<Order.Id, MinorUnits> byPoints,
            Map<LoyaltyAccount.Id, Wallet> held) {
        var returned = new HashMap<LoyaltyMovement.Id, Long>();
        redemptions.forEach((order, of) -> {
            long back =
                    of.stream().mapToLong(each -> each.amount().minorUnits()).sum()
                            - byPoints.getOrDefault(order, MinorUnits.ZERO).value();
            for (Redemption redemption : of) {
                long amount = redemption.amount().minorUnits();
                long part = Math.min(back, amount);
                back -= part;
                long now = LoyaltyProgramme.share(redemption.points(), part, amount);
                if (now > redemption.returned()) {
                    Objects.requireNonNull(held.get(redemption.account()))
                            .giveBack(now - redemption.returned(), order, redemption.expiresAt());
                    returned.put(redemption.id(), now);
                }
            }
        });
        if (!returned.isEmpty()) {
            Rows<Map.Entry<LoyaltyMovement.Id, Long>> rows = Rows.of(returned.entrySet())
                    .with(REDEMPTION.ID, Map.Entry::getKey)
                    .with(REDEMPTION.RETURNED, Map.Entry::getValue);
            tx.sql()
                    .update(REDEMPTION)
                    .set(REDEMPTION.RETURNED, rows.get(REDEMPTION.RETURNED))
                    .from(rows.table())
                    .where(tx.owns(REDEMPTION))
                    .and(REDEMPTION.ID.eq(rows.get(REDEMPTION.ID)))
                    .execute();
        }
    }

    /** What was earned before follows what is kept now, up or down, and never above what it was. */
    private static void restate(
            TenantContext tx,
            List<ChangedOrder> changed,
            Map<Order.Id, Accrual> accruals,
            Map<Order.Id, MinorUnits> byPoints,
            Map<LoyaltyAccount.Id, Wallet> held) {
        var restated = new HashMap<Order.Id, Long>();
        for (ChangedOrder each : changed) {
            Accrual accrual = accruals.get(each.after().id());
            if (accrual == null) {
                continue;
            }
            long whole = accrual.amount().minorUnits();
            long part = Math.min(whole, kept(each.after(), byPoints).minorUnits());
            long kept = LoyaltyProgramme.share(accrual.points(), part, whole);
            Wallet wallet = Objects.requireNonNull(held.get(accrual.account()));
            if (kept < accrual.kept()) {
                wallet.reverse(accrual.kept() - kept, accrual.order());
            } else {
                wallet.earn(kept - accrual.kept(), accrual.order());
            }
            if (kept != accrual.kept()) {
                restated.put(accrual.order(), kept);
            }
        }
        if (!restated.isEmpty()) {
            Rows<Map.Entry<Order.Id, Long>> rows = Rows.of(restated.entrySet())
                    .with(ACCRUAL.ORDER_ID, Map.Entry::getKey)
                    .with(ACCRUAL.KEPT, Map.Entry::getValue);
            tx.sql()
                    .update(ACCRUAL)
                    .set(ACCRUAL.KEPT, rows.get(ACCRUAL.KEPT))
                    .from(rows.table())
                    .where(tx.owns(ACCRUAL))
                    .and(ACCRUAL.ORDER_ID.eq(rows.get(ACCRUAL.ORDER_ID)))
                    .execute();
        }
    }

    private void earn(
            TenantContext tx,
            List<Order> earning,
            Map<Order.Id, Wallet> earners,
            Map<Order.Id, MinorUnits> byPoints,
            Instant now) {
        Collection<Wallet> each = new HashSet<>(earners.values());
        var tierPoints = new HashMap<>(accounts.tierPoints(
                tx,
                each.stream()
                        .map(wallet -> new AccountRepository.TierQuestion(
                                wallet.account().id(), wallet.programme().windowStart(now)))
                        .toList()));
        List<LoyaltyEarnRule> rules = programmes.lockRules(
                tx,
                each.stream().map(wallet -> wallet.programme().id()).distinct().toList(),
                now);
        var left = new HashMap<LoyaltyEarnRule.Id, Long>();
        rules.stream()
                .filter(rule -> rule.budget() != null)
                .forEach(rule -> left.put(rule.id(), rule.budget() - rule.given()));
        boolean byGoods = rules.stream().anyMatch(rule -> !rule.isForEverything() || rule.perPiece() != null);
        Map<Order.Id, List<BoughtGoods>> goods = byGoods
                ? orders.goodsOf(tx, earners.keySet()).stream().collect(groupingBy(BoughtGoods::order))
                : Map.of();
        Map<Product.Id, Set<Category.Id>> above = rules.stream().anyMatch(rule -> rule.categoryId() != null)
                ? categories.above(tx, products(goods))
                : Map.of();
        var accruals = new ArrayList<Accrual>();
        var uses = new ArrayList<RuleUse>();
        for (Order order : earning) {
            Wallet wallet = Objects.requireNonNull(earners.get(order.id()));
            LoyaltyProgramme programme = wallet.programme();
            LoyaltyAccount.Id account = wallet.account().id();
            Money paid = kept(order, byPoints);
            Earning earned = Earning.of(
                    programme.rate(order.currency()).orElseThrow(),
                    programme.tier(tierPoints.getOrDefault(account, 0L)),
                    rules.stream()
                            .filter(rule -> rule.programmeId().equals(programme.id()))
                            .toList(),
                    left,
                    paid,
                    order.totals().total(),
                    goods.getOrDefault(order.id(), List.of()),
                    above);
            if (earned.points() > 0) {
                wallet.earn(earned.points(), order.id());
                accruals.add(new Accrual(order.id(), account, paid, earned.points(), earned.points(), now));
                tierPoints.merge(account, earned.points(), Long::sum);
                earned.bonuses().forEach((rule, points) -> {
                    left.computeIfPresent(rule, (id, budget) -> budget - points);
                    uses.add(new RuleUse(rule, order.id(), points));
                });
            }
        }
        write(tx, accruals, uses, left.keySet());
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

    /** @param budgeted rules that are held */
    private static void write(
            TenantContext tx, List<Accrual> accruals, List<RuleUse> uses, Set<LoyaltyEarnRule.Id> budgeted) {
        if (accruals.isEmpty()) {
            return;
        }
        Rows.of(accruals)
                .with(ACCRUAL.ORDER_ID, Accrual::order)
                .with(ACCRUAL.LOYALTY_ACCOUNT_ID, Accrual::account)
                .with(ACCRUAL.CURRENCY, each -> each.amount().currency())
                .with(ACCRUAL.AMOUNT, each -> each.amount().withoutCurrency())
                .with(ACCRUAL.POINTS, Accrual::points)
                .with(ACCRUAL.KEPT, Accrual::kept)
                .with(ACCRUAL.ACCRUED_AT, Accrual::at)
                .insertInto(tx, ACCRUAL)
                .execute();
        if (uses.isEmpty()) {
            return;
        }
        Rows.of(uses)
                .with(EARN_RULE_USE.EARN_RULE_ID, RuleUse::rule)
                .with(EARN_RULE_USE.ORDER_ID, RuleUse::order)
                .with(EARN_RULE_USE.POINTS, RuleUse::points)
                .insertInto(tx, EARN_RULE_USE)
                .execute();
        Map<LoyaltyEarnRule.Id, Long> given = uses.stream()
                .filter(use -> budgeted.contains(use.rule()))
                .collect(toMap(RuleUse::rule, RuleUse::points, Long::sum));
        if (given.isEmpty()) {
            return;
        }
        Rows<Map.Entry<LoyaltyEarnRule.Id, Long>> rows = Rows.of(given.entrySet().stream()
                        .sorted((a, b) ->
                                a.getKey().value().compareTo(b.getKey().value()))
                        .toList())
                .with(EARN_RULE.ID, Map.Entry::getKey)
                .with(EARN_RULE.GIVEN, Map.Entry::getValue);
        tx.sql()
                .update(EARN_RULE)
                .set(EARN_RULE.GIVEN, EARN_RULE.GIVEN.plus(rows.get(EARN_RULE.GIVEN)))
                .from(rows.table())
                .where(tx.owns(EARN_RULE))
                .and(EARN_RULE.ID.eq(rows.get(EARN_RULE.ID)))
                .execute();
    }

    private static Map<Order.Id, Accrual> accruals(TenantContext tx, Collection<Order.Id> ids) {
        return tx.sql()
                .select(
                        ACCRUAL.ORDER_ID,
                        ACCRUAL.LOYALTY_ACCOUNT_ID,
                        ACCRUAL.AMOUNT,
                        ACCRUAL.CURRENCY,
                        ACCRUAL.POINTS,
                        ACCRUAL.KEPT,
                        ACCRUAL.ACCRUED_AT)
                .from(ACCRUAL)
                .where(tx.owns(ACCRUAL))
                .and(Sql.isAny(ACCRUAL.ORDER_ID, ids))
                .fetchMap(
                        ACCRUAL.ORDER_ID,
                        row -> new Accrual(
                                row.value1(),
                                row.value2(),
                                row.value3().in(row.value4()),
                                row.value5(),
                                row.value6(),
                                row.value7()));
    }

    /** Of each order the earliest first. */
    private static Map<Order.Id, List<Redemption>> redemptions(TenantContext tx, Collection<Order.Id> ids) {
        return tx
                .sql()
                .select(
                        REDEMPTION.ID,
                        REDEMPTION.LOYALTY_ACCOUNT_ID,
                        REDEMPTION.ORDER_ID,
                        REDEMPTION.POINTS,
                        REDEMPTION.RETURNED,
                        REDEMPTION.AMOUNT,
                        REDEMPTION.CURRENCY,
                        REDEMPTION.EXPIRES_AT)
                .from(REDEMPTION)
                .where(tx.owns(REDEMPTION))
                .and(Sql.isAny(REDEMPTION.ORDER_ID, ids))
                .orderBy(REDEMPTION.ID)
                .fetch(row -> new Redemption(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6().in(row.value7()),
                        row.value8()))
                .stream()
                .collect(groupingBy(Redemption::order));
    }
}
