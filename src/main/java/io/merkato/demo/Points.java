package io.merkato.demo;

import static io.merkato.demo.CustomerBook.orNone;
import static io.merkato.jooq.loyalty.Tables.ACCRUAL;
import static io.merkato.jooq.loyalty.Tables.EARN_RULE_USE;
import static io.merkato.jooq.loyalty.Tables.REDEMPTION;
import static io.merkato.jooq.loyalty.Tables.REDEMPTION_LOT;

import io.merkato.catalog.Product;
import io.merkato.customer.Customer;
import io.merkato.ledger.AccountCode;
import io.merkato.ledger.Transfer;
import io.merkato.ledger.TransferKind;
import io.merkato.loyalty.LoyaltyMovement;
import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.ordering.Discount;
import io.merkato.ordering.NewOrder;
import io.merkato.ordering.Order;
import io.merkato.store.SalesChannel;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the orders of a demo tenant earned, and what became of those points until the demo ends, as {@code loyalty} does it: in the order of time, and
 * over the nights in between.
 */
final class Points {

    /** When the data of the demo ends: what is due later is the nightly upkeep's. */
    private static final Instant END = Instant.parse("2026-11-20T04:00:00Z");

    private static final long MILLION = 1_000_000;

    /**
     * @param kept what the customer kept of the order and paid for with money, from then on
     * @param spent by what happened; null for none
     */
    private record Sight(
            Instant at,
            NewOrder order,
            Money kept,
            boolean paid,
            @Nullable Spent spent) {}

    /** @param discount whether they took something off, or paid for something */
    private record Spent(long points, Money worth, boolean discount) {}

    private record Deed(Instant at, Runnable what) {}

    private record Holder(String programme, UUID customer) {}

    private record Kept(Instant at, Money amount, long points, Rows.Row row) {}

    private final DemoIds ids;
    private final PointsBook book;
    private final ProgrammeRows programmes;
    private final PointsRows rows;
    private final CashbackRows cashback;
    private final ReferralRows referrals;
    private final TenantContext tenant;
    private final String staff;
    private final List<Sight> sights = new ArrayList<>();
    private final Map<Holder, PointsWallet> wallets = new LinkedHashMap<>();
    private final Map<Order.Id, Kept> accruals = new HashMap<>();
    private final Map<Order.Id, Money> cashbacks = new HashMap<>();
    private final Rows accrued = new Rows(ACCRUAL);
    private final Rows ruleUses = new Rows(EARN_RULE_USE);
    private final Rows redemptions = new Rows(REDEMPTION);
    private final Rows redemptionLots = new Rows(REDEMPTION_LOT);

    Points(TenantContext tenant, DemoShop demo, String staff) {
        this.tenant = tenant;
        this.ids = demo.ids();
        this.book = PointsBook.of(demo);
        this.programmes = new ProgrammeRows(ids, book);
        this.rows = new PointsRows(ids);
        this.cashback = new CashbackRows(tenant, ids);
        this.referrals = new ReferralRows(ids);
        this.staff = staff;
    }

    /** How an order stands after something happened to it. @param spent how many points paid for some of it by that */
    void seen(NewOrder order, Instant at, Money kept, boolean paid, @Nullable Long spent) {
        if (order.customerId() != null && programme(order, at) != null) {
            Spent points = spent == null ? null : new Spent(spent, worth(order, spent), false);
            sights.add(new Sight(at, order, kept, paid, points));
        }
    }

    /** Points that took something off an order when it was placed; null for none. */
    void tookOff(NewOrder order, @Nullable Long points) {
        if (points == null) {
            return;
        }
        Money none = Money.zero(order.currency());
        Money off = Discount.byPoints(
                order.lines().stream().map(NewOrder.Line::amounts).toList(), none);
        sights.add(new Sight(order.placedAt(), order, none, false, new Spent(points, off, true)));
    }

    /** What points pay of an order. */
    Money worth(NewOrder order, long points) {
        return Objects.requireNonNull(programme(order, END))
                .rate(order.currency())
                .orElseThrow()
                .worth(points);
    }

    /** @return what the ledger has to be told */
    List<Transfer> write() {
        sights.sort(Comparator.comparing(Sight::at));
        List<Deed> deeds = deeds();
        for (Sight sight : sights) {
            while (!deeds.isEmpty() && deeds.getFirst().at().isBefore(sight.at())) {
                deeds.removeFirst().what().run();
            }
            follow(sight);
        }
        deeds.forEach(deed -> deed.what().run());
        wallets.values().forEach(wallet -> wallet.until(END));
        programmes.insert(tenant);
        rows.insert(tenant);
        List.of(accrued, ruleUses, redemptions, redemptionLots).forEach(each -> each.insert(tenant));
        referrals.insert(tenant);
        return Stream.concat(rows.transfers().stream(), cashback.insert().stream())
                .toList();
    }

    /** What happens to points but for orders, in the order of time. */
    private List<Deed> deeds() {
        var deeds = new ArrayList<Deed>();
        orNone(book.gifts()).forEach(each -> deeds.add(new Deed(each.at(), () -> give(each))));
        orNone(book.conversions()).forEach(each -> deeds.add(new Deed(each.at(), () -> convert(each))));
        for (PointsBook.Invitation each : orNone(book.invitations())) {
            PointsBook.Programme programme = book.programme(each.programme());
            deeds.add(new Deed(
                    each.at(), () -> referrals.invite(each, wallet(programme, customer(each.by()), each.at()))));
            Instant accepted = each.accepted();
            if (each.to() != null && accepted != null) {
                Customer.Id to = customer(each.to());
                deeds.add(new Deed(
                        accepted,
                        () -> referrals.accept(
                                each,
                                Objects.requireNonNull(programme.referral()),
                                wallet(programme, customer(each.by()), accepted),
                                wallet(programme, to, accepted),
                                to)));
            }
        }
        deeds.sort(Comparator.comparing(Deed::at));
        return deeds;
    }

