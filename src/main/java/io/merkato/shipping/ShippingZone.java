package io.merkato.shipping;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Places that are delivered to by the same methods. Of two zones the one that names a place more closely has it: its region, then its
 * country, then the zone of everywhere else.
 *
 * @param places that no other zone names, in the order of countries and regions
 * @param elsewhere whether it has every place that no zone names; at most one zone of a tenant
 */
public record ShippingZone(
        Id id,
        String name,
        List<ShippingPlace> places,
        boolean elsewhere,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "shipping_zone";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
