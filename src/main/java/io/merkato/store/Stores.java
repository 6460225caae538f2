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

    /** The one that answers where no other is asked for. */
    public Store ofDefault(TenantContext tenant) {
        return stores.findAll(tenant).stream()
                .filter(Store::isDefault)
                .findAny()
                .orElseThrow();
    }

    public Optional<Store> find(TenantContext tenant, Store.Id id) {
        return stores.find(tenant, id);
    }
}
