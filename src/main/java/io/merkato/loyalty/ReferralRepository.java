package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.LOYALTY_ACCOUNT;
import static io.merkato.jooq.loyalty.Tables.REFERRAL;
import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.customer.Customer;
import io.merkato.ordering.Order;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.springframework.stereotype.Repository;

/** Referrals as they are read. */
@Repository
class ReferralRepository {

    private static final List<SelectField<?>> FIELDS = List.of(
            REFERRAL.ID,
            REFERRAL.LOYALTY_ACCOUNT_ID,
            LOYALTY_ACCOUNT.PROGRAMME_ID,
            LOYALTY_ACCOUNT.CUSTOMER_ID,
            REFERRAL.STATUS,
            REFERRAL.CODE,
            REFERRAL.EMAIL,
            REFERRAL.PHONE,
            REFERRAL.NAME,
            REFERRAL.INVITED_AT,
            REFERRAL.EXPIRES_AT,
            REFERRAL.ACCEPTED_AT,
            REFERRAL.INVITEE_ID,
            REFERRAL.INVITEE_ACCOUNT_ID,
            REFERRAL.INVITER_POINTS,
            REFERRAL.INVITEE_POINTS,
            REFERRAL.ORDER_ID,
            REFERRAL.MINIMUM_AMOUNT,
            REFERRAL.REWARDED_AT);

    private final Pages pages;

    ReferralRepository(Pages pages) {
        this.pages = pages;
    }

    Map<LoyaltyReferral.Id, LoyaltyReferral> byId(TenantContext tenant, Collection<LoyaltyReferral.Id> ids) {
        return find(tenant, Sql.isAny(REFERRAL.ID, ids)).stream()
                .collect(toMap(LoyaltyReferral::id, Function.identity()));
    }

    Optional<LoyaltyReferral> byCode(TenantContext tenant, String code) {
        return find(tenant, REFERRAL.CODE.eq(code)).stream().findFirst();
    }

    /** Of each customer the one they accepted. */
    Map<Customer.Id, LoyaltyReferral> ofInvitees(TenantContext tenant, Collection<Customer.Id> customers) {
        return find(tenant, Sql.isAny(REFERRAL.INVITEE_ID, customers)).stream()
                .collect(toMap(each -> Objects.requireNonNull(each.inviteeId()), Function.identity()));
    }

    /** Of each account the one by which its customer came. */
    Map<LoyaltyAccount.Id, LoyaltyReferral> byInvitees(TenantContext tenant, Collection<LoyaltyAccount.Id> accounts) {
        return find(tenant, Sql.isAny(REFERRAL.INVITEE_ACCOUNT_ID, accounts)).stream()
                .collect(toMap(each -> Objects.requireNonNull(each.inviteeAccountId()), Function.identity()));
    }

    /** Those that the orders may reward, or did. */
    List<LoyaltyReferral> concernedBy(TenantContext tx, Collection<Customer.Id> paying, Collection<Order.Id> changed) {
        return find(
                tx,
                Sql.isAny(REFERRAL.INVITEE_ID, paying)
                        .and(REFERRAL.STATUS.eq(LoyaltyReferral.Status.ACCEPTED))
                        .or(Sql.isAny(REFERRAL.ORDER_ID, changed)));
    }

    /** Whether there is one of an account to this address that can be accepted. */
    boolean isInvited(TenantContext tx, LoyaltyAccount.Id account, Condition address, Instant now) {
        return tx.sql()
                .fetchExists(selectOne()
                        .from(REFERRAL)
                        .where(tx.owns(REFERRAL))
                        .and(REFERRAL.LOYALTY_ACCOUNT_ID.eq(account))
                        .and(REFERRAL.STATUS.eq(LoyaltyReferral.Status.INVITED))
                        .and(REFERRAL.EXPIRES_AT.gt(now))
                        .and(address));
    }

