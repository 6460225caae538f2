package io.merkato.identity;

import io.merkato.api.Addresses;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import io.merkato.tenancy.TenantResolution;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Finds out who asks, for which tenant, and which store answers, from what a request brings. */
@Component
class Visits {

    private final TenantResolution resolution;
    private final TenantContexts tenants;
    private final StoreViews storeViews;
    private final Viewers viewers;

    Visits(TenantResolution resolution, TenantContexts tenants, StoreViews storeViews, Viewers viewers) {
        this.resolution = resolution;
        this.tenants = tenants;
        this.storeViews = storeViews;
        this.viewers = viewers;
    }

    /**
     * For an address beside GraphQL's. The credential was checked before.
     *
     * @throws io.merkato.api.Fault where the tenant is not there, not open, or not the credential's
     */
    Visit of(HttpServletRequest request) {
        var origin = new Viewer.Origin(
                Addresses.literal(request.getRemoteAddr()),
                request.getHeader(HttpHeaders.USER_AGENT),
                MDC.get("trace_id"));
        return of(CallerAuthentication.current(), request.getServerName(), request::getHeader, origin);
    }

    Visit of(Caller caller, @Nullable String host, Function<String, @Nullable String> header, Viewer.Origin origin) {
        Optional<Tenant> named = resolution.find(host, header.apply(TenantResolution.HEADER), caller.tenant());
        if (named.isEmpty()) {
            return new Visit(viewers.viewer(caller, null, origin), null, null, null, null);
        }
        Tenant tenant = named.get();
        TenantContext context = tenants.of(tenant.id());
        Viewer viewer = viewers.viewer(caller, context, origin);
        resolution.admit(tenant, viewer);
        var wish = new StoreViews.Wish(
                host, header.apply(StoreViews.HEADER), header.apply(HttpHeaders.ACCEPT_LANGUAGE), null, null);
        return new Visit(
                viewer,
                tenant.slug(),
                tenant.plan(),
                context,
                storeViews.find(tenant, wish, store -> viewer.hasIn(Permission.CATALOG_READ, store)));
    }
}
