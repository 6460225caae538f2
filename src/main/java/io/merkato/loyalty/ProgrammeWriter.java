package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.EARN_RULE;
import static io.merkato.jooq.loyalty.Tables.PROGRAMME;
import static io.merkato.jooq.loyalty.Tables.PROGRAMME_RATE;
import static io.merkato.jooq.loyalty.Tables.REFERRAL_MINIMUM;
import static io.merkato.jooq.loyalty.Tables.TIER;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Given;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** How programmes and rules come to be and change. */
@Repository
class ProgrammeWriter {

    private record At<T>(int index, T item) {}

    private final ProgrammeRepository programmes;

    ProgrammeWriter(ProgrammeRepository programmes) {
        this.programmes = programmes;
    }

    LoyaltyProgramme insert(TenantContext tx, LoyaltyProgramme programme) {
        tx.sql()
                .insertInto(PROGRAMME)
                .set(PROGRAMME.TENANT_ID, tx.id())
                .set(PROGRAMME.ID, programme.id())
                .set(PROGRAMME.STORE_ID, programme.storeId())
                .set(columns(programme))
                .execute();
        writeRates(tx, programme);
        writeTiers(tx, programme);
        writeMinimums(tx, programme);
        return now(tx, programme.id());
    }

    /** Keeps others from changing the programme until the transaction ends. */
    LoyaltyProgramme lock(TenantContext tx, LoyaltyProgramme.Id id) {
        boolean there = tx.sql()
                .select(PROGRAMME.ID)
                .from(PROGRAMME)
                .where(tx.owns(PROGRAMME))
                .and(PROGRAMME.ID.eq(id))
                .forNoKeyUpdate()
                .fetchOptional()
                .isPresent();
        if (!there) {
            throw Given.nothing("id");
        }
        return now(tx, id);
    }

    LoyaltyProgramme update(TenantContext tx, LoyaltyProgramme before, LoyaltyProgramme after) {
        tx.sql()
                .update(PROGRAMME)
                .set(columns(after))
                .set(PROGRAMME.VERSION, PROGRAMME.VERSION.plus(1))
                .set(PROGRAMME.UPDATED_AT, Instant.now())
                .where(tx.owns(PROGRAMME))
                .and(PROGRAMME.ID.eq(after.id()))
                .execute();
        if (!before.rates().equals(after.rates())) {
            tx.sql()
                    .deleteFrom(PROGRAMME_RATE)
                    .where(tx.owns(PROGRAMME_RATE))
                    .and(PROGRAMME_RATE.PROGRAMME_ID.eq(after.id()))
                    .execute();
            writeRates(tx, after);
        }
        if (!before.tiers().equals(after.tiers())) {
            tx.sql()
                    .deleteFrom(TIER)
                    .where(tx.owns(TIER))
                    .and(TIER.PROGRAMME_ID.eq(after.id()))
                    .execute();
            writeTiers(tx, after);
        }
        if (!before.minimumOrders().equals(after.minimumOrders())) {
            tx.sql()
                    .deleteFrom(REFERRAL_MINIMUM)
                    .where(tx.owns(REFERRAL_MINIMUM))
                    .and(REFERRAL_MINIMUM.PROGRAMME_ID.eq(after.id()))
                    .execute();
            writeMinimums(tx, after);
        }
        return now(tx, after.id());
    }

    LoyaltyEarnRule insert(TenantContext tx, LoyaltyEarnRule rule) {
        tx.sql()
                .insertInto(EARN_RULE)
                .set(EARN_RULE.TENANT_ID, tx.id())
                .set(EARN_RULE.ID, rule.id())
                .set(EARN_RULE.PROGRAMME_ID, rule.programmeId())
                .set(EARN_RULE.NAME, rule.name())
                .set(EARN_RULE.PRODUCT_ID, rule.productId())
                .set(EARN_RULE.CATEGORY_ID, rule.categoryId())
                .set(EARN_RULE.MULTIPLIER, rule.multiplier())
                .set(EARN_RULE.PER_PIECE, rule.perPiece())
                .set(EARN_RULE.STARTS_AT, rule.startsAt())
                .set(EARN_RULE.ENDS_AT, rule.endsAt())
                .set(EARN_RULE.BUDGET, rule.budget())
                .execute();
        return now(tx, rule.id());
    }

    LoyaltyEarnRule lock(TenantContext tx, LoyaltyEarnRule.Id id) {
        boolean there = tx.sql()
                .select(EARN_RULE.ID)
                .from(EARN_RULE)
                .where(tx.owns(EARN_RULE))
                .and(EARN_RULE.ID.eq(id))
                .forUpdate()
                .fetchOptional()
                .isPresent();
        if (!there) {
            throw Given.nothing("id");
        }
        return now(tx, id);
    }

    LoyaltyEarnRule update(TenantContext tx, LoyaltyEarnRule rule) {
        tx.sql()
                .update(EARN_RULE)
                .set(EARN_RULE.NAME, rule.name())
                .set(EARN_RULE.MULTIPLIER, rule.multiplier())
                .set(EARN_RULE.PER_PIECE, rule.perPiece())
                .set(EARN_RULE.STARTS_AT, rule.startsAt())
                .set(EARN_RULE.ENDS_AT, rule.endsAt())
                .set(EARN_RULE.BUDGET, rule.budget())
                .set(EARN_RULE.VERSION, EARN_RULE.VERSION.plus(1))
                .set(EARN_RULE.UPDATED_AT, Instant.now())
                .where(tx.owns(EARN_RULE))
                .and(EARN_RULE.ID.eq(rule.id()))
                .execute();
        return now(tx, rule.id());
    }

