package io.merkato.identity;

import io.merkato.api.Viewer;
import io.merkato.platform.DocumentContext;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Where no request asks, it is nobody in person, and the default store answers. */
@Component
class VisitContext implements DocumentContext {

    private final Tenants tenants;
    private final StoreViews storeViews;

    VisitContext(Tenants tenants, StoreViews storeViews) {
        this.tenants = tenants;
        this.storeViews = storeViews;
    }

    @Override
    public Map<String, Object> values(TenantContext tenant, Viewer viewer) {
        return Map.of(
                "caller",
                Caller.Nobody.NOBODY,
                "storeView",
                storeViews.ofDefault(tenants.find(tenant.id()).orElseThrow()));
    }
}
