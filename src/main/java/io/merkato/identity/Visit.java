package io.merkato.identity;

import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
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
        @Nullable StoreView storeView) {}
