package io.merkato.pricing;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Places where the same taxes hold. */
public record TaxZone(Id id, String name, List<TaxPlace> places, int version, Instant createdAt, Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "tax_zone";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
