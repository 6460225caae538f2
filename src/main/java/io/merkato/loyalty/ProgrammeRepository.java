package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.EARN_RULE;
import static io.merkato.jooq.loyalty.Tables.PROGRAMME;
import static io.merkato.jooq.loyalty.Tables.PROGRAMME_RATE;
import static io.merkato.jooq.loyalty.Tables.REFERRAL_MINIMUM;
import static io.merkato.jooq.loyalty.Tables.TIER;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.money.Money;
import io.merkato.store.Store;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.springframework.stereotype.Repository;

/** Programmes with their rates and tiers, and what earns more. */
@Repository
class ProgrammeRepository {

    private static final Field<List<LoyaltyProgramme.Rate>> RATES = multiset(select(
                            PROGRAMME_RATE.CURRENCY,
                            PROGRAMME_RATE.EARN_POINTS,
                            PROGRAMME_RATE.EARN_AMOUNT,
                            PROGRAMME_RATE.REDEEM_POINTS,
                            PROGRAMME_RATE.REDEEM_AMOUNT,
                            PROGRAMME_RATE.CASHBACK_RATE)
                    .from(PROGRAMME_RATE)
                    .where(PROGRAMME_RATE.TENANT_ID.eq(PROGRAMME.TENANT_ID))
                    .and(PROGRAMME_RATE.PROGRAMME_ID.eq(PROGRAMME.ID))
                    .orderBy(PROGRAMME_RATE.CURRENCY))
            .convertFrom(rows -> rows.map(row -> new LoyaltyProgramme.Rate(
                    row.value2(),
                    row.value3().in(row.value1()),
                    row.value4(),
                    row.value5().in(row.value1()),
                    row.value6())));
    private static final Field<List<LoyaltyProgramme.Tier>> TIERS = multiset(
                    select(TIER.NAME, TIER.THRESHOLD, TIER.MULTIPLIER, TIER.BENEFITS)
                            .from(TIER)
                            .where(TIER.TENANT_ID.eq(PROGRAMME.TENANT_ID))
                            .and(TIER.PROGRAMME_ID.eq(PROGRAMME.ID))
                            .orderBy(TIER.THRESHOLD))
            .convertFrom(rows -> rows.map(mapping(LoyaltyProgramme.Tier::new)));
    private static final Field<List<Money>> REFERRAL_MINIMUMS = multiset(
                    select(REFERRAL_MINIMUM.CURRENCY, REFERRAL_MINIMUM.AMOUNT)
                            .from(REFERRAL_MINIMUM)
                            .where(REFERRAL_MINIMUM.TENANT_ID.eq(PROGRAMME.TENANT_ID))
                            .and(REFERRAL_MINIMUM.PROGRAMME_ID.eq(PROGRAMME.ID))
                            .orderBy(REFERRAL_MINIMUM.CURRENCY))
            .convertFrom(rows -> rows.map(row -> row.value2().in(row.value1())));
    private static final List<SelectField<?>> RULE = List.of(
            EARN_RULE.ID,
            EARN_RULE.PROGRAMME_ID,
            EARN_RULE.NAME,
            EARN_RULE.PRODUCT_ID,
            EARN_RULE.CATEGORY_ID,
            EARN_RULE.GOODS_GONE,
            EARN_RULE.MULTIPLIER,
            EARN_RULE.PER_PIECE,
            EARN_RULE.STARTS_AT,
            EARN_RULE.ENDS_AT,
            EARN_RULE.BUDGET,
            EARN_RULE.GIVEN,
            EARN_RULE.VERSION,
            EARN_RULE.CREATED_AT,
            EARN_RULE.UPDATED_AT);

    private final Pages pages;

    ProgrammeRepository(Pages pages) {
        this.pages = pages;
    }

    Map<LoyaltyProgramme.Id, LoyaltyProgramme> byId(TenantContext tenant, Collection<LoyaltyProgramme.Id> ids) {
        return programmes(tenant)
                .where(tenant.owns(PROGRAMME))
                .and(Sql.isAny(PROGRAMME.ID, ids))
                .fetchMap(PROGRAMME.ID, ProgrammeRepository::programme);
    }

