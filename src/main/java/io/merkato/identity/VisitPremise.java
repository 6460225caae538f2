package io.merkato.identity;

import graphql.GraphQLContext;
import io.merkato.api.Addresses;
import io.merkato.api.Premise;
import io.merkato.api.RequestedDocument;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantResolution;
import io.merkato.tenancy.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** The tenant, the store that answers in its languages and currency, and how often has changed what shoppers read there; for whoever shows no credential. */
@Component
@Order(0)
class VisitPremise implements Premise {

    private final Visits visits;
    private final Tenants tenants;

    /** Of the tenant what says that it is as it was: its settings may be long. */
    private record Shop(Tenant.Id tenant, Tenant.Status status, int version, StoreView view, long contentVersion) {}

    VisitPremise(Visits visits, Tenants tenants) {
        this.visits = visits;
        this.tenants = tenants;
    }

    @Override
    public List<String> headers() {
        return List.of(
                HttpHeaders.ACCEPT_LANGUAGE, HttpHeaders.AUTHORIZATION, StoreViews.HEADER, TenantResolution.HEADER);
    }

    @Override
    public @Nullable Object now(HttpServletRequest request, RequestedDocument document, GraphQLContext context) {
        if (request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
            return null;
        }
        var origin = new Viewer.Origin(Addresses.literal(request.getRemoteAddr()), null, null);
        Visit visit = visits.of(Caller.Nobody.NOBODY, request.getServerName(), request::getHeader, origin);
        if (visit.tenant() == null || visit.storeView() == null) {
            return null;
        }
        context.putAll(visit.values());
        // Found as what answers finds it: by its slug it may be remembered since another moment.
        Tenant tenant = tenants.byId(visit.tenant());
        return new Shop(
                tenant.id(),
                tenant.status(),
                tenant.version(),
                visit.storeView(),
                visit.tenant().contentVersion());
    }
}
