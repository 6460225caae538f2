package io.merkato.demo;

import static io.merkato.demo.CustomerBook.orNone;
import static io.merkato.jooq.loyalty.Tables.ACCRUAL;
import static io.merkato.jooq.loyalty.Tables.EARN_RULE_USE;
import static io.merkato.jooq.loyalty.Tables.REDEMPTION;
import static io.merkato.jooq.loyalty.Tables.REDEMPTION_LOT;

import io.merkato.catalog.Product;
import io.merkato.customer.Customer;
import io.merkato.ledger.Transfer;
import io.merkato.money.Money;
import io.merkato.ordering.NewOrder;
import io.merkato.ordering.Order;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the orders of a demo tenant earned, and what became of those points until the demo ends, as {@code loyalty} does it: in the order of time, and
 * over the nights in between.
 */
final class Points {

    /** When the data of the demo ends: what is due later is the nightly upkeep's. */
    private static final Instant END = Instant.parse("2026-11-20T04:00:00Z");

    private static final long MILLION = 1_000_000;

    /** @param kept what the customer kept of the order and paid for with money, from then on */
    private record Sight(Instant at, NewOrder order, Money kept, boolean paid, long spent) {}

    private record Holder(String programme, UUID customer) {}

    private record Kept(Instant at, Money amount, long points, Rows.Row row) {}

    private final DemoIds ids;
    private final PointsBook book;
    private final ProgrammeRows programmes;
    private final PointsRows rows;
    private final String staff;
    private final List<Sight> sights = new ArrayList<>();
    private final Map<Holder, PointsWallet> wallets = new LinkedHashMap<>();
    private final Map<Order.Id, Kept> accruals = new HashMap<>();
    private final Rows accrued = new Rows(ACCRUAL);
    private final Rows ruleUses = new Rows(EARN_RULE_USE);
    private final Rows redemptions = new Rows(REDEMPTION);
    private final Rows redemptionLots = new Rows(REDEMPTION_LOT);

    Points(DemoShop demo, String staff) {
        this.ids = demo.ids();
        this.book = PointsBook.of(demo);
        this.programmes = new ProgrammeRows(ids, book);
        this.rows = new PointsRows(ids);
        this.staff = staff;
    }

    /** How an order stands after something happened to it. */
    void seen(NewOrder order, Instant at, Money kept, boolean paid, long spent) {
        if (order.customerId() != null && programme(order, at) != null) {
            sights.add(new Sight(at, order, kept.minorUnits() < 0 ? Money.zero(kept.currency()) : kept, paid, spent));
        }
    }

    /** What points pay of an order. */
    Money worth(NewOrder order, long points) {
        PointsBook.Rate rate = rate(Objects.requireNonNull(programme(order, END)), order.currency())
                .orElseThrow();
        long of = Money.of(rate.redeemAmount(), order.currency()).minorUnits();
        return new Money(share(points, of, rate.redeemPoints()), order.currency());
    }

    /** @return what the ledger has to be told */
    List<Transfer> write(TenantContext tenant) {
        var gifts = new ArrayList<>(orNone(book.gifts()));
        sights.sort(Comparator.comparing(Sight::at));
        for (Sight sight : sights) {
            while (!gifts.isEmpty() && gifts.getFirst().at().isBefore(sight.at())) {
                give(gifts.removeFirst());
            }
            follow(sight);
        }
        gifts.forEach(this::give);
        wallets.values().forEach(wallet -> wallet.until(END));
        programmes.insert(tenant);
        rows.insert(tenant);
        List.of(accrued, ruleUses, redemptions, redemptionLots).forEach(each -> each.insert(tenant));
        return rows.transfers();
    }

