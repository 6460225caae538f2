package io.merkato.store;

import static io.merkato.jooq.store.Tables.STORE_;
import static io.merkato.jooq.store.Tables.STORE_CURRENCY;
import static io.merkato.jooq.store.Tables.STORE_DOMAIN;
import static io.merkato.jooq.store.Tables.STORE_LOCALE;
import static java.util.stream.Collectors.toSet;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Reach;
import io.merkato.api.Sql;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.SelectConditionStep;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The stores of a tenant with their languages, currencies and hosts. */
@Repository
class StoreRepository {

    /** jOOQ names the table apart from the schema; nothing here needs the schema. */
    private static final io.merkato.jooq.store.tables.Store STORE = STORE_;

    private static final Field<List<Locale>> LOCALES = multiset(select(STORE_LOCALE.LOCALE)
                    .from(STORE_LOCALE)
                    .where(STORE_LOCALE.TENANT_ID.eq(STORE.TENANT_ID), STORE_LOCALE.STORE_ID.eq(STORE.ID))
                    .orderBy(STORE_LOCALE.POSITION, STORE_LOCALE.LOCALE))
            .convertFrom(rows -> rows.getValues(STORE_LOCALE.LOCALE));
    private static final Field<List<Currency>> CURRENCIES = multiset(select(STORE_CURRENCY.CURRENCY)
                    .from(STORE_CURRENCY)
                    .where(STORE_CURRENCY.TENANT_ID.eq(STORE.TENANT_ID), STORE_CURRENCY.STORE_ID.eq(STORE.ID))
                    .orderBy(STORE_CURRENCY.POSITION, STORE_CURRENCY.CURRENCY))
            .convertFrom(rows -> rows.getValues(STORE_CURRENCY.CURRENCY));
    private static final Field<List<String>> DOMAINS = multiset(select(STORE_DOMAIN.HOST)
                    .from(STORE_DOMAIN)
                    .where(STORE_DOMAIN.TENANT_ID.eq(STORE.TENANT_ID), STORE_DOMAIN.STORE_ID.eq(STORE.ID))
                    .orderBy(STORE_DOMAIN.HOST))
            .convertFrom(rows -> rows.getValues(STORE_DOMAIN.HOST));

    private static final RecordMapper<Record, Store> MAPPER = row -> new Store(
            row.get(STORE.ID),
            row.get(STORE.CODE),
            row.get(STORE.NAME),
            row.get(STORE.STATUS),
            row.get(STORE.IS_DEFAULT),
            row.get(STORE.LOCALE),
            row.get(LOCALES),
            row.get(STORE.CURRENCY),
            row.get(CURRENCIES),
            row.get(STORE.TAX_DISPLAY),
            row.get(STORE.THEME),
            row.get(DOMAINS),
            row.get(STORE.VERSION),
            row.get(STORE.CREATED_AT),
            row.get(STORE.UPDATED_AT),
            row.get(STORE.DELETED_AT));

    private final Pages pages;

    StoreRepository(Pages pages) {
        this.pages = pages;
    }

    List<Store> findAll(TenantContext tenant) {
        return stores(tenant).orderBy(STORE.ID).fetch(MAPPER);
    }

    Connection<Store> page(TenantContext tenant, Condition which, PageArgs page) {
        return pages.fetch("stores:" + tenant.id(), stores(tenant).and(which), List.of(STORE.ID.asc()), page, MAPPER)
                .counted(
                        tenant.sql(),
                        selectOne().from(STORE).where(tenant.owns(STORE)).and(which));
    }

    /** Those that are open, and those of the viewer's own. */
    static Condition seen(Viewer viewer) {
        if (StoreController.STAFF.stream().anyMatch(viewer::has)) {
            return noCondition();
        }
        Set<Store.Id> own = StoreController.STAFF.stream()
                .flatMap(permission -> viewer.permissions().get(permission) instanceof Reach.OnlyStores(var stores)
                        ? stores.stream().map(Store.Id::new)
                        : Stream.empty())
                .collect(toSet());
        Condition open = STORE.STATUS.eq(Store.Status.ACTIVE);
        return own.isEmpty() ? open : open.or(Sql.isAny(STORE.ID, own));
    }