    /** Whether somebody invited the customer, or invited who did, or so on. */
    boolean descends(TenantContext tx, Customer.Id customer, Customer.Id from) {
        Field<Customer.Id> above = field(name("line", "customer_id"), LOYALTY_ACCOUNT.CUSTOMER_ID.getDataType());
        return tx.sql()
                .withRecursive("line", "customer_id")
                .as(select(val(customer, LOYALTY_ACCOUNT.CUSTOMER_ID))
                        .union(select(LOYALTY_ACCOUNT.CUSTOMER_ID)
                                .from(table(name("line")))
                                .join(REFERRAL)
                                .on(tx.owns(REFERRAL), REFERRAL.INVITEE_ID.eq(above))
                                .join(LOYALTY_ACCOUNT)
                                .on(tx.owns(LOYALTY_ACCOUNT), LOYALTY_ACCOUNT.ID.eq(REFERRAL.LOYALTY_ACCOUNT_ID))))
                .select(above)
                .from(table(name("line")))
                .where(above.eq(from))
                .fetchOptional()
                .isPresent();
    }

    Map<LoyaltyAccount.Id, Connection<LoyaltyReferral>> ofAccounts(
            TenantContext tenant, Collection<LoyaltyAccount.Id> accounts, PageArgs page) {
        return each(tenant).fetch(accounts, referrals(tenant), page, ReferralRepository::referral);
    }

    Map<LoyaltyAccount.Id, Integer> countOf(TenantContext tenant, Collection<LoyaltyAccount.Id> accounts) {
        return each(tenant).count(accounts);
    }

    private PageOfEach<LoyaltyAccount.Id, LoyaltyReferral.Id> each(TenantContext tenant) {
        return new PageOfEach<>(
                tenant,
                pages,
                "loyaltyReferrals",
                REFERRAL,
                REFERRAL.LOYALTY_ACCOUNT_ID,
                REFERRAL.ID,
                List.of(REFERRAL.INVITED_AT.desc(), REFERRAL.ID.desc()));
    }

    private static List<LoyaltyReferral> find(TenantContext tenant, Condition which) {
        return referrals(tenant)
                .where(tenant.owns(REFERRAL))
                .and(which)
                .orderBy(REFERRAL.ID)
                .fetch(ReferralRepository::referral);
    }

    private static SelectJoinStep<Record> referrals(TenantContext tenant) {
        return tenant.sql()
                .select(FIELDS)
                .from(REFERRAL)
                .join(LOYALTY_ACCOUNT)
                .on(tenant.owns(LOYALTY_ACCOUNT), LOYALTY_ACCOUNT.ID.eq(REFERRAL.LOYALTY_ACCOUNT_ID));
    }

    private static LoyaltyReferral referral(Record row) {
        return new LoyaltyReferral(
                row.get(REFERRAL.ID),
                row.get(REFERRAL.LOYALTY_ACCOUNT_ID),
                row.get(LOYALTY_ACCOUNT.PROGRAMME_ID),
                row.get(LOYALTY_ACCOUNT.CUSTOMER_ID),
                row.get(REFERRAL.STATUS),
                row.get(REFERRAL.CODE),
                row.get(REFERRAL.EMAIL),
                row.get(REFERRAL.PHONE),
                row.get(REFERRAL.NAME),
                row.get(REFERRAL.INVITED_AT),
                row.get(REFERRAL.EXPIRES_AT),
                row.get(REFERRAL.ACCEPTED_AT),
                row.get(REFERRAL.INVITEE_ID),
                row.get(REFERRAL.INVITEE_ACCOUNT_ID),
                row.get(REFERRAL.INVITER_POINTS),
                row.get(REFERRAL.INVITEE_POINTS),
                row.get(REFERRAL.ORDER_ID),
                row.get(REFERRAL.MINIMUM_AMOUNT),
                row.get(REFERRAL.REWARDED_AT));
    }
}
