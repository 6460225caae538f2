package io.merkato.channel;

import io.merkato.api.TypeId;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;

/**
 * A marketplace or another system that hands over its orders.
 *
 * @param code the source of its orders, which never changes
 * @param storeId the store that its orders are of
 */
public record ExternalSource(
        Id id,
        String code,
        String name,
        Kind kind,
        Store.Id storeId,
        Currency currency,
        boolean pricesIncludeTax,
        boolean active,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "external_source";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    public enum Kind {
        MARKETPLACE,
        WEBSHOP,
        SOCIAL,
        WHOLESALE,
        OTHER
    }
}
