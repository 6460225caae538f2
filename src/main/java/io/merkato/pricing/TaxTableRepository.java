package io.merkato.pricing;

import static io.merkato.jooq.pricing.Tables.TAX_CLASS;
import static io.merkato.jooq.pricing.Tables.TAX_RATE;
import static io.merkato.jooq.pricing.Tables.TAX_ZONE;
import static io.merkato.jooq.pricing.Tables.TAX_ZONE_PLACE;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.Given;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.SelectField;
import org.springframework.stereotype.Repository;

/** Classes, zones and rates as staff keep them. */
@Repository
class TaxTableRepository {

    private static final List<SelectField<?>> CLASS = List.of(
            TAX_CLASS.ID,
            TAX_CLASS.CODE,
            TAX_CLASS.NAME,
            TAX_CLASS.IS_DEFAULT,
            TAX_CLASS.VERSION,
            TAX_CLASS.CREATED_AT,
            TAX_CLASS.UPDATED_AT);

    private static final Field<List<TaxPlace>> PLACES = multiset(select(TAX_ZONE_PLACE.COUNTRY, TAX_ZONE_PLACE.REGION)
                    .from(TAX_ZONE_PLACE)
                    .where(TAX_ZONE_PLACE.TENANT_ID.eq(TAX_ZONE.TENANT_ID), TAX_ZONE_PLACE.TAX_ZONE_ID.eq(TAX_ZONE.ID))
                    .orderBy(TAX_ZONE_PLACE.COUNTRY, TAX_ZONE_PLACE.REGION))
            .convertFrom(rows -> rows.map(row -> new TaxPlace(row.value1(), TaxPlace.region(row.value2()))));

    private static final List<SelectField<?>> ZONE =
            List.of(TAX_ZONE.ID, TAX_ZONE.NAME, PLACES, TAX_ZONE.VERSION, TAX_ZONE.CREATED_AT, TAX_ZONE.UPDATED_AT);

    private static final io.merkato.jooq.pricing.tables.TaxRate NEXT = TAX_RATE.as("next");

    private static final Field<Instant> ENDS_AT = field(select(min(NEXT.STARTS_AT))
            .from(NEXT)
            .where(NEXT.TENANT_ID.eq(TAX_RATE.TENANT_ID))
            .and(NEXT.TAX_ZONE_ID.eq(TAX_RATE.TAX_ZONE_ID))
            .and(NEXT.TAX_CLASS_ID.eq(TAX_RATE.TAX_CLASS_ID))
            .and(NEXT.STARTS_AT.gt(TAX_RATE.STARTS_AT)));

    private final Pages pages;

    TaxTableRepository(Pages pages) {
        this.pages = pages;
    }

    private static TaxClass taxClass(Record row) {
        return new TaxClass(
                row.get(TAX_CLASS.ID),
                row.get(TAX_CLASS.CODE),
                row.get(TAX_CLASS.NAME),
                row.get(TAX_CLASS.IS_DEFAULT),
                row.get(TAX_CLASS.VERSION),
                row.get(TAX_CLASS.CREATED_AT),
                row.get(TAX_CLASS.UPDATED_AT));
    }

    private static TaxZone zone(Record row) {
        return new TaxZone(
                row.get(TAX_ZONE.ID),
                row.get(TAX_ZONE.NAME),
                row.get(PLACES),
                row.get(TAX_ZONE.VERSION),
                row.get(TAX_ZONE.CREATED_AT),
                row.get(TAX_ZONE.UPDATED_AT));
    }

    private static TaxRate rate(Record row) {
        return new TaxRate(
                row.get(TAX_RATE.ID),
                row.get(TAX_RATE.TAX_ZONE_ID),
                row.get(TAX_RATE.TAX_CLASS_ID),
                row.get(TAX_RATE.NAME),
                row.get(TAX_RATE.RATE),
                row.get(TAX_RATE.STARTS_AT),
                row.get(ENDS_AT));
    }

    private static SelectConditionStep<Record> classes(TenantContext tenant) {
        return tenant.sql().select(CLASS).from(TAX_CLASS).where(tenant.owns(TAX_CLASS));
    }

    private static SelectConditionStep<Record> zones(TenantContext tenant) {
        return tenant.sql().select(ZONE).from(TAX_ZONE).where(tenant.owns(TAX_ZONE));
    }

    private static SelectConditionStep<Record> rates(TenantContext tenant) {
        List<SelectField<?>> fields = List.of(
                TAX_RATE.ID,
                TAX_RATE.TAX_ZONE_ID,
                TAX_RATE.TAX_CLASS_ID,
                TAX_RATE.NAME,
                TAX_RATE.RATE,
                TAX_RATE.STARTS_AT,
                ENDS_AT);
        return tenant.sql().select(fields).from(TAX_RATE).where(tenant.owns(TAX_RATE));
    }