    Map<Store.Id, Store> byId(TenantContext tenant, Set<Store.Id> ids) {
        return stores(tenant).and(Sql.isAny(STORE.ID, ids)).fetchMap(STORE.ID, MAPPER);
    }

    Optional<Store> find(TenantContext tenant, Store.Id id) {
        return ONE.fetch(tenant, new One(id)).rows().map(MAPPER).stream().findFirst();
    }

    private record One(Store.Id id) {}

    private static final Template<One, Object> ONE =
            new Template<>((tenant, asked) -> Template.Query.of(stores(tenant).and(STORE.ID.eq(asked.id()))));

    /** Keeps others from changing the store, and reads it as it is then. */
    Optional<Store> lock(TenantContext tenant, Store.Id id) {
        tenant.sql()
                .select(STORE.ID)
                .from(STORE)
                .where(tenant.owns(STORE), STORE.ID.eq(id))
                .forNoKeyUpdate()
                .execute();
        return find(tenant, id);
    }

    /** Locks every store of the tenant, so that two changes of the default, or of a host, do not cross. */
    void lockAll(TenantContext tenant) {
        tenant.sql()
                .select(STORE.ID)
                .from(STORE)
                .where(tenant.owns(STORE))
                .orderBy(STORE.ID)
                .forNoKeyUpdate()
                .execute();
    }

    void insert(TenantContext tenant, Store store) {
        tenant.sql()
                .insertInto(STORE)
                .set(STORE.TENANT_ID, tenant.id())
                .set(STORE.ID, store.id())
                .set(STORE.IS_DEFAULT, store.isDefault())
                .set(values(store))
                .execute();
        replaceLists(tenant, store);
    }

    /** Writes what may change, all but which store is the default and which hosts lead to it. */
    void update(TenantContext tenant, Store store) {
        tenant.sql()
                .update(STORE)
                .set(values(store))
                .set(STORE.VERSION, STORE.VERSION.plus(1))
                .set(STORE.UPDATED_AT, Instant.now())
                .where(tenant.owns(STORE), STORE.ID.eq(store.id()))
                .execute();
        replaceLists(tenant, store);
    }

    void setDefault(TenantContext tenant, Store.Id id) {
        tenant.sql()
                .update(STORE)
                .set(STORE.IS_DEFAULT, false)
                .set(STORE.VERSION, STORE.VERSION.plus(1))
                .set(STORE.UPDATED_AT, Instant.now())
                .where(tenant.owns(STORE), STORE.IS_DEFAULT.isTrue(), STORE.ID.ne(id))
                .execute();
        tenant.sql()
                .update(STORE)
                .set(STORE.IS_DEFAULT, true)
                .set(STORE.VERSION, STORE.VERSION.plus(1))
                .set(STORE.UPDATED_AT, Instant.now())
                .where(tenant.owns(STORE), STORE.ID.eq(id))
                .execute();
    }

    /** Lets these hosts, and no others, lead to the store, also those that led to another one. */
    void lead(TenantContext tenant, Store.Id id, List<String> hosts) {
        tenant.sql()
                .deleteFrom(STORE_DOMAIN)
                .where(tenant.owns(STORE_DOMAIN), STORE_DOMAIN.STORE_ID.eq(id))
                .execute();
        if (!hosts.isEmpty()) {
            tenant.write(
                    hosts.stream().distinct().toList(),
                    host -> List.of("input", "domains", "" + hosts.indexOf(host)),
                    some -> tenant.sql()
                            .insertInto(STORE_DOMAIN, STORE_DOMAIN.TENANT_ID, STORE_DOMAIN.HOST, STORE_DOMAIN.STORE_ID)
                            .valuesOfRows(some.stream()
                                    .map(host -> row(tenant.id(), host, id))
                                    .toList())
                            .onConflict(STORE_DOMAIN.TENANT_ID, STORE_DOMAIN.HOST)
                            .doUpdate()
                            .set(STORE_DOMAIN.STORE_ID, id)
                            .execute());
        }
    }

