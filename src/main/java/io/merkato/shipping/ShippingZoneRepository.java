package io.merkato.shipping;

import static io.merkato.jooq.shipping.Tables.SHIPPING_METHOD;
import static io.merkato.jooq.shipping.Tables.SHIPPING_ZONE;
import static io.merkato.jooq.shipping.Tables.SHIPPING_ZONE_PLACE;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.Given;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.springframework.stereotype.Repository;

/** Zones with the places they name. */
@Repository
class ShippingZoneRepository {

    private static final Field<List<ShippingPlace>> PLACES = multiset(
                    select(SHIPPING_ZONE_PLACE.COUNTRY, SHIPPING_ZONE_PLACE.REGION)
                            .from(SHIPPING_ZONE_PLACE)
                            .where(SHIPPING_ZONE_PLACE.TENANT_ID.eq(SHIPPING_ZONE.TENANT_ID))
                            .and(SHIPPING_ZONE_PLACE.SHIPPING_ZONE_ID.eq(SHIPPING_ZONE.ID))
                            .orderBy(SHIPPING_ZONE_PLACE.COUNTRY, SHIPPING_ZONE_PLACE.REGION))
            .convertFrom(rows -> rows.map(row -> ShippingPlace.of(row.value1(), row.value2())));

    private final Pages pages;

    ShippingZoneRepository(Pages pages) {
        this.pages = pages;
    }

    Connection<ShippingZone> page(TenantContext tenant, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " shipping zones",
                        zones(tenant),
                        List.of(SHIPPING_ZONE.NAME.asc(), SHIPPING_ZONE.ID.asc()),
                        page,
                        ShippingZoneRepository::zone)
                .counted(tenant.sql(), selectOne().from(SHIPPING_ZONE).where(live(tenant)));
    }

    Map<ShippingZone.Id, ShippingZone> byId(TenantContext tenant, Collection<ShippingZone.Id> ids) {
        return zones(tenant)
                .and(Sql.isAny(SHIPPING_ZONE.ID, ids))
                .fetchMap(SHIPPING_ZONE.ID, ShippingZoneRepository::zone);
    }

    /** Keeps others from changing the zone, and from adding methods to it, and reads it as it is then. */
    ShippingZone lock(TenantContext tx, ShippingZone.Id id, String... path) {
        tx.sql()
                .select(SHIPPING_ZONE.ID)
                .from(SHIPPING_ZONE)
                .where(tx.owns(SHIPPING_ZONE))
                .and(SHIPPING_ZONE.ID.eq(id))
                .forUpdate()
                .execute();
        return zones(tx)
                .and(SHIPPING_ZONE.ID.eq(id))
                .fetchOptional(ShippingZoneRepository::zone)
                .orElseThrow(() -> Given.nothing(path));
    }

    void insert(TenantContext tx, ShippingZone zone) {
        tx.sql()
                .insertInto(SHIPPING_ZONE)
                .set(SHIPPING_ZONE.TENANT_ID, tx.id())
                .set(SHIPPING_ZONE.ID, zone.id())
                .set(SHIPPING_ZONE.NAME, zone.name())
                .set(SHIPPING_ZONE.ELSEWHERE, zone.elsewhere())
                .execute();
        replacePlaces(tx, zone.id(), zone.places());
    }

    void update(TenantContext tx, ShippingZone zone) {
        tx.sql()
                .update(SHIPPING_ZONE)
                .set(SHIPPING_ZONE.NAME, zone.name())
                .set(SHIPPING_ZONE.ELSEWHERE, zone.elsewhere())
                .set(SHIPPING_ZONE.VERSION, SHIPPING_ZONE.VERSION.plus(1))
                .set(SHIPPING_ZONE.UPDATED_AT, Instant.now())
                .where(tx.owns(SHIPPING_ZONE))
                .and(SHIPPING_ZONE.ID.eq(zone.id()))
                .execute();
        replacePlaces(tx, zone.id(), zone.places());
    }

    int countMethods(TenantContext tx, ShippingZone.Id id) {
        return tx.sql()
                .fetchCount(
                        SHIPPING_METHOD,
                        tx.owns(SHIPPING_METHOD)
                                .and(SHIPPING_METHOD.SHIPPING_ZONE_ID.eq(id))
                                .and(SHIPPING_METHOD.DELETED_AT.isNull()));
    }

    /** Its places are free for other zones; the zone itself stays for the methods that orders refer to. */
    void delete(TenantContext tx, ShippingZone.Id id) {
        replacePlaces(tx, id, List.of());
        tx.sql()
                .update(SHIPPING_ZONE)
                .set(SHIPPING_ZONE.DELETED_AT, Instant.now())
                .set(SHIPPING_ZONE.VERSION, SHIPPING_ZONE.VERSION.plus(1))
                .set(SHIPPING_ZONE.UPDATED_AT, Instant.now())
                .where(tx.owns(SHIPPING_ZONE))
                .and(SHIPPING_ZONE.ID.eq(id))
                .execute();
    }

    private record Placed(int index, ShippingPlace place) {}

    private static void replacePlaces(TenantContext tx, ShippingZone.Id zone, List<ShippingPlace> places) {
        tx.sql()
                .deleteFrom(SHIPPING_ZONE_PLACE)
                .where(tx.owns(SHIPPING_ZONE_PLACE))
                .and(SHIPPING_ZONE_PLACE.SHIPPING_ZONE_ID.eq(zone))
                .execute();
        List<Placed> rows = IntStream.range(0, places.size())
                .mapToObj(i -> new Placed(i, places.get(i)))
                .toList();
        if (!rows.isEmpty()) {
            tx.write(
                    rows,
                    row -> List.of("input", "places", "" + row.index),
                    some -> Rows.of(some)
                            .with(SHIPPING_ZONE_PLACE.COUNTRY, row -> row.place.country())
                            .with(SHIPPING_ZONE_PLACE.REGION, row -> row.place.storedRegion())
                            .with(SHIPPING_ZONE_PLACE.SHIPPING_ZONE_ID, row -> zone)
                            .insertInto(tx, SHIPPING_ZONE_PLACE)
                            .execute());
        }
    }

    private static SelectConditionStep<? extends Record> zones(TenantContext tenant) {
        return tenant.sql()
                .select(
                        SHIPPING_ZONE.ID,
                        SHIPPING_ZONE.NAME,
                        PLACES,
                        SHIPPING_ZONE.ELSEWHERE,
                        SHIPPING_ZONE.VERSION,
                        SHIPPING_ZONE.CREATED_AT,
                        SHIPPING_ZONE.UPDATED_AT)
                .from(SHIPPING_ZONE)
                .where(live(tenant));
    }

    private static ShippingZone zone(Record row) {
        return new ShippingZone(
                row.get(SHIPPING_ZONE.ID),
                row.get(SHIPPING_ZONE.NAME),
                row.get(PLACES),
                row.get(SHIPPING_ZONE.ELSEWHERE),
                row.get(SHIPPING_ZONE.VERSION),
                row.get(SHIPPING_ZONE.CREATED_AT),
                row.get(SHIPPING_ZONE.UPDATED_AT));
    }

    private static Condition live(TenantContext tenant) {
        return tenant.owns(SHIPPING_ZONE).and(SHIPPING_ZONE.DELETED_AT.isNull());
    }
}
