package io.merkato.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** How far a permission reaches within a tenant: every store, or only some. An empty set of stores reaches none. */
public sealed interface Reach {

    boolean covers(UUID store);

    /** As {@code StoreReachInput} says it. */
    @JsonValue
    Map<String, Object> asInput();

    record EveryStore() implements Reach {
        @Override
        public Map<String, Object> asInput() {
            return Map.of("every", true);
        }

        @Override
        public boolean covers(UUID store) {
            return true;
        }
    }

    record OnlyStores(Set<UUID> stores) implements Reach {
        public OnlyStores {
            stores = Set.copyOf(stores);
        }

        @Override
        public Map<String, Object> asInput() {
            return Map.of(
                    "only",
                    stores.stream()
                            .sorted()
                            .map(store -> "store_" + TypeId.Base32.encode(store))
                            .toList());
        }

        @Override
        public boolean covers(UUID store) {
            return stores.contains(store);
        }
    }
}
