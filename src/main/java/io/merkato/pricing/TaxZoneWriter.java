package io.merkato.pricing;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.jooq.pricing.Tables.TAX_ZONE_PLACE;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
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
                Prescribed.all(places, "places", Placed::place, (place, path) -> new Placed(plain(place, path), path));
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

    private static TaxPlace plain(TaxPlace place, List<String> path) {
        if (place.region() != null && place.region().isBlank()) {
            throw new Refused(Refusal.of(
                            INVALID,
                            "A region has a code or a name; leave it out for the whole country.",
                            "input",
                            "region")
                    .at(path));
        }
        return place.plain();
    }

    static void clear(TenantContext tx, TaxZone.Id zone) {
        tx.sql()
                .deleteFrom(TAX_ZONE_PLACE)
                .where(tx.owns(TAX_ZONE_PLACE))
                .and(TAX_ZONE_PLACE.TAX_ZONE_ID.eq(zone))
                .execute();
    }
}
