package io.merkato.payment;

import static io.merkato.jooq.payment.Tables.OPERATION;
import static io.merkato.jooq.payment.Tables.PAYMENT_;
import static io.merkato.jooq.payment.Tables.PAYMENT_ACCOUNT;
import static io.merkato.jooq.payment.Tables.PROVIDER;
import static io.merkato.jooq.payment.Tables.STORE_ACCOUNT;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.Json;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.platform.Sealed;
import io.merkato.provider.NoticeKeys;
import io.merkato.provider.ProviderAccount;
import io.merkato.store.Store;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Accounts at providers. What is secret of them is in the vault's keeping and read by no query of these. */
@Repository
class PaymentAccountRepository implements Sealed {

    private static final List<SelectField<?>> FIELDS = List.of(
            PAYMENT_ACCOUNT.ID,
            PAYMENT_ACCOUNT.PROVIDER,
            PAYMENT_ACCOUNT.NAME,
            PAYMENT_ACCOUNT.ENVIRONMENT,
            PAYMENT_ACCOUNT.SETTINGS,
            PAYMENT_ACCOUNT.SECRET_NAMES,
            PAYMENT_ACCOUNT.ENABLED,
            PAYMENT_ACCOUNT.VERSION,
            PAYMENT_ACCOUNT.CREATED_AT,
            PAYMENT_ACCOUNT.UPDATED_AT);

    private final Pages pages;
    private final PaymentSecrets secrets;

    PaymentAccountRepository(Pages pages, PaymentSecrets secrets) {
        this.pages = pages;
        this.secrets = secrets;
    }

    private static PaymentAccount account(Record row) {
        return new PaymentAccount(
                row.get(PAYMENT_ACCOUNT.ID),
                row.get(PAYMENT_ACCOUNT.PROVIDER),
                row.get(PAYMENT_ACCOUNT.NAME),
                row.get(PAYMENT_ACCOUNT.ENVIRONMENT),
                PaymentSecrets.texts(row.get(PAYMENT_ACCOUNT.SETTINGS)),
                List.of(row.get(PAYMENT_ACCOUNT.SECRET_NAMES)),
                row.get(PAYMENT_ACCOUNT.ENABLED),
                row.get(PAYMENT_ACCOUNT.VERSION),
                row.get(PAYMENT_ACCOUNT.CREATED_AT),
                row.get(PAYMENT_ACCOUNT.UPDATED_AT));
    }

    private static SelectConditionStep<Record> accounts(TenantContext tenant) {
        return tenant.sql().select(FIELDS).from(PAYMENT_ACCOUNT).where(tenant.owns(PAYMENT_ACCOUNT));
    }

    Map<PaymentAccount.Id, PaymentAccount> byId(TenantContext tenant, Collection<PaymentAccount.Id> ids) {
        return accounts(tenant)
                .and(Sql.isAny(PAYMENT_ACCOUNT.ID, ids))
                .fetchMap(PAYMENT_ACCOUNT.ID, PaymentAccountRepository::account);
    }

    Optional<PaymentAccount> find(TenantContext tenant, PaymentAccount.Id id) {
        return FOUND.fetch(tenant, new Found(id)).rows().stream().findFirst().map(PaymentAccountRepository::account);
    }

    private record Found(PaymentAccount.Id id) {}

    private static final Template<Found, Object> FOUND = new Template<>(
            (tenant, asked) -> Template.Query.of(accounts(tenant).and(PAYMENT_ACCOUNT.ID.eq(asked.id()))));

    Optional<PaymentAccount> lock(TenantContext tx, PaymentAccount.Id id) {
        return accounts(tx).and(PAYMENT_ACCOUNT.ID.eq(id)).forUpdate().fetchOptional(PaymentAccountRepository::account);
    }