    private void follow(Sight sight) {
        PointsBook.Programme programme = Objects.requireNonNull(programme(sight.order(), sight.at()));
        NewOrder order = sight.order();
        Kept before = accruals.get(order.id());
        if (before == null
                && sight.spent() == 0
                && (!sight.paid() || sight.kept().minorUnits() == 0)) {
            return;
        }
        PointsWallet wallet = wallet(programme, Objects.requireNonNull(order.customerId()), sight.at());
        wallet.until(sight.at());
        if (sight.spent() > 0) {
            redeem(wallet, sight);
        }
        if (before != null) {
            restate(wallet, sight, before);
        } else if (sight.paid() && sight.kept().minorUnits() > 0) {
            earn(wallet, programme, sight);
        }
    }

    private void redeem(PointsWallet wallet, Sight sight) {
        Money worth = worth(sight.order(), sight.spent());
        PointsWallet.Spent spent = wallet.redeem(
                sight.spent(),
                sight.order().id(),
                worth,
                Objects.toString(sight.order().email(), staff));
        redemptions
                .next()
                .set(REDEMPTION.ID, spent.movement())
                .set(REDEMPTION.LOYALTY_ACCOUNT_ID, wallet.id())
                .set(REDEMPTION.ORDER_ID, sight.order().id().value())
                .set(REDEMPTION.POINTS, sight.spent())
                .set(REDEMPTION.CURRENCY, worth.currency().getCurrencyCode())
                .set(REDEMPTION.AMOUNT, worth.withoutCurrency());
        redemptionLots
                .next()
                .set(REDEMPTION_LOT.REDEMPTION_ID, spent.movement())
                .set(REDEMPTION_LOT.POSITION, 0)
                .set(REDEMPTION_LOT.POINTS, sight.spent())
                .set(REDEMPTION_LOT.EXPIRES_AT, spent.lastExpiry());
    }

    private void earn(PointsWallet wallet, PointsBook.Programme programme, Sight sight) {
        Optional<PointsBook.Rate> rate = rate(programme, sight.order().currency());
        if (rate.isEmpty()) {
            return;
        }
        long plain = earned(rate.get(), sight.kept());
        long base = tier(programme, wallet, sight.at())
                .map(tier -> share(plain, millionths(tier.multiplier()), MILLION))
                .orElse(plain);
        long points = base;
        for (PointsBook.Rule rule : orNone(programme.rules())) {
            long most = more(rule, rate.get(), sight);
            long given = programmes.give(programme, rule, most);
            if (given > 0) {
                points += given;
                ruleUses.next()
                        .set(EARN_RULE_USE.EARN_RULE_ID, programmes.rule(programme, rule))
                        .set(EARN_RULE_USE.ORDER_ID, sight.order().id().value())
                        .set(EARN_RULE_USE.POINTS, given)
                        .set(EARN_RULE_USE.KEPT, given);
            }
        }
        if (points == 0) {
            return;
        }
        wallet.earn(points, sight.order().id());
        Rows.Row row = accrued.next()
                .set(ACCRUAL.ORDER_ID, sight.order().id().value())
                .set(ACCRUAL.LOYALTY_ACCOUNT_ID, wallet.id())
                .set(ACCRUAL.CURRENCY, sight.order().currency().getCurrencyCode())
                .set(ACCRUAL.AMOUNT, sight.kept().withoutCurrency())
                .set(ACCRUAL.TOTAL, sight.order().totals().total().withoutCurrency())
                .set(ACCRUAL.BASE, base)
                .set(ACCRUAL.POINTS, points)
                .set(ACCRUAL.KEPT, points)
                .set(ACCRUAL.ACCRUED_AT, sight.at());
        accruals.put(sight.order().id(), new Kept(sight.at(), sight.kept(), points, row));
        wallet.counts(sight.at(), points);
    }