    Connection<LoyaltyProgramme> page(TenantContext tenant, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " loyalty programmes",
                        programmes(tenant).where(tenant.owns(PROGRAMME)),
                        List.of(PROGRAMME.ID.asc()),
                        page,
                        ProgrammeRepository::programme)
                .counted(tenant.sql(), selectOne().from(PROGRAMME).where(tenant.owns(PROGRAMME)));
    }

    /** Of each store its own, else the one for all; stores without either are left out. */
    Map<Store.Id, LoyaltyProgramme> ofStores(TenantContext tenant, Collection<Store.Id> stores) {
        List<LoyaltyProgramme> found =
                OF_STORES.fetch(tenant, new OfStores(stores)).rows().map(ProgrammeRepository::programme);
        Optional<LoyaltyProgramme> all =
                found.stream().filter(each -> each.storeId() == null).findFirst();
        var ofStores = new HashMap<Store.Id, LoyaltyProgramme>();
        for (Store.Id store : stores) {
            found.stream()
                    .filter(each -> store.equals(each.storeId()))
                    .findFirst()
                    .or(() -> all)
                    .ifPresent(each -> ofStores.put(store, each));
        }
        return ofStores;
    }

    private record OfStores(Collection<Store.Id> stores) {}

    private static final Template<OfStores, Object> OF_STORES =
            new Template<>((tenant, asked) -> Template.Query.of(programmes(tenant)
                    .where(tenant.owns(PROGRAMME))
                    .and(PROGRAMME.STORE_ID.isNull().or(Sql.isAny(PROGRAMME.STORE_ID, asked.stores())))));

    Map<LoyaltyEarnRule.Id, LoyaltyEarnRule> ruleById(TenantContext tenant, Collection<LoyaltyEarnRule.Id> ids) {
        return tenant.sql()
                .select(RULE)
                .from(EARN_RULE)
                .where(tenant.owns(EARN_RULE))
                .and(Sql.isAny(EARN_RULE.ID, ids))
                .fetchMap(EARN_RULE.ID, ProgrammeRepository::rule);
    }

    /**
     * Those of programmes that hold at any time between two, and others. Those with a budget are locked, in the order of their ids, so that nobody
     * else gives of it meanwhile.
     */
    List<LoyaltyEarnRule> lockRules(
            TenantContext tx,
            Collection<LoyaltyProgramme.Id> programmes,
            Instant from,
            Instant to,
            Collection<LoyaltyEarnRule.Id> others) {
        var on = tx.owns(EARN_RULE)
                .and(Sql.isAny(EARN_RULE.PROGRAMME_ID, programmes)
                        .and(EARN_RULE.STARTS_AT.le(to))
                        .and(EARN_RULE.ENDS_AT.isNull().or(EARN_RULE.ENDS_AT.gt(from)))
                        .or(Sql.isAny(EARN_RULE.ID, others)));
        tx.sql()
                .select(EARN_RULE.ID)
                .from(EARN_RULE)
                .where(on)
                .and(EARN_RULE.BUDGET.isNotNull())
                .orderBy(EARN_RULE.ID)
                .forUpdate()
                .execute();
        // A statement of its own: only what is read after the wait shows what others gave meanwhile.
        return tx.sql()
                .select(RULE)
                .from(EARN_RULE)
                .where(on)
                .orderBy(EARN_RULE.ID)
                .fetch(ProgrammeRepository::rule);
    }

    /** How many more points each has given, or fewer. @param more of rules that are locked */
    void give(TenantContext tx, Map<LoyaltyEarnRule.Id, Long> more) {
        if (more.isEmpty()) {
            return;
        }
        Rows<Map.Entry<LoyaltyEarnRule.Id, Long>> rows = Rows.of(more.entrySet())
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

    Map<LoyaltyProgramme.Id, Connection<LoyaltyEarnRule>> rulesOf(
            TenantContext tenant, Collection<LoyaltyProgramme.Id> programmes, PageArgs page) {
        return rules(tenant).fetch(programmes, RULE, page, ProgrammeRepository::rule);
    }

    Map<LoyaltyProgramme.Id, Integer> ruleCountOf(TenantContext tenant, Collection<LoyaltyProgramme.Id> programmes) {
        return rules(tenant).count(programmes);
    }

    private PageOfEach<LoyaltyProgramme.Id, LoyaltyEarnRule.Id> rules(TenantContext tenant) {
        return new PageOfEach<>(
                tenant,
                pages,
                "earnRules",
                EARN_RULE,
                EARN_RULE.PROGRAMME_ID,
                EARN_RULE.ID,
                List.of(EARN_RULE.STARTS_AT.desc(), EARN_RULE.ID.desc()));
    }

    private static SelectJoinStep<Record> programmes(TenantContext tenant) {
        return tenant.sql()
                .select(List.<SelectField<?>>of(
                        PROGRAMME.ID,
                        PROGRAMME.STORE_ID,
                        PROGRAMME.NAME,
                        PROGRAMME.STATUS,
                        PROGRAMME.MATURATION_DAYS,
                        PROGRAMME.EXPIRY_MONTHS,
                        PROGRAMME.TIER_WINDOW_MONTHS,
                        PROGRAMME.MINIMUM_POINTS,
                        RATES,
                        TIERS,
                        PROGRAMME.REFERRAL_INVITER_POINTS,
                        PROGRAMME.REFERRAL_INVITEE_POINTS,
                        REFERRAL_MINIMUMS,
                        PROGRAMME.EARNS_ON_CREDIT,
                        PROGRAMME.CASHBACK_ON_MANUAL,
                        PROGRAMME.VERSION,
                        PROGRAMME.CREATED_AT,
                        PROGRAMME.UPDATED_AT))
                .from(PROGRAMME);
    }

    private static LoyaltyProgramme programme(Record row) {
        return new LoyaltyProgramme(
                row.get(PROGRAMME.ID),
                row.get(PROGRAMME.STORE_ID),
                row.get(PROGRAMME.NAME),
                row.get(PROGRAMME.STATUS),
                row.get(PROGRAMME.MATURATION_DAYS),
                row.get(PROGRAMME.EXPIRY_MONTHS),
                row.get(PROGRAMME.TIER_WINDOW_MONTHS),
                row.get(PROGRAMME.MINIMUM_POINTS),
                row.get(PROGRAMME.EARNS_ON_CREDIT),
                row.get(PROGRAMME.CASHBACK_ON_MANUAL),
                row.get(RATES),
                row.get(TIERS),
                row.get(PROGRAMME.REFERRAL_INVITER_POINTS) == null
                        ? null
                        : new LoyaltyProgramme.Referral(
                                row.get(PROGRAMME.REFERRAL_INVITER_POINTS),
                                row.get(PROGRAMME.REFERRAL_INVITEE_POINTS),
                                row.get(REFERRAL_MINIMUMS)),
                row.get(PROGRAMME.REFERRAL_INVITER_POINTS) == null ? row.get(REFERRAL_MINIMUMS) : List.of(),
                row.get(PROGRAMME.VERSION),
                row.get(PROGRAMME.CREATED_AT),
                row.get(PROGRAMME.UPDATED_AT));
    }

    private static LoyaltyEarnRule rule(Record row) {
        return new LoyaltyEarnRule(
                row.get(EARN_RULE.ID),
                row.get(EARN_RULE.PROGRAMME_ID),
                row.get(EARN_RULE.NAME),
                row.get(EARN_RULE.PRODUCT_ID),
                row.get(EARN_RULE.CATEGORY_ID),
                row.get(EARN_RULE.GOODS_GONE),
                row.get(EARN_RULE.MULTIPLIER),
                row.get(EARN_RULE.PER_PIECE),
                row.get(EARN_RULE.STARTS_AT),
                row.get(EARN_RULE.ENDS_AT),
                row.get(EARN_RULE.BUDGET),
                row.get(EARN_RULE.GIVEN),
                row.get(EARN_RULE.VERSION),
                row.get(EARN_RULE.CREATED_AT),
                row.get(EARN_RULE.UPDATED_AT));
    }
}
