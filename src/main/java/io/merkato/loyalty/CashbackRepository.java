package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.CASHBACK;
import static io.merkato.jooq.loyalty.Tables.CASHBACK_MOVEMENT;
import static io.merkato.jooq.loyalty.Tables.LOYALTY_ACCOUNT;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.money.MinorUnits;
import io.merkato.ordering.Order;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.springframework.stereotype.Repository;

/** Cashback as it is read. */
@Repository
class CashbackRepository {

    private static final List<SelectField<?>> MOVEMENT = List.of(
            CASHBACK_MOVEMENT.ID,
            CASHBACK_MOVEMENT.LOYALTY_ACCOUNT_ID,
            LOYALTY_ACCOUNT.CUSTOMER_ID,
            CASHBACK_MOVEMENT.ORDER_ID,
            CASHBACK_MOVEMENT.KIND,
            CASHBACK_MOVEMENT.CURRENCY,
            CASHBACK_MOVEMENT.PENDING,
            CASHBACK_MOVEMENT.CREDITED,
            CASHBACK_MOVEMENT.OWED,
            CASHBACK.MATURES_AT,
            CASHBACK_MOVEMENT.OCCURRED_AT);

    private final Pages pages;

    CashbackRepository(Pages pages) {
        this.pages = pages;
    }

    Map<Order.Id, Cashback> ofOrders(TenantContext tenant, Collection<Order.Id> orders) {
        return find(tenant, Sql.isAny(CASHBACK.ORDER_ID, orders), Integer.MAX_VALUE).stream()
                .collect(Collectors.toMap(Cashback::order, Function.identity()));
    }

    /** Some that are to become store credit by now. */
    List<Cashback> due(TenantContext tenant, Instant now, int most) {
        return find(
                tenant,
                CASHBACK.MATURED
                        .isFalse()
                        .and(CASHBACK.KEPT.gt(MinorUnits.ZERO))
                        .and(CASHBACK.MATURES_AT.le(now)),
                most);
    }

    private static List<Cashback> find(TenantContext tenant, Condition which, int most) {
        return tenant.sql()
                .select(
                        CASHBACK.ORDER_ID,
                        CASHBACK.LOYALTY_ACCOUNT_ID,
                        CASHBACK.CURRENCY,
                        CASHBACK.PAID,
                        CASHBACK.GRANTED,
                        CASHBACK.KEPT,
                        CASHBACK.GRANTED_AT,
                        CASHBACK.MATURES_AT,
                        CASHBACK.ON_MANUAL,
                        CASHBACK.MATURED)
                .from(CASHBACK)
                .where(tenant.owns(CASHBACK))
                .and(which)
                .orderBy(CASHBACK.ORDER_ID)
                .limit(most)
                .fetch(row -> {
                    Currency currency = row.value3();
                    return new Cashback(
                            row.value1(),
                            row.value2(),
                            row.value4().in(currency),
                            row.value5().in(currency),
                            row.value6().in(currency),
                            row.value7(),
                            row.value8(),
                            row.value9(),
                            row.value10());
                });
    }

    record Owing(LoyaltyAccount.Id account, Currency currency) {}

    /** @param order of which it came to be owed */
    record Owed(Order.Id order, Instant maturesAt) {}

    /** What came to be owed last of each account and currency. */
    Map<Owing, Owed> lastOwed(TenantContext tenant, Collection<LoyaltyAccount.Id> accounts) {
        return tenant.sql()
                .select(CASHBACK.LOYALTY_ACCOUNT_ID, CASHBACK.CURRENCY, CASHBACK.ORDER_ID, CASHBACK.MATURES_AT)
                .distinctOn(CASHBACK.LOYALTY_ACCOUNT_ID, CASHBACK.CURRENCY)
                .from(CASHBACK)
                .join(CASHBACK_MOVEMENT)
                .on(tenant.owns(CASHBACK_MOVEMENT), CASHBACK_MOVEMENT.ORDER_ID.eq(CASHBACK.ORDER_ID))
                .where(tenant.owns(CASHBACK))
                .and(Sql.isAny(CASHBACK.LOYALTY_ACCOUNT_ID, accounts))
                .and(CASHBACK_MOVEMENT.OWED.gt(MinorUnits.ZERO))
                .orderBy(
                        CASHBACK.LOYALTY_ACCOUNT_ID,
                        CASHBACK.CURRENCY,
                        CASHBACK_MOVEMENT.OCCURRED_AT.desc(),
                        CASHBACK_MOVEMENT.ID.desc())
                .fetchMap(row -> new Owing(row.value1(), row.value2()), row -> new Owed(row.value3(), row.value4()));
    }

    Map<LoyaltyCashback.Id, LoyaltyCashback> movementById(TenantContext tenant, Collection<LoyaltyCashback.Id> ids) {
        return movements(tenant)
                .where(tenant.owns(CASHBACK_MOVEMENT))
                .and(Sql.isAny(CASHBACK_MOVEMENT.ID, ids))
                .fetchMap(CASHBACK_MOVEMENT.ID, CashbackRepository::movement);
    }

    Map<LoyaltyAccount.Id, Connection<LoyaltyCashback>> ofAccounts(
            TenantContext tenant, Collection<LoyaltyAccount.Id> accounts, PageArgs page) {
        return each(tenant).fetch(accounts, movements(tenant), page, CashbackRepository::movement);
    }

    Map<LoyaltyAccount.Id, Integer> countOf(TenantContext tenant, Collection<LoyaltyAccount.Id> accounts) {
        return each(tenant).count(accounts);
    }

    private PageOfEach<LoyaltyAccount.Id, LoyaltyCashback.Id> each(TenantContext tenant) {
        return new PageOfEach<>(
                tenant,
                pages,
                "loyaltyCashback",
                CASHBACK_MOVEMENT,
                CASHBACK_MOVEMENT.LOYALTY_ACCOUNT_ID,
                CASHBACK_MOVEMENT.ID,
                List.of(CASHBACK_MOVEMENT.OCCURRED_AT.desc(), CASHBACK_MOVEMENT.ID.desc()));
    }

    private static SelectJoinStep<Record> movements(TenantContext tenant) {
        return tenant.sql()
                .select(MOVEMENT)
                .from(CASHBACK_MOVEMENT)
                .join(LOYALTY_ACCOUNT)
                .on(tenant.owns(LOYALTY_ACCOUNT), LOYALTY_ACCOUNT.ID.eq(CASHBACK_MOVEMENT.LOYALTY_ACCOUNT_ID))
                .join(CASHBACK)
                .on(tenant.owns(CASHBACK), CASHBACK.ORDER_ID.eq(CASHBACK_MOVEMENT.ORDER_ID));
    }

    private static LoyaltyCashback movement(Record row) {
        Currency currency = row.get(CASHBACK_MOVEMENT.CURRENCY);
        return new LoyaltyCashback(
                row.get(CASHBACK_MOVEMENT.ID),
                row.get(CASHBACK_MOVEMENT.LOYALTY_ACCOUNT_ID),
                row.get(LOYALTY_ACCOUNT.CUSTOMER_ID),
                row.get(CASHBACK_MOVEMENT.ORDER_ID),
                row.get(CASHBACK_MOVEMENT.KIND),
                row.get(CASHBACK_MOVEMENT.PENDING).in(currency),
                row.get(CASHBACK_MOVEMENT.CREDITED).in(currency),
                row.get(CASHBACK_MOVEMENT.OWED).in(currency),
                row.get(CASHBACK.MATURES_AT),
                row.get(CASHBACK_MOVEMENT.OCCURRED_AT));
    }
}