    /** In proportion to what is kept of what points were earned for. */
    private void restate(PointsWallet wallet, Sight sight, Kept accrual) {
        long whole = accrual.amount().minorUnits();
        long kept = share(accrual.points(), Math.min(whole, sight.kept().minorUnits()), whole);
        long before = ((Number) Objects.requireNonNull(accrual.row().values().get(ACCRUAL.KEPT.getName()))).longValue();
        if (kept < before) {
            wallet.reverse(before - kept, sight.order().id());
        } else if (kept > before) {
            wallet.earn(kept - before, sight.order().id());
        }
        accrual.row().set(ACCRUAL.KEPT, kept);
        wallet.counts(accrual.at(), kept - before);
    }

    private void give(PointsBook.Gift gift) {
        PointsBook.Programme programme = book.programmes().stream()
                .filter(each -> each.code().equals(gift.programme()))
                .findFirst()
                .orElseThrow();
        PointsWallet wallet = wallet(programme, new Customer.Id(ids.of("customer", gift.to())), gift.at());
        wallet.until(gift.at());
        wallet.give(gift.points(), gift.reason(), staff);
    }

    private PointsWallet wallet(PointsBook.Programme programme, Customer.Id customer, Instant at) {
        return wallets.computeIfAbsent(
                new Holder(programme.code(), customer.value()),
                holder -> new PointsWallet(rows, programmes.id(programme), programme, customer, at));
    }

    private PointsBook.@Nullable Programme programme(NewOrder order, Instant at) {
        PointsBook.Programme found = null;
        for (PointsBook.Programme each : book.programmes()) {
            boolean own = each.store() != null
                    && ids.of("store", each.store()).equals(order.storeId().value());
            if (!each.since().isAfter(at) && (own || each.store() == null && found == null)) {
                found = each;
            }
        }
        return found;
    }

    private static Optional<PointsBook.Rate> rate(PointsBook.Programme programme, Currency currency) {
        return programme.rates().stream()
                .filter(rate -> rate.currency().equals(currency))
                .findFirst();
    }

    private static Optional<PointsBook.Tier> tier(PointsBook.Programme programme, PointsWallet wallet, Instant at) {
        Instant since = programme.tierWindowMonths() == null
                ? Instant.EPOCH
                : at.atOffset(ZoneOffset.UTC)
                        .minusMonths(programme.tierWindowMonths())
                        .toInstant();
        long points = wallet.counted(since);
        return programme.tiers().stream()
                .filter(tier -> tier.threshold() <= points)
                .max(Comparator.comparing(PointsBook.Tier::threshold));
    }

    private static long earned(PointsBook.Rate rate, Money amount) {
        return share(
                amount.minorUnits(),
                rate.earnPoints(),
                Money.of(rate.earnAmount(), amount.currency()).minorUnits());
    }

    /** What a rule would give beside the rate, were there no budget. */
    private long more(PointsBook.Rule rule, PointsBook.Rate rate, Sight sight) {
        if (rule.from().isAfter(sight.at())
                || rule.until() != null && !rule.until().isAfter(sight.at())) {
            return 0;
        }
        List<NewOrder.Line> lines = sight.order().lines().stream()
                .filter(line -> rule.product() == null
                        || new Product.Id(ids.of("product", rule.product())).equals(line.productId()))
                .toList();
        if (rule.perPiece() != null) {
            return rule.perPiece()
                    * lines.stream().mapToLong(NewOrder.Line::quantity).sum();
        }
        long of = lines.stream()
                .mapToLong(line -> line.amounts().total().minorUnits())
                .sum();
        Money part = rule.product() == null
                ? sight.kept()
                : new Money(
                        share(
                                sight.kept().minorUnits(),
                                of,
                                sight.order().totals().total().minorUnits()),
                        sight.kept().currency());
        return share(earned(rate, part), millionths(Objects.requireNonNull(rule.multiplier())) - MILLION, MILLION);
    }

    static long millionths(BigDecimal multiplier) {
        return multiplier.movePointRight(6).longValueExact();
    }

    private static long share(long number, long part, long whole) {
        return BigInteger.valueOf(number)
                .multiply(BigInteger.valueOf(part))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }
}