    Connection<PaymentAccount> page(TenantContext tenant, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " payment accounts",
                        accounts(tenant),
                        List.of(PAYMENT_ACCOUNT.ID.asc()),
                        page,
                        PaymentAccountRepository::account)
                .counted(tenant.sql(), selectOne().from(PAYMENT_ACCOUNT).where(tenant.owns(PAYMENT_ACCOUNT)));
    }

    /** As what an order has the money that comes by this account. */
    record Way(OrderPaymentMethod method, ProviderAccount.Environment environment) {}

    Way wayOf(TenantContext tx, PaymentAccount.Id id) {
        Record row = WAY.fetch(tx, new Found(id)).rows().getFirst();
        return new Way(row.get(PROVIDER.METHOD), row.get(PAYMENT_ACCOUNT.ENVIRONMENT));
    }

    private static final Template<Found, Object> WAY = new Template<>((tx, asked) -> Template.Query.of(tx.sql()
            .select(List.<SelectField<?>>of(PROVIDER.METHOD, PAYMENT_ACCOUNT.ENVIRONMENT))
            .from(PAYMENT_ACCOUNT)
            .join(PROVIDER)
            .on(PROVIDER.CODE.eq(PAYMENT_ACCOUNT.PROVIDER))
            .where(tx.owns(PAYMENT_ACCOUNT))
            .and(PAYMENT_ACCOUNT.ID.eq(asked.id()))));

    /** For how long its provider holds money; no time where it holds none. */
    Duration holdsFor(TenantContext tx, PaymentAccount.Id id) {
        Integer hours = tx.sql()
                .select(PROVIDER.HOLDS_HOURS)
                .from(PAYMENT_ACCOUNT)
                .join(PROVIDER)
                .on(PROVIDER.CODE.eq(PAYMENT_ACCOUNT.PROVIDER))
                .where(tx.owns(PAYMENT_ACCOUNT))
                .and(PAYMENT_ACCOUNT.ID.eq(id))
                .fetchSingle()
                .value1();
        return Duration.ofHours(hours == null ? 0 : hours);
    }

    void insert(TenantContext tx, PaymentAccount account, Map<String, String> secrets) {
        tx.sql()
                .insertInto(PAYMENT_ACCOUNT)
                .set(PAYMENT_ACCOUNT.TENANT_ID, tx.id())
                .set(PAYMENT_ACCOUNT.ID, account.id())
                .set(PAYMENT_ACCOUNT.PROVIDER, account.provider())
                .set(PAYMENT_ACCOUNT.NAME, account.name())
                .set(PAYMENT_ACCOUNT.ENVIRONMENT, account.environment())
                .set(PAYMENT_ACCOUNT.SETTINGS, Json.of(account.settings()))
                .set(PAYMENT_ACCOUNT.ENABLED, account.enabled())
                .set(PAYMENT_ACCOUNT.CREATED_AT, account.createdAt())
                .set(PAYMENT_ACCOUNT.UPDATED_AT, account.updatedAt())
                .execute();
        seal(tx, account.id(), secrets.isEmpty() ? secrets : NoticeKeys.added(secrets));
    }

    PaymentAccount update(TenantContext tx, PaymentAccount account, Instant at) {
        tx.sql()
                .update(PAYMENT_ACCOUNT)
                .set(PAYMENT_ACCOUNT.NAME, account.name())
                .set(PAYMENT_ACCOUNT.SETTINGS, Json.of(account.settings()))
                .set(PAYMENT_ACCOUNT.ENABLED, account.enabled())
                .set(PAYMENT_ACCOUNT.VERSION, PAYMENT_ACCOUNT.VERSION.plus(1))
                .set(PAYMENT_ACCOUNT.UPDATED_AT, at)
                .where(tx.owns(PAYMENT_ACCOUNT))
                .and(PAYMENT_ACCOUNT.ID.eq(account.id()))
                .execute();
        return find(tx, account.id()).orElseThrow();
    }

    /** Whether anything was paid by it, or may have been. */
    boolean isUsed(TenantContext tx, PaymentAccount.Id id) {
        return tx.sql()
                .fetchExists(
                        PAYMENT_,
                        tx.owns(PAYMENT_)
                                .and(PAYMENT_.PAYMENT_ACCOUNT_ID.eq(id))
                                .and(PAYMENT_.AUTHORISED
                                        .coerce(Long.class)
                                        .gt(0L)
                                        .or(PAYMENT_.PENDING.coerce(Long.class).gt(0L))
                                        .or(exists(selectOne()
                                                .from(OPERATION)
                                                .where(tx.owns(OPERATION))
                                                .and(OPERATION.PAYMENT_ID.eq(PAYMENT_.ID))
                                                .and(OPERATION.BY_HAND)))));
    }

    void delete(TenantContext tx, PaymentAccount.Id id) {
        tx.sql()
                .deleteFrom(PAYMENT_ACCOUNT)
                .where(tx.owns(PAYMENT_ACCOUNT))
                .and(PAYMENT_ACCOUNT.ID.eq(id))
                .execute();
    }

    void seal(TenantContext tx, PaymentAccount.Id id, Map<String, String> values) {
        tx.sql()
                .update(PAYMENT_ACCOUNT)
                .set(PAYMENT_ACCOUNT.SECRETS, values.isEmpty() ? null : secrets.seal(tx, id, values))
                .set(
                        PAYMENT_ACCOUNT.SECRET_NAMES,
                        values.keySet().stream()
                                .filter(name -> !NoticeKeys.isOurs(name))
                                .sorted()
                                .toArray(String[]::new))
                .where(tx.owns(PAYMENT_ACCOUNT))
                .and(PAYMENT_ACCOUNT.ID.eq(id))
                .execute();
    }

    Map<String, String> open(TenantContext tenant, PaymentAccount.Id id) {
        byte[] sealed = tenant.sql()
                .select(PAYMENT_ACCOUNT.SECRETS)
                .from(PAYMENT_ACCOUNT)
                .where(tenant.owns(PAYMENT_ACCOUNT))
                .and(PAYMENT_ACCOUNT.ID.eq(id))
                .fetchOne(PAYMENT_ACCOUNT.SECRETS);
        return opened(tenant, id, sealed);
    }

    private Map<String, String> opened(TenantContext tenant, PaymentAccount.Id id, byte @Nullable [] sealed) {
        return sealed == null ? Map.of() : secrets.open(tenant, id, sealed);
    }

    /** With what is secret of it, to be shown to nobody but its provider. */
    record Open(PaymentAccount account, Map<String, String> secrets) {
        @Override
        public String toString() {
            return "Open[" + account + "]";
        }
    }

    Optional<Open> findOpen(TenantContext tenant, PaymentAccount.Id id) {
        return OPEN.fetch(tenant, new One(id)).rows().stream()
                .findFirst()
                .map(row -> new Open(account(row), opened(tenant, id, row.get(PAYMENT_ACCOUNT.SECRETS))));
    }

    private record One(PaymentAccount.Id id) {}

    private static final Template<One, Object> OPEN = new Template<>((tenant, asked) -> Template.Query.of(tenant.sql()
            .select(FIELDS)
            .select(PAYMENT_ACCOUNT.SECRETS)
            .from(PAYMENT_ACCOUNT)
            .where(tenant.owns(PAYMENT_ACCOUNT))
            .and(PAYMENT_ACCOUNT.ID.eq(asked.id()))));

    @Override
    public void reseal(TenantContext tx) {
        tx.sql()
                .select(PAYMENT_ACCOUNT.ID)
                .from(PAYMENT_ACCOUNT)
                .where(tx.owns(PAYMENT_ACCOUNT))
                .and(PAYMENT_ACCOUNT.SECRETS.isNotNull())
                .orderBy(PAYMENT_ACCOUNT.ID)
                .forUpdate()
                .fetch(PAYMENT_ACCOUNT.ID)
                .forEach(id -> seal(tx, id, open(tx, id)));
    }

    /** Which each store offers, in its order, those that are in use. */
    Map<Store.Id, List<PaymentAccount>> offeredBy(TenantContext tenant, Collection<Store.Id> stores) {
        return OFFERED.fetch(tenant, new Offered(stores))
                .rows()
                .intoGroups(row -> Objects.requireNonNull(row.get(STORE_ACCOUNT.STORE_ID)), row -> account(row));
    }

    private record Offered(Collection<Store.Id> stores) {}

    private static final Template<Offered, Object> OFFERED =
            new Template<>((tenant, asked) -> Template.Query.of(tenant.sql()
                    .select(Stream.concat(Stream.of(STORE_ACCOUNT.STORE_ID), FIELDS.stream())
                            .toList())
                    .from(STORE_ACCOUNT)
                    .join(PAYMENT_ACCOUNT)
                    .on(tenant.owns(PAYMENT_ACCOUNT).and(PAYMENT_ACCOUNT.ID.eq(STORE_ACCOUNT.PAYMENT_ACCOUNT_ID)))
                    .where(tenant.owns(STORE_ACCOUNT))
                    .and(Sql.isAny(STORE_ACCOUNT.STORE_ID, asked.stores()))
                    .and(PAYMENT_ACCOUNT.ENABLED)
                    .orderBy(STORE_ACCOUNT.STORE_ID, STORE_ACCOUNT.POSITION)));

    /** Which the store has chosen, in use or not. */
    List<PaymentAccount.Id> chosenBy(TenantContext tenant, Store.Id store) {
        return tenant.sql()
                .select(STORE_ACCOUNT.PAYMENT_ACCOUNT_ID)
                .from(STORE_ACCOUNT)
                .where(tenant.owns(STORE_ACCOUNT))
                .and(STORE_ACCOUNT.STORE_ID.eq(store))
                .orderBy(STORE_ACCOUNT.POSITION)
                .fetch(STORE_ACCOUNT.PAYMENT_ACCOUNT_ID);
    }

    void choose(TenantContext tx, Store.Id store, List<PaymentAccount.Id> accounts) {
        tx.sql()
                .deleteFrom(STORE_ACCOUNT)
                .where(tx.owns(STORE_ACCOUNT))
                .and(STORE_ACCOUNT.STORE_ID.eq(store))
                .execute();
        if (!accounts.isEmpty()) {
            Rows.of(accounts)
                    .with(STORE_ACCOUNT.STORE_ID, account -> store)
                    .with(STORE_ACCOUNT.PAYMENT_ACCOUNT_ID, account -> account)
                    .with(STORE_ACCOUNT.POSITION, accounts::indexOf)
                    .insertInto(tx, STORE_ACCOUNT)
                    .execute();
        }
    }
}
