package io.merkato.pricing;

import static io.merkato.jooq.pricing.Tables.TAX_ZONE_PLACE;

import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.List;

/** Which places are of a zone. */
final class TaxZoneWriter {

    /** @param path from the arguments down */
    private record Placed(TaxPlace place, List<String> path) {}

    private TaxZoneWriter() {}

    static void write(TenantContext tx, TaxZone.Id zone, List<TaxPlace> places) {
        List<Placed> wanted =
                Prescribed.all(places, "places", Placed::place, (place, path) -> new Placed(place.plain(), path));
        if (wanted.isEmpty()) {
            return;
        }
        tx.write(
                wanted,
                Placed::path,
                some -> Rows.of(some)
                        .with(TAX_ZONE_PLACE.TAX_ZONE_ID, each -> zone)
                        .with(TAX_ZONE_PLACE.COUNTRY, each -> each.place().country())
                        .with(TAX_ZONE_PLACE.REGION, each -> each.place().storedRegion())
                        .insertInto(tx, TAX_ZONE_PLACE)
                        .execute());
    }

    static void clear(TenantContext tx, TaxZone.Id zone) {
        tx.sql()
                .deleteFrom(TAX_ZONE_PLACE)
                .where(tx.owns(TAX_ZONE_PLACE))
                .and(TAX_ZONE_PLACE.TAX_ZONE_ID.eq(zone))
                .execute();
    }
}
