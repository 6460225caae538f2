package io.merkato.identity;

import io.merkato.api.Freshness;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, for which tenant, and which store answers.
 *
 * @param slug the tenant's, for the log
 * @param plan the tenant's
 * @param tenant null where the request names none; so then are slug, plan and view
 */
record Visit(
        Viewer viewer,
        @Nullable String slug,
        @Nullable String plan,
        @Nullable TenantContext tenant,
        @Nullable StoreView storeView) {

    /** As controllers find it. */
    Map<String, Object> values() {
        var values = new HashMap<String, Object>(Map.of("viewer", viewer));
        if (tenant != null && storeView != null) {
            values.put("tenant", tenant);
            values.put("storeView", storeView);
            values.put("plan", plan);
            values.put(Freshness.ABOUT, List.of(tenant.id(), storeView.store().id()));
        }
        return values;
    }
}
