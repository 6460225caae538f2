package io.merkato.demo;

import static io.merkato.jooq.inventory.Tables.ADJUSTMENT;
import static io.merkato.jooq.inventory.Tables.LOCATION;
import static io.merkato.jooq.inventory.Tables.LOW_STOCK;
import static io.merkato.jooq.inventory.Tables.MOVEMENT;
import static io.merkato.jooq.inventory.Tables.POLICY;
import static io.merkato.jooq.inventory.Tables.STOCK_LEVEL;

import io.merkato.inventory.Location;
import io.merkato.inventory.StockAdjustment;
import io.merkato.inventory.StockReason;
import io.merkato.tenancy.TenantContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What lies where: a delivery to each place, and at the first one a count that found something broken. */
final class StockRows {

    static final Instant DELIVERED = Instant.parse("2026-09-07T05:30:00Z");
    private static final Duration BETWEEN_PLACES = Duration.ofDays(1);
    private static final long LOW_AT = 5;
    private static final int MOST_DELIVERED = 60;

    private final DemoShop demo;
    private final DemoIds ids;
    private final Rows locations = new Rows(LOCATION);
    private final Rows levels = new Rows(STOCK_LEVEL);
    private final Rows adjustments = new Rows(ADJUSTMENT);
    private final Rows movements = new Rows(MOVEMENT);

    private StockRows(DemoShop demo) {
        this.demo = demo;
        this.ids = demo.ids();
    }

    static void write(TenantContext tenant, DemoShop demo) {
        Shop.Stock stock = demo.shop().stock();
        if (stock == null) {
            return;
        }
        var rows = new StockRows(demo);
        rows.places(stock.locations());
        demo.products().stream()
                .filter(ProductRows::isKept)
                .forEach(line -> line.variants().forEach(variant -> rows.deliver(variant, stock.locations())));
        var policy = new Rows(POLICY);
        policy.next().set(POLICY.MODE, stock.mode());
        List.of(policy, rows.locations, rows.levels, rows.adjustments, rows.movements)
                .forEach(each -> each.insert(tenant));
        tenant.sql()
                .update(STOCK_LEVEL)
                .set(STOCK_LEVEL.LOW_AT, LOW_AT)
                .where(tenant.owns(STOCK_LEVEL))
                .and(STOCK_LEVEL.LOCATION_ID.eq(
                        new Location.Id(ids(demo, stock.locations().getFirst()))))
                .execute();
        // What was low all along is no news.
        tenant.sql().deleteFrom(LOW_STOCK).where(tenant.owns(LOW_STOCK)).execute();
    }

    private static UUID ids(DemoShop demo, Shop.Stock.Location location) {
        return demo.ids().of("location", location.code());
    }

    private void places(List<Shop.Stock.Location> places) {
        for (int i = 0; i < places.size(); i++) {
            Shop.Stock.Location place = places.get(i);
            Instant at = DELIVERED.plus(BETWEEN_PLACES.multipliedBy(i));
            locations
                    .next()
                    .set(LOCATION.ID, ids(demo, place))
                    .set(LOCATION.CODE, place.code())
                    .set(LOCATION.NAME, place.name())
                    .set(
                            LOCATION.ADDRESS,
                            Map.of(
                                    "line1", place.street(),
                                    "city", place.city(),
                                    "country", demo.shop().country()))
                    .set(LOCATION.PRIORITY, i)
                    .set(LOCATION.CREATED_AT, ProductRows.OPENED)
                    .set(LOCATION.UPDATED_AT, ProductRows.OPENED);
            adjust(place, StockReason.RECEIVED, "Delivery for the season", at);
        }
        adjust(
                places.getFirst(),
                StockReason.DAMAGED,
                "Broken in transit",
                DELIVERED.plus(BETWEEN_PLACES.dividedBy(4)));
    }

    private void adjust(Shop.Stock.Location place, StockReason reason, String note, Instant at) {
        adjustments
                .next()
                .set(ADJUSTMENT.ID, ids.of("adjustment", place.code(), reason.name()))
                .set(ADJUSTMENT.LOCATION_ID, ids(demo, place))
                .set(ADJUSTMENT.REASON, reason.name())
                .set(ADJUSTMENT.NOTE, note)
                .set(ADJUSTMENT.ACTOR, "demo data")
                .set(ADJUSTMENT.ADJUSTED_AT, at);
    }

    /** Much at the first place, less at each further one; nothing of what is sold out. */
    private void deliver(ProductLine.Variant variant, List<Shop.Stock.Location> places) {
        UUID id = ids.of("variant", variant.key());
        int chance = ProductRows.chance(id);
        for (int i = 0; i < places.size(); i++) {
            Shop.Stock.Location place = places.get(i);
            if (i > 0 && chance % (i + 2) != 0) {
                continue;
            }
            levels.next().set(STOCK_LEVEL.VARIANT_ID, id).set(STOCK_LEVEL.LOCATION_ID, ids(demo, place));
            if (ProductRows.isSoldOut(id)) {
                continue;
            }
            int pieces = 3 + chance * (i + 1) % (MOST_DELIVERED / (i + 1));
            Instant at = DELIVERED.plus(BETWEEN_PLACES.multipliedBy(i));
            move(id, place, StockReason.RECEIVED, pieces, at);
            if (i == 0 && chance % 10 == 0) {
                move(id, place, StockReason.DAMAGED, -1, DELIVERED.plus(BETWEEN_PLACES.dividedBy(4)));
            }
        }
    }

    private void move(UUID variant, Shop.Stock.Location place, StockReason reason, int change, Instant at) {
        movements
                .next()
                .set(MOVEMENT.ID, ids.of("movement", variant.toString(), place.code(), reason.name()))
                .set(MOVEMENT.VARIANT_ID, variant)
                .set(MOVEMENT.LOCATION_ID, ids(demo, place))
                .set(MOVEMENT.ON_HAND_CHANGE, change)
                .set(MOVEMENT.REASON, reason.name())
                .set(
                        MOVEMENT.REFERENCE,
                        new StockAdjustment.Id(ids.of("adjustment", place.code(), reason.name())).text())
                .set(MOVEMENT.ACTOR, "demo data")
                .set(MOVEMENT.MOVED_AT, at);
    }
}
