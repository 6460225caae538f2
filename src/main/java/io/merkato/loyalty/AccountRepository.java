package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.ACCRUAL;
import static io.merkato.jooq.loyalty.Tables.LOT;
import static io.merkato.jooq.loyalty.Tables.LOYALTY_ACCOUNT;
import static io.merkato.jooq.loyalty.Tables.POINTS_MOVEMENT;
import static java.util.stream.Collectors.groupingBy;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.sum;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.customer.Customer;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Record;
import org.jooq.Record6;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.springframework.stereotype.Repository;

/** Accounts and what happened to them, as they are read. */
@Repository
class AccountRepository {

    private static final List<SelectField<?>> MOVEMENT = List.of(
            POINTS_MOVEMENT.ID,
            POINTS_MOVEMENT.LOYALTY_ACCOUNT_ID,
            LOYALTY_ACCOUNT.CUSTOMER_ID,
            POINTS_MOVEMENT.KIND,
            POINTS_MOVEMENT.PENDING,
            POINTS_MOVEMENT.AVAILABLE,
            POINTS_MOVEMENT.OWED,
            POINTS_MOVEMENT.ORDER_ID,
            POINTS_MOVEMENT.CURRENCY,
            POINTS_MOVEMENT.AMOUNT,
            POINTS_MOVEMENT.REASON,
            POINTS_MOVEMENT.ACTOR,
            POINTS_MOVEMENT.OCCURRED_AT);

    /** @param since points that were earned later count */
    record TierQuestion(LoyaltyAccount.Id account, Instant since) {}

    private final Pages pages;

    AccountRepository(Pages pages) {
        this.pages = pages;
    }

    Map<LoyaltyAccount.Id, LoyaltyAccount> byId(TenantContext tenant, Collection<LoyaltyAccount.Id> ids) {
        return accounts(tenant)
                .where(tenant.owns(LOYALTY_ACCOUNT))
                .and(Sql.isAny(LOYALTY_ACCOUNT.ID, ids))
                .fetchMap(LOYALTY_ACCOUNT.ID, mapping(LoyaltyAccount::new));
    }

    Optional<LoyaltyAccount> byReferralCode(TenantContext tenant, String code) {
        return accounts(tenant)
                .where(tenant.owns(LOYALTY_ACCOUNT))
                .and(LOYALTY_ACCOUNT.REFERRAL_CODE.eq(code))
                .fetchOptional(mapping(LoyaltyAccount::new));
    }

    Map<Customer.Id, List<LoyaltyAccount>> ofCustomers(TenantContext tenant, Collection<Customer.Id> customers) {
        return accounts(tenant)
                .where(tenant.owns(LOYALTY_ACCOUNT))
                .and(Sql.isAny(LOYALTY_ACCOUNT.CUSTOMER_ID, customers))
                .orderBy(LOYALTY_ACCOUNT.ID)
                .fetch(mapping(LoyaltyAccount::new))
                .stream()
                .filter(account -> account.customerId() != null)
                .collect(groupingBy(account -> Objects.requireNonNull(account.customerId())));
    }

    void lockAllOf(TenantContext tx, Collection<Customer.Id> customers) {
        tx.sql()
                .select(LOYALTY_ACCOUNT.ID)
                .from(LOYALTY_ACCOUNT)
                .where(tx.owns(LOYALTY_ACCOUNT))
                .and(Sql.isAny(LOYALTY_ACCOUNT.CUSTOMER_ID, customers))
                .orderBy(LOYALTY_ACCOUNT.ID)
                .forUpdate()
                .execute();
    }

    static SelectJoinStep<Record6<LoyaltyAccount.Id, LoyaltyProgramme.Id, Customer.Id, Instant, String, Instant>>
            accounts(TenantContext tenant) {
        return tenant.sql()
                .select(
                        LOYALTY_ACCOUNT.ID,
                        LOYALTY_ACCOUNT.PROGRAMME_ID,
                        LOYALTY_ACCOUNT.CUSTOMER_ID,
                        LOYALTY_ACCOUNT.OPENED_AT,
                        LOYALTY_ACCOUNT.REFERRAL_CODE,
                        LOYALTY_ACCOUNT.REFERRAL_CODE_EXPIRES_AT)
                .from(LOYALTY_ACCOUNT);
    }

