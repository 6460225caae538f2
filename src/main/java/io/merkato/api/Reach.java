package io.merkato.api;

import java.util.Set;
import java.util.UUID;

/** How far a permission reaches within a tenant: every store, or only some. An empty set of stores reaches none. */
public sealed interface Reach {

    boolean covers(UUID store);

    record EveryStore() implements Reach {
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
        public boolean covers(UUID store) {
            return stores.contains(store);
        }
    }
}
