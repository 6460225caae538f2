package io.merkato.inventory;

import io.merkato.api.PostalAddress;
import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place where stock lies: a shop, a warehouse.
 *
 * @param priority lower ones are taken from first
 * @param active whether what lies there is for sale
 */
public record Location(
        Id id,
        String code,
        String name,
        @Nullable PostalAddress address,
        int priority,
        boolean active,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "location";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