    /** Counts a change of what is the store's. */
    void touch(TenantContext tenant, Store.Id id) {
        tenant.sql()
                .update(STORE)
                .set(STORE.VERSION, STORE.VERSION.plus(1))
                .set(STORE.UPDATED_AT, Instant.now())
                .where(tenant.owns(STORE), STORE.ID.eq(id))
                .execute();
    }

    /** Stores whose time to be reopened is over. */
    List<Store.Id> findAllToPurge(TenantContext tenant, Instant now) {
        return tenant.sql()
                .select(STORE.ID)
                .from(STORE)
                .where(tenant.owns(STORE), STORE.DELETED_AT.le(now.minus(Store.RESTORABLE)))
                .orderBy(STORE.DELETED_AT, STORE.ID)
                .fetch(STORE.ID);
    }

    void delete(TenantContext tenant, Store.Id id) {
        tenant.sql()
                .deleteFrom(STORE)
                .where(tenant.owns(STORE), STORE.ID.eq(id))
                .execute();
    }

    private void replaceLists(TenantContext tenant, Store store) {
        tenant.sql()
                .deleteFrom(STORE_LOCALE)
                .where(tenant.owns(STORE_LOCALE), STORE_LOCALE.STORE_ID.eq(store.id()))
                .execute();
        tenant.write(
                numbered(store.locales()),
                locale -> List.of("input", locale.item().equals(store.locale()) ? "locale" : "locales"),
                some -> Rows.of(some)
                        .with(STORE_LOCALE.STORE_ID, locale -> store.id())
                        .with(STORE_LOCALE.LOCALE, Numbered::item)
                        .with(STORE_LOCALE.POSITION, Numbered::position)
                        .insertInto(tenant, STORE_LOCALE)
                        .execute());
        tenant.sql()
                .deleteFrom(STORE_CURRENCY)
                .where(tenant.owns(STORE_CURRENCY), STORE_CURRENCY.STORE_ID.eq(store.id()))
                .execute();
        tenant.write(
                numbered(store.currencies()),
                currency -> List.of("input", currency.item().equals(store.currency()) ? "currency" : "currencies"),
                some -> Rows.of(some)
                        .with(STORE_CURRENCY.STORE_ID, currency -> store.id())
                        .with(STORE_CURRENCY.CURRENCY, Numbered::item)
                        .with(STORE_CURRENCY.POSITION, Numbered::position)
                        .insertInto(tenant, STORE_CURRENCY)
                        .execute());
    }

    private record Numbered<T>(T item, short position) {}

    private static <T> List<Numbered<T>> numbered(List<T> items) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> new Numbered<>(items.get(i), (short) i))
                .toList();
    }

    private static Map<Field<?>, @Nullable Object> values(Store store) {
        var values = new LinkedHashMap<Field<?>, @Nullable Object>();
        values.put(STORE.CODE, store.code());
        values.put(STORE.NAME, store.name());
        values.put(STORE.STATUS, store.status());
        values.put(STORE.LOCALE, store.locale());
        values.put(STORE.CURRENCY, store.currency());
        values.put(STORE.TAX_DISPLAY, store.taxDisplay());
        values.put(STORE.THEME, store.theme());
        values.put(STORE.DELETED_AT, store.closedAt());
        return values;
    }

    private static SelectConditionStep<Record> stores(TenantContext tenant) {
        return tenant.sql()
                .select(List.<SelectField<?>>of(
                        STORE.ID,
                        STORE.CODE,
                        STORE.NAME,
                        STORE.STATUS,
                        STORE.IS_DEFAULT,
                        STORE.LOCALE,
                        LOCALES,
                        STORE.CURRENCY,
                        CURRENCIES,
                        STORE.TAX_DISPLAY,
                        STORE.THEME,
                        DOMAINS,
                        STORE.VERSION,
                        STORE.CREATED_AT,
                        STORE.UPDATED_AT,
                        STORE.DELETED_AT))
                .from(STORE)
                .where(tenant.owns(STORE));
    }
}
