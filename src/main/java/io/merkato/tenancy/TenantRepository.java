package io.merkato.tenancy;

import static io.merkato.jooq.tenancy.Tables.TENANT;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Connection;
import io.merkato.api.Json;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Where;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.SelectField;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The rows of {@code tenancy.tenant}. They belong to no tenant; a transaction of one reaches its own by the id. */
@Repository
class TenantRepository {

    private static final Field<Map<String, Object>> SETTINGS = TENANT.SETTINGS.convertFrom(Json::object);
    private static final List<SelectField<?>> FIELDS = List.of(
            TENANT.ID,
            TENANT.SLUG,
            TENANT.NAME,
            TENANT.STATUS,
            TENANT.STATUS_REASON,
            TENANT.LOCALE,
            TENANT.CURRENCY,
            TENANT.TIME_ZONE,
            TENANT.COUNTRY,
            TENANT.RESIDENCY,
            SETTINGS,
            TENANT.PLAN,
            TENANT.VERSION,
            TENANT.CREATED_AT,
            TENANT.UPDATED_AT,
            TENANT.CLOSING_AT);
    private static final RecordMapper<Record, Tenant> MAPPER = row -> new Tenant(
            row.get(TENANT.ID),
            row.get(TENANT.SLUG),
            row.get(TENANT.NAME),
            row.get(TENANT.STATUS),
            row.get(TENANT.STATUS_REASON),
            row.get(TENANT.LOCALE),
            row.get(TENANT.CURRENCY),
            row.get(TENANT.TIME_ZONE),
            row.get(TENANT.COUNTRY),
            row.get(TENANT.RESIDENCY),
            row.get(SETTINGS),
            row.get(TENANT.PLAN),
            row.get(TENANT.VERSION),
            row.get(TENANT.CREATED_AT),
            row.get(TENANT.UPDATED_AT),
            row.get(TENANT.CLOSING_AT));

    private final PlatformContext platform;
    private final Pages pages;

    TenantRepository(PlatformContext platform, Pages pages) {
        this.platform = platform;
        this.pages = pages;
    }

    Optional<Tenant> find(Tenant.Id id) {
        return findWhere(TENANT.ID.eq(id));
    }

    /** On the tenant's own connection. */
    Optional<Tenant> find(TenantContext tenant) {
        return tenant.sql()
                .select(FIELDS)
                .from(TENANT)
                .where(TENANT.ID.eq(tenant.id()))
                .fetchOptional(MAPPER);
    }

    Optional<Tenant> findBySlug(String slug) {
        return findWhere(TENANT.SLUG.eq(slug));
    }

    /** By a host of the tenant's own, once it is verified. */
    Optional<Tenant> findByHost(String host) {
        return findWhere(TENANT.ID.eq(function(name("tenancy", "tenant_of_host"), TENANT.ID.getDataType(), val(host))));
    }

    private Optional<Tenant> findWhere(Condition where) {
        return platform.sql().select(FIELDS).from(TENANT).where(where).fetchOptional(MAPPER);
    }

    Connection<Tenant> findAll(@Nullable TenantWhere where, PageArgs page) {
        Condition which = Where.of(where);
        return pages.fetch(
                        "tenants",
                        platform.sql().select(FIELDS).from(TENANT).where(which),
                        List.of(TENANT.ID.desc()),
                        page,
                        MAPPER)
                .counted(platform.sql(), selectOne().from(TENANT).where(which));
    }

    /** Tenants whose time to be restored is over. */
    List<Tenant.Id> findAllToPurge(Instant now) {
        return platform.sql()
                .select(TENANT.ID)
                .from(TENANT)
                .where(TENANT.STATUS.eq(Tenant.Status.CLOSING), TENANT.CLOSING_AT.le(now.minus(Tenant.RESTORABLE)))
                .fetch(TENANT.ID);
    }

    /** Those that have not ended, suspended ones too: what they are to let go of, such as what is known of people, does not wait for them. */
    List<Tenant.Id> findAllOpen() {
        return platform.sql()
                .select(TENANT.ID)
                .from(TENANT)
                .where(TENANT.STATUS.in(Tenant.Status.ACTIVE, Tenant.Status.SUSPENDED))
                .fetch(TENANT.ID);
    }

    /** Keeps others from changing the tenant itself; they may still add to what belongs to it. */
    Optional<Tenant> lock(TenantContext tenant) {
        return tenant.sql()
                .select(FIELDS)
                .from(TENANT)
                .where(TENANT.ID.eq(tenant.id()))
                .forNoKeyUpdate()
                .fetchOptional(MAPPER);
    }

    Tenant insert(TenantContext tenant, TenantCreate.Input input) {
        return tenant.sql()
                .insertInto(TENANT)
                .set(TENANT.ID, tenant.id())
                .set(TENANT.SLUG, input.slug())
                .set(TENANT.NAME, input.name())
                .set(TENANT.STATUS, Tenant.Status.ACTIVE)
                .set(TENANT.LOCALE, input.locale())
                .set(TENANT.CURRENCY, input.currency())
                .set(TENANT.TIME_ZONE, input.timeZone())
                .set(TENANT.COUNTRY, input.country())
                .set(TENANT.RESIDENCY, input.residency())
                .set(TENANT.SETTINGS, Json.of(Objects.requireNonNullElse(input.settings(), Map.of())))
                .set(TENANT.PLAN, input.plan())
                .returningResult(FIELDS)
                .fetchSingle(MAPPER);
    }

    /** Writes what may change and answers it with its next version. */
    Tenant update(TenantContext tenant, Tenant changed) {
        return tenant.sql()
                .update(TENANT)
                .set(TENANT.NAME, changed.name())
                .set(TENANT.STATUS, changed.status())
                .set(TENANT.STATUS_REASON, changed.statusReason())
                .set(TENANT.LOCALE, changed.locale())
                .set(TENANT.CURRENCY, changed.currency())
                .set(TENANT.TIME_ZONE, changed.timeZone())
                .set(TENANT.COUNTRY, changed.country())
                .set(TENANT.SETTINGS, Json.of(changed.settings()))
                .set(TENANT.VERSION, TENANT.VERSION.plus(1))
                .set(TENANT.UPDATED_AT, Instant.now())
                .set(TENANT.CLOSING_AT, changed.closingAt())
                .where(TENANT.ID.eq(tenant.id()))
                .returningResult(FIELDS)
                .fetchSingle(MAPPER);
    }

    /** Ends the tenant for good; false where its time is not over. */
    boolean purge(TenantContext tenant) {
        return Boolean.TRUE.equals(tenant.sql()
                .select(function(name("tenancy", "purge"), SQLDataType.BOOLEAN, val(tenant.id(), TENANT.ID)))
                .fetchSingle()
                .value1());
    }
}