    /** What was earned since and kept. */
    Map<LoyaltyAccount.Id, Long> tierPoints(TenantContext tenant, Collection<TierQuestion> asked) {
        Rows<TierQuestion> rows = Rows.of(asked)
                .with(ACCRUAL.LOYALTY_ACCOUNT_ID, TierQuestion::account)
                .with(ACCRUAL.ACCRUED_AT, TierQuestion::since);
        var sums = new HashMap<LoyaltyAccount.Id, Long>();
        asked.forEach(each -> sums.put(each.account(), 0L));
        tenant.sql()
                .select(ACCRUAL.LOYALTY_ACCOUNT_ID, sum(ACCRUAL.KEPT))
                .from(rows.table())
                .join(ACCRUAL)
                .on(
                        tenant.owns(ACCRUAL),
                        ACCRUAL.LOYALTY_ACCOUNT_ID.eq(rows.get(ACCRUAL.LOYALTY_ACCOUNT_ID)),
                        ACCRUAL.ACCRUED_AT.gt(rows.get(ACCRUAL.ACCRUED_AT)))
                .groupBy(ACCRUAL.LOYALTY_ACCOUNT_ID)
                .forEach(row -> sums.put(row.value1(), row.value2().longValueExact()));
        return sums;
    }

    /** What is about to expire, the first first. */
    Map<LoyaltyAccount.Id, Connection<LoyaltyExpiry>> expiriesOf(
            TenantContext tenant, Collection<LoyaltyAccount.Id> accounts, PageArgs page) {
        return expiries(tenant)
                .fetch(
                        accounts,
                        List.of(LOT.ID, LOT.EXPIRES_AT, LOT.REMAINING),
                        page,
                        row -> new LoyaltyExpiry(row.get(LOT.EXPIRES_AT), row.get(LOT.REMAINING)));
    }

    Map<LoyaltyAccount.Id, Integer> expiryCountOf(TenantContext tenant, Collection<LoyaltyAccount.Id> accounts) {
        return expiries(tenant).count(accounts);
    }

    private PageOfEach<LoyaltyAccount.Id, UUID> expiries(TenantContext tenant) {
        return new PageOfEach<>(
                tenant,
                pages,
                "loyaltyExpiries",
                LOT,
                LOT.LOYALTY_ACCOUNT_ID,
                LOT.ID,
                List.of(LOT.EXPIRES_AT.asc(), LOT.ID.asc()),
                LOT.REMAINING.gt(0L).and(LOT.EXPIRES_AT.isNotNull()));
    }

    Map<LoyaltyMovement.Id, LoyaltyMovement> movementById(TenantContext tenant, Collection<LoyaltyMovement.Id> ids) {
        return movements(tenant)
                .where(tenant.owns(POINTS_MOVEMENT))
                .and(Sql.isAny(POINTS_MOVEMENT.ID, ids))
                .fetchMap(POINTS_MOVEMENT.ID, AccountRepository::movement);
    }

    Map<LoyaltyAccount.Id, Connection<LoyaltyMovement>> historyOf(
            TenantContext tenant, Collection<LoyaltyAccount.Id> accounts, PageArgs page) {
        return history(tenant).fetch(accounts, movements(tenant), page, AccountRepository::movement);
    }

    Map<LoyaltyAccount.Id, Integer> historyCountOf(TenantContext tenant, Collection<LoyaltyAccount.Id> accounts) {
        return history(tenant).count(accounts);
    }

    private PageOfEach<LoyaltyAccount.Id, LoyaltyMovement.Id> history(TenantContext tenant) {
        return new PageOfEach<>(
                tenant,
                pages,
                "loyaltyHistory",
                POINTS_MOVEMENT,
                POINTS_MOVEMENT.LOYALTY_ACCOUNT_ID,
                POINTS_MOVEMENT.ID,
                List.of(POINTS_MOVEMENT.OCCURRED_AT.desc(), POINTS_MOVEMENT.ID.desc()));
    }

    private static SelectJoinStep<Record> movements(TenantContext tenant) {
        return tenant.sql()
                .select(MOVEMENT)
                .from(POINTS_MOVEMENT)
                .join(LOYALTY_ACCOUNT)
                .on(tenant.owns(LOYALTY_ACCOUNT), LOYALTY_ACCOUNT.ID.eq(POINTS_MOVEMENT.LOYALTY_ACCOUNT_ID));
    }

    private static LoyaltyMovement movement(Record row) {
        var amount = row.get(POINTS_MOVEMENT.AMOUNT);
        return new LoyaltyMovement(
                row.get(POINTS_MOVEMENT.ID),
                row.get(POINTS_MOVEMENT.LOYALTY_ACCOUNT_ID),
                row.get(LOYALTY_ACCOUNT.CUSTOMER_ID),
                row.get(POINTS_MOVEMENT.KIND),
                row.get(POINTS_MOVEMENT.PENDING),
                row.get(POINTS_MOVEMENT.AVAILABLE),
                row.get(POINTS_MOVEMENT.OWED),
                row.get(POINTS_MOVEMENT.ORDER_ID),
                amount == null ? null : amount.in(row.get(POINTS_MOVEMENT.CURRENCY)),
                row.get(POINTS_MOVEMENT.REASON),
                row.get(POINTS_MOVEMENT.ACTOR),
                row.get(POINTS_MOVEMENT.OCCURRED_AT));
    }
}
