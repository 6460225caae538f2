package io.merkato.identity;

import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import io.merkato.tenancy.TenantResolution;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Which tenant a plain HTTP request is for, and who asks: the same answer as for a document. */
@Component
public class Requests {

    public record Asked(TenantContext tenant, Viewer viewer, StoreView storeView) {}

    private final TenantResolution resolution;
    private final TenantContexts tenants;
    private final StoreViews storeViews;
    private final Viewers viewers;

    Requests(TenantResolution resolution, TenantContexts tenants, StoreViews storeViews, Viewers viewers) {
        this.resolution = resolution;
        this.tenants = tenants;
        this.storeViews = storeViews;
        this.viewers = viewers;
    }

    /** @throws Fault {@code NOT_FOUND} where the request names no tenant, and whatever keeps a tenant's requests out */
    public Asked of(HttpServletRequest request) {
        Caller caller = CallerAuthentication.current();
        Tenant tenant = resolution
                .find(request.getServerName(), request.getHeader(TenantResolution.HEADER), caller.tenant())
                .orElseThrow(() -> Fault.of(FaultCode.NOT_FOUND, "The request names no merchant."));
        TenantContext context = tenants.of(tenant.id());
        var origin = new Viewer.Origin(request.getRemoteAddr(), request.getHeader(HttpHeaders.USER_AGENT), null);
        Viewer viewer = viewers.viewer(caller, context, origin);
        resolution.admit(tenant, viewer);
        var wish = new StoreViews.Wish(
                request.getServerName(),
                request.getHeader(StoreViews.HEADER),
                request.getHeader(HttpHeaders.ACCEPT_LANGUAGE),
                null,
                null);
        return new Asked(context, viewer, storeViews.find(tenant, wish, viewer.hasAnywhere(Permission.CATALOG_READ)));
    }
}
