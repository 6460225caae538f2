package io.merkato.demo;

import static io.merkato.demo.CustomerBook.orNone;
import static io.merkato.jooq.loyalty.Tables.EARN_RULE;
import static io.merkato.jooq.loyalty.Tables.PROGRAMME;
import static io.merkato.jooq.loyalty.Tables.PROGRAMME_RATE;
import static io.merkato.jooq.loyalty.Tables.REFERRAL_MINIMUM;
import static io.merkato.jooq.loyalty.Tables.TIER;

import io.merkato.loyalty.LoyaltyProgramme;
import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.tenancy.TenantContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The loyalty programmes of a demo tenant, and how much of its campaigns' budgets is given. */
final class ProgrammeRows {

    private final DemoIds ids;
    private final PointsBook book;
    private final Map<UUID, Long> given = new HashMap<>();

    ProgrammeRows(DemoIds ids, PointsBook book) {
        this.ids = ids;
        this.book = book;
    }

    LoyaltyProgramme.Id id(PointsBook.Programme programme) {
        return new LoyaltyProgramme.Id(ids.at(programme.since(), "loyalty programme", programme.code()));
    }

    UUID rule(PointsBook.Programme programme, PointsBook.Rule rule) {
        return ids.at(rule.from(), "earn rule", programme.code(), rule.name());
    }

    /** As far as the budget goes. */
    long give(PointsBook.Programme programme, PointsBook.Rule rule, long points) {
        if (rule.budget() == null) {
            return points;
        }
        UUID id = rule(programme, rule);
        long now = Math.min(points, rule.budget() - given.getOrDefault(id, 0L));
        given.merge(id, now, Long::sum);
        return now;
    }

    void insert(TenantContext tenant) {
        var programmes = new Rows(PROGRAMME);
        var rates = new Rows(PROGRAMME_RATE);
        var minimums = new Rows(REFERRAL_MINIMUM);
        var tiers = new Rows(TIER);
        var rules = new Rows(EARN_RULE);
        for (PointsBook.Programme programme : book.programmes()) {
            UUID id = id(programme).value();
            programmes
                    .next()
                    .set(PROGRAMME.ID, id)
                    .set(PROGRAMME.STORE_ID, programme.store() == null ? null : ids.of("store", programme.store()))
                    .set(PROGRAMME.NAME, programme.name())
                    .set(PROGRAMME.MATURATION_DAYS, programme.maturationDays())
                    .set(PROGRAMME.EXPIRY_MONTHS, programme.expiryMonths())
                    .set(PROGRAMME.TIER_WINDOW_MONTHS, programme.tierWindowMonths())
                    .set(PROGRAMME.MINIMUM_POINTS, programme.minimumPoints())
                    .set(
                            PROGRAMME.REFERRAL_INVITER_POINTS,
                            programme.referral() == null
                                    ? null
                                    : programme.referral().inviterPoints())
                    .set(
                            PROGRAMME.REFERRAL_INVITEE_POINTS,
                            programme.referral() == null
                                    ? null
                                    : programme.referral().inviteePoints())
                    .set(
                            PROGRAMME.CASHBACK_ON_MANUAL,
                            programme.rates().stream().anyMatch(rate -> rate.cashback() != null))
                    .set(PROGRAMME.CREATED_AT, programme.since())
                    .set(PROGRAMME.UPDATED_AT, programme.since());
            if (programme.referral() != null) {
                programme
                        .referral()
                        .minimumOrders()
                        .forEach((currency, amount) -> minimums.next()
                                .set(REFERRAL_MINIMUM.PROGRAMME_ID, id)
                                .set(REFERRAL_MINIMUM.CURRENCY, currency.getCurrencyCode())
                                .set(
                                        REFERRAL_MINIMUM.AMOUNT,
                                        Money.of(amount, currency).withoutCurrency()));
            }
            for (PointsBook.Rate rate : programme.rates()) {
                rates.next()
                        .set(PROGRAMME_RATE.PROGRAMME_ID, id)
                        .set(PROGRAMME_RATE.CURRENCY, rate.currency().getCurrencyCode())
                        .set(PROGRAMME_RATE.EARN_POINTS, rate.earnPoints())
                        .set(
                                PROGRAMME_RATE.EARN_AMOUNT,
                                Money.of(rate.earnAmount(), rate.currency()).withoutCurrency())
                        .set(PROGRAMME_RATE.REDEEM_POINTS, rate.redeemPoints())
                        .set(
                                PROGRAMME_RATE.REDEEM_AMOUNT,
                                Money.of(rate.redeemAmount(), rate.currency()).withoutCurrency())
                        .set(
                                PROGRAMME_RATE.CASHBACK_RATE,
                                rate.cashback() == null
                                        ? null
                                        : Rate.ofPercent(rate.cashback()).partsPerMillion());
            }
            for (int i = 0; i < programme.tiers().size(); i++) {
                PointsBook.Tier tier = programme.tiers().get(i);
                tiers.next()
                        .set(TIER.PROGRAMME_ID, id)
                        .set(TIER.POSITION, i)
                        .set(TIER.THRESHOLD, tier.threshold())
                        .set(TIER.NAME, tier.name())
                        .set(TIER.MULTIPLIER, Points.millionths(tier.multiplier()))
                        .set(TIER.BENEFITS, tier.benefits());
            }
            for (PointsBook.Rule rule : orNone(programme.rules())) {
                UUID of = rule(programme, rule);
                rules.next()
                        .set(EARN_RULE.ID, of)
                        .set(EARN_RULE.PROGRAMME_ID, id)
                        .set(EARN_RULE.NAME, rule.name())
                        .set(EARN_RULE.PRODUCT_ID, rule.product() == null ? null : ids.of("product", rule.product()))
                        .set(
                                EARN_RULE.MULTIPLIER,
                                rule.multiplier() == null ? null : Points.millionths(rule.multiplier()))
                        .set(EARN_RULE.PER_PIECE, rule.perPiece())
                        .set(EARN_RULE.STARTS_AT, rule.from())
                        .set(EARN_RULE.ENDS_AT, rule.until())
                        .set(EARN_RULE.BUDGET, rule.budget())
                        .set(EARN_RULE.GIVEN, given.getOrDefault(of, 0L))
                        .set(EARN_RULE.CREATED_AT, rule.from());
            }
        }
        List.of(programmes, rates, minimums, tiers, rules).forEach(rows -> rows.insert(tenant));
    }
}