    Map<TaxClass.Id, TaxClass> classById(TenantContext tenant, Collection<TaxClass.Id> ids) {
        return classes(tenant).and(Sql.isAny(TAX_CLASS.ID, ids)).fetchMap(TAX_CLASS.ID, TaxTableRepository::taxClass);
    }

    Map<TaxZone.Id, TaxZone> zoneById(TenantContext tenant, Collection<TaxZone.Id> ids) {
        return zones(tenant).and(Sql.isAny(TAX_ZONE.ID, ids)).fetchMap(TAX_ZONE.ID, TaxTableRepository::zone);
    }

    Map<TaxRate.Id, TaxRate> rateById(TenantContext tenant, Collection<TaxRate.Id> ids) {
        return rates(tenant).and(Sql.isAny(TAX_RATE.ID, ids)).fetchMap(TAX_RATE.ID, TaxTableRepository::rate);
    }

    Map<TaxZone.Id, List<TaxRate>> ratesOf(TenantContext tenant, Collection<TaxZone.Id> zones) {
        return rates(tenant)
                .and(Sql.isAny(TAX_RATE.TAX_ZONE_ID, zones))
                .orderBy(TAX_RATE.TAX_CLASS_ID, TAX_RATE.STARTS_AT)
                .fetchGroups(TAX_RATE.TAX_ZONE_ID, TaxTableRepository::rate);
    }

    Connection<TaxClass> classPage(TenantContext tenant, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " tax classes",
                        classes(tenant),
                        List.of(TAX_CLASS.CODE.asc(), TAX_CLASS.ID.asc()),
                        page,
                        TaxTableRepository::taxClass)
                .counted(tenant.sql(), selectOne().from(TAX_CLASS).where(tenant.owns(TAX_CLASS)));
    }

    Connection<TaxZone> zonePage(TenantContext tenant, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " tax zones",
                        zones(tenant),
                        List.of(TAX_ZONE.NAME.asc(), TAX_ZONE.ID.asc()),
                        page,
                        TaxTableRepository::zone)
                .counted(tenant.sql(), selectOne().from(TAX_ZONE).where(tenant.owns(TAX_ZONE)));
    }

    /** @param path of the argument that names the class */
    TaxClass lockClass(TenantContext tx, TaxClass.Id id, String... path) {
        return classes(tx)
                .and(TAX_CLASS.ID.eq(id))
                .forUpdate()
                .fetchOptional(TaxTableRepository::taxClass)
                .orElseThrow(() -> Given.nothing(path));
    }

    /** Takes it from the class that is the default so far. */
    void takeDefault(TenantContext tx) {
        classes(tx)
                .and(TAX_CLASS.IS_DEFAULT)
                .forUpdate()
                .fetch(TaxTableRepository::taxClass)
                .forEach(before -> {
                    tx.sql()
                            .update(TAX_CLASS)
                            .set(TAX_CLASS.IS_DEFAULT, false)
                            .set(TAX_CLASS.VERSION, TAX_CLASS.VERSION.plus(1))
                            .set(TAX_CLASS.UPDATED_AT, Instant.now())
                            .where(tx.owns(TAX_CLASS))
                            .and(TAX_CLASS.ID.eq(before.id()))
                            .execute();
                    tx.changes(before.id(), before, readClass(tx, before.id()));
                });
    }

    TaxClass readClass(TenantContext tx, TaxClass.Id id) {
        return classes(tx).and(TAX_CLASS.ID.eq(id)).fetchSingle(TaxTableRepository::taxClass);
    }

    /** @param path of the argument that names the zone */
    TaxZone lockZone(TenantContext tx, TaxZone.Id id, String... path) {
        Condition which = tx.owns(TAX_ZONE).and(TAX_ZONE.ID.eq(id));
        int found = tx.sql()
                .select(TAX_ZONE.ID)
                .from(TAX_ZONE)
                .where(which)
                .forUpdate()
                .execute();
        if (found == 0) {
            throw Given.nothing(path);
        }
        return readZone(tx, id);
    }

    TaxZone readZone(TenantContext tx, TaxZone.Id id) {
        return zones(tx).and(TAX_ZONE.ID.eq(id)).fetchSingle(TaxTableRepository::zone);
    }

    Optional<TaxRate> rate(TenantContext tx, TaxRate.Id id) {
        return rates(tx).and(TAX_RATE.ID.eq(id)).fetchOptional(TaxTableRepository::rate);
    }

    /** The one that starts then. */
    Optional<TaxRate> rate(TenantContext tx, TaxZone.Id zone, TaxClass.Id taxClass, Instant startsAt) {
        return rates(tx)
                .and(TAX_RATE.TAX_ZONE_ID.eq(zone))
                .and(TAX_RATE.TAX_CLASS_ID.eq(taxClass))
                .and(TAX_RATE.STARTS_AT.eq(startsAt))
                .fetchOptional(TaxTableRepository::rate);
    }
}
