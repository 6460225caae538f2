package io.merkato.channel;

import io.merkato.api.TypeId;
import io.merkato.inventory.Location;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.UUID;

/**
 * A till of a store.
 *
 * @param locationId where what it sells comes from
 * @param code part of the source of its orders; never changes
 */
public record PosRegister(
        Id id,
        Store.Id storeId,
        Location.Id locationId,
        String code,
        String name,
        boolean active,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "pos_register";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** The source of the orders that it sells. */
    String source() {
        return "pos:" + code;
    }
}