    private void follow(Sight sight) {
        PointsBook.Programme programme = Objects.requireNonNull(programme(sight.order(), sight.at()));
        NewOrder order = sight.order();
        Kept before = accruals.get(order.id());
        boolean paid = sight.paid() && sight.kept().minorUnits() > 0;
        if (before == null && sight.spent() == null && !paid) {
            return;
        }
        PointsWallet wallet = wallet(programme, Objects.requireNonNull(order.customerId()), sight.at());
        wallet.until(sight.at());
        if (sight.spent() != null) {
            redeem(wallet, sight, sight.spent());
        }
        if (paid) {
            referrals.reward(order, sight.kept(), wallet, sight.at());
            giveCashback(wallet, programme, sight);
        }
        if (before != null) {
            restate(wallet, sight, before);
        } else if (paid) {
            earn(wallet, programme, sight);
        }
    }

    private void giveCashback(PointsWallet wallet, PointsBook.Programme programme, Sight sight) {
        NewOrder order = sight.order();
        Money paid = sight.kept();
        BigDecimal percent =
                programme.rate(order.currency()).map(PointsBook.Rate::cashback).orElse(null);
        if (percent == null || order.channel() == SalesChannel.EXTERNAL) {
            return;
        }
        Money before = cashbacks.putIfAbsent(order.id(), paid);
        if (before == null) {
            Instant matures = sight.at().plus(Duration.ofDays(programme.maturationDays()));
            cashback.grant(
                    new CashbackRows.Granted(
                            wallet.account(),
                            Objects.requireNonNull(order.customerId()),
                            order.id(),
                            paid,
                            paid.portion(Rate.ofPercent(percent)),
                            sight.at(),
                            matures,
                            PointsWallet.night(matures)),
                    END);
        } else if (!before.equals(paid)) {
            throw new IllegalArgumentException(order.id() + ": cashback of the demo is kept whole");
        }
    }

    private void redeem(PointsWallet wallet, Sight sight, Spent points) {
        Money worth = points.worth();
        PointsWallet.Spent spent = wallet.spend(
                LoyaltyMovement.Kind.REDEEMED,
                points.points(),
                sight.order().id(),
                worth,
                Objects.toString(sight.order().email(), staff));
        redemptions
                .next()
                .set(REDEMPTION.ID, spent.movement())
                .set(REDEMPTION.LOYALTY_ACCOUNT_ID, wallet.id())
                .set(REDEMPTION.ORDER_ID, sight.order().id().value())
                .set(REDEMPTION.POINTS, points.points())
                .set(REDEMPTION.DISCOUNT, points.discount())
                .set(REDEMPTION.CURRENCY, worth.currency().getCurrencyCode())
                .set(REDEMPTION.AMOUNT, worth.withoutCurrency());
        redemptionLots
                .next()
                .set(REDEMPTION_LOT.REDEMPTION_ID, spent.movement())
                .set(REDEMPTION_LOT.POSITION, 0)
                .set(REDEMPTION_LOT.POINTS, points.points())
                .set(REDEMPTION_LOT.EXPIRES_AT, spent.lastExpiry());
    }

    private void earn(PointsWallet wallet, PointsBook.Programme programme, Sight sight) {
        Optional<PointsBook.Rate> rate = programme.rate(sight.order().currency());
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
        wallet.earn(LoyaltyMovement.Kind.EARNED, points, sight.order().id());
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
            wallet.earn(
                    LoyaltyMovement.Kind.EARNED, kept - before, sight.order().id());
        }
        accrual.row().set(ACCRUAL.KEPT, kept);
        wallet.counts(accrual.at(), kept - before);
    }

    private void give(PointsBook.Gift gift) {
        PointsWallet wallet = wallet(book.programme(gift.programme()), customer(gift.to()), gift.at());
        wallet.until(gift.at());
        wallet.give(gift.points(), gift.reason(), staff);
    }

    private void convert(PointsBook.Conversion conversion) {
        PointsBook.Programme programme = book.programme(conversion.programme());
        Customer.Id customer = customer(conversion.by());
        PointsWallet wallet = wallet(programme, customer, conversion.at());
        wallet.until(conversion.at());
        Money worth = programme.rate(conversion.currency()).orElseThrow().worth(conversion.points());
        var made = new LoyaltyMovement.Id(
                wallet.spend(LoyaltyMovement.Kind.CONVERTED, conversion.points(), null, worth, conversion.by())
                        .movement());
        rows.transfers()
                .add(Transfer.of(TransferKind.STORE_CREDIT_CONVERTED, made, customer, conversion.at())
                        .debit(AccountCode.LOYALTY_EXPENSE, tenant.id(), worth)
                        .credit(AccountCode.STORE_CREDIT, customer, worth));
    }

    /** @param key as customers.json has it */
    private Customer.Id customer(String key) {
        return new Customer.Id(ids.of("customer", key));
    }

    private PointsWallet wallet(PointsBook.Programme programme, Customer.Id customer, Instant at) {
        return wallets.computeIfAbsent(
                new Holder(programme.code(), customer.value()),
                holder -> new PointsWallet(rows, programmes.id(programme), programme, customer, at));
    }

    private PointsBook.@Nullable Programme programme(NewOrder order, Instant at) {
        return book.of(ids, order.storeId(), at);
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

    static long share(long number, long part, long whole) {
        return BigInteger.valueOf(number)
                .multiply(BigInteger.valueOf(part))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }
}