    /** Over by then: one that has not begun is moved to just before, where it holds for nothing that is to come. */
    LoyaltyEarnRule end(TenantContext tx, LoyaltyEarnRule rule, Instant at) {
        tx.sql()
                .update(EARN_RULE)
                .set(
                        EARN_RULE.STARTS_AT,
                        least(EARN_RULE.STARTS_AT, val(at.minus(1, ChronoUnit.MICROS), EARN_RULE.STARTS_AT)))
                .set(EARN_RULE.ENDS_AT, at)
                .set(EARN_RULE.VERSION, EARN_RULE.VERSION.plus(1))
                .set(EARN_RULE.UPDATED_AT, Instant.now())
                .where(tx.owns(EARN_RULE))
                .and(EARN_RULE.ID.eq(rule.id()))
                .execute();
        return now(tx, rule.id());
    }

    private LoyaltyProgramme now(TenantContext tx, LoyaltyProgramme.Id id) {
        return Objects.requireNonNull(programmes.byId(tx, List.of(id)).get(id));
    }

    private LoyaltyEarnRule now(TenantContext tx, LoyaltyEarnRule.Id id) {
        return Objects.requireNonNull(programmes.ruleById(tx, List.of(id)).get(id));
    }

    private static <T> List<At<T>> numbered(List<T> items) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> new At<>(i, items.get(i)))
                .toList();
    }

    private static void writeRates(TenantContext tx, LoyaltyProgramme programme) {
        if (programme.rates().isEmpty()) {
            return;
        }
        tx.write(
                numbered(programme.rates()),
                rate -> List.of("input", "rates", "" + rate.index()),
                some -> Rows.of(some)
                        .with(PROGRAMME_RATE.PROGRAMME_ID, rate -> programme.id())
                        .with(PROGRAMME_RATE.CURRENCY, rate -> rate.item().currency())
                        .with(PROGRAMME_RATE.EARN_POINTS, rate -> rate.item().earnPoints())
                        .with(
                                PROGRAMME_RATE.EARN_AMOUNT,
                                rate -> rate.item().earnAmount().withoutCurrency())
                        .with(PROGRAMME_RATE.REDEEM_POINTS, rate -> rate.item().redeemPoints())
                        .with(
                                PROGRAMME_RATE.REDEEM_AMOUNT,
                                rate -> rate.item().redeemAmount().withoutCurrency())
                        .with(PROGRAMME_RATE.CASHBACK_RATE, rate -> rate.item().cashback())
                        .insertInto(tx, PROGRAMME_RATE)
                        .execute());
    }

    private static void writeTiers(TenantContext tx, LoyaltyProgramme programme) {
        if (programme.tiers().isEmpty()) {
            return;
        }
        tx.write(
                numbered(programme.tiers()),
                tier -> List.of("input", "tiers", "" + tier.index()),
                some -> Rows.of(some)
                        .with(TIER.PROGRAMME_ID, tier -> programme.id())
                        .with(TIER.POSITION, At::index)
                        .with(TIER.THRESHOLD, tier -> tier.item().threshold())
                        .with(TIER.NAME, tier -> tier.item().name())
                        .with(TIER.MULTIPLIER, tier -> tier.item().multiplier())
                        .with(TIER.BENEFITS, tier -> tier.item().benefits())
                        .insertInto(tx, TIER)
                        .execute());
    }

    private static void writeMinimums(TenantContext tx, LoyaltyProgramme programme) {
        if (!programme.minimumOrders().isEmpty()) {
            tx.write(
                    numbered(programme.minimumOrders()),
                    minimum -> List.of("input", "referral", "minimumOrders", "" + minimum.index()),
                    some -> Rows.of(some)
                            .with(REFERRAL_MINIMUM.PROGRAMME_ID, minimum -> programme.id())
                            .with(
                                    REFERRAL_MINIMUM.CURRENCY,
                                    minimum -> minimum.item().currency())
                            .with(
                                    REFERRAL_MINIMUM.AMOUNT,
                                    minimum -> minimum.item().withoutCurrency())
                            .insertInto(tx, REFERRAL_MINIMUM)
                            .execute());
        }
    }

    private static Map<Field<?>, @Nullable Object> columns(LoyaltyProgramme programme) {
        var columns = new HashMap<Field<?>, @Nullable Object>();
        columns.put(PROGRAMME.NAME, programme.name());
        columns.put(PROGRAMME.STATUS, programme.status());
        columns.put(PROGRAMME.MATURATION_DAYS, programme.maturationDays());
        columns.put(PROGRAMME.EXPIRY_MONTHS, programme.expiryMonths());
        columns.put(PROGRAMME.TIER_WINDOW_MONTHS, programme.tierWindowMonths());
        columns.put(PROGRAMME.MINIMUM_POINTS, programme.minimumPoints());
        columns.put(PROGRAMME.EARNS_ON_CREDIT, programme.earnsOnCredit());
        columns.put(PROGRAMME.CASHBACK_ON_MANUAL, programme.cashbackOnManualPayments());
        LoyaltyProgramme.Referral referral = programme.referral();
        columns.put(PROGRAMME.REFERRAL_INVITER_POINTS, referral == null ? null : referral.inviterPoints());
        columns.put(PROGRAMME.REFERRAL_INVITEE_POINTS, referral == null ? null : referral.inviteePoints());
        return columns;
    }
}
