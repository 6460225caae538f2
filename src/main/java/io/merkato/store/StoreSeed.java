package io.merkato.store;

import io.merkato.api.Uuid7;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantOwner;
import io.merkato.tenancy.TenantSeed;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** A new tenant's default store: {@code main}, in the tenant's own language and currency. */
@Component
@Order(100)
class StoreSeed implements TenantSeed {

    private static final String CODE = "main";

    private final StoreRepository stores;

    StoreSeed(StoreRepository stores) {
        this.stores = stores;
    }

    @Override
    public void sow(TenantContext tenant, Tenant created, @Nullable TenantOwner owner) {
        stores.insert(
                tenant,
                new Store(
                        new Store.Id(Uuid7.next()),
                        CODE,
                        created.name(),
                        Store.Status.ACTIVE,
                        true,
                        created.locale(),
                        List.of(created.locale()),
                        created.currency(),
                        List.of(created.currency()),
                        Store.TaxDisplay.GROSS,
                        null,
                        List.of(),
                        1,
                        created.createdAt(),
                        created.createdAt(),
                        null));
    }
}
