package io.merkato.store;

import io.merkato.tenancy.TenantContext;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A tenant's stores as they are at this moment, for other modules. Whoever shows something asks for the {@link StoreView} instead. */
@Component
public class Stores {

    private final StoreRepository stores;

    Stores(StoreRepository stores) {
        this.stores = stores;
    }

    public Optional<Store> find(TenantContext tenant, Store.Id id) {
        return stores.find(tenant, id);
    }
}
