package io.merkato.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How customers of a demo tenant earn points, and what staff gave them: db/demo/&lt;slug&gt;/loyalty.json. */
record PointsBook(List<Programme> programmes, @Nullable List<Gift> gifts) {

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
            @Nullable List<Rule> rules) {}

    /** {@code earnPoints} for each {@code earnAmount}; {@code redeemPoints} are worth {@code redeemAmount}. */
    record Rate(
            Currency currency, long earnPoints, BigDecimal earnAmount, long redeemPoints, BigDecimal redeemAmount) {}

    record Tier(
            String name,
            long threshold,
            BigDecimal multiplier,
            @Nullable String benefits) {}

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

    static PointsBook of(DemoShop demo) {
        return demo.read("loyalty.json", PointsBook.class);
    }
}
