package io.merkato.demo;

import io.merkato.money.Money;
import io.merkato.store.Store;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How customers of a demo tenant earn points and cashback, whom they invited, and what became of points but for orders: db/demo/&lt;slug&gt;/loyalty.json. */
record PointsBook(
        List<Programme> programmes,
        @Nullable List<Gift> gifts,
        @Nullable List<Conversion> conversions,
        @Nullable List<Invitation> invitations) {

    /** @param store its code; null for every store that has none of its own */
    record Programme(
            String code,
            String name,
            @Nullable String store,
            Instant since,
            int maturationDays,
            @Nullable Integer expiryMonths,
            @Nullable Integer tierWindowMonths,
            long minimumPoints,
            List<Rate> rates,
            List<Tier> tiers,
            @Nullable Referral referral,
            @Nullable List<Rule> rules) {

        Optional<Rate> rate(Currency currency) {
            return rates.stream()
                    .filter(rate -> rate.currency().equals(currency))
                    .findFirst();
        }
    }

    /**
     * {@code earnPoints} for each {@code earnAmount}; {@code redeemPoints} are worth {@code redeemAmount}.
     *
     * @param cashback per cent of whatever was paid, by the word of staff too; null for none
     */
    record Rate(
            Currency currency,
            long earnPoints,
            BigDecimal earnAmount,
            long redeemPoints,
            BigDecimal redeemAmount,
            @Nullable BigDecimal cashback) {

        Money worth(long points) {
            long each = Money.of(redeemAmount, currency).minorUnits();
            return new Money(Points.share(points, each, redeemPoints), currency);
        }
    }

    record Tier(
            String name,
            long threshold,
            BigDecimal multiplier,
            @Nullable String benefits) {}

    /** What both get for the first order, where it comes to so much. */
    record Referral(long inviterPoints, long inviteePoints, Map<Currency, BigDecimal> minimumOrders) {}

    /**
     * What earns more.
     *
     * @param product its handle; null for everything
     * @param multiplier null where each piece gives {@code perPiece}
     */
    record Rule(
            String name,
            @Nullable String product,
            @Nullable BigDecimal multiplier,
            @Nullable Long perPiece,
            Instant from,
            @Nullable Instant until,
            @Nullable Long budget) {}

    /** Points that staff gave somebody of customers.json. */
    record Gift(Instant at, String programme, String to, long points, String reason) {}

    /** Points that somebody of customers.json made store credit of. */
    record Conversion(Instant at, String programme, String by, long points, Currency currency) {}

    /**
     * From one of customers.json, who sends no second one that day.
     *
     * @param to who accepted it; null where nobody did
     */
    record Invitation(
            Instant at,
            String programme,
            String by,
            String code,
            @Nullable String to,
            @Nullable Instant accepted) {}

    static PointsBook of(DemoShop demo) {
        return demo.read("loyalty.json", PointsBook.class);
    }

    Programme programme(String code) {
        return programmes.stream()
                .filter(each -> each.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    /** The store's own where it has one. */
    @Nullable
    Programme of(DemoIds ids, Store.Id store, Instant at) {
        Programme found = null;
        for (Programme each : programmes) {
            boolean own = each.store() != null && ids.of("store", each.store()).equals(store.value());
            if (!each.since().isAfter(at) && (own || each.store() == null && found == null)) {
                found = each;
            }
        }
        return found;
    }
}
