package io.merkato.identity;

import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** For other modules: which tenant a plain HTTP request is for, and who asks, as {@link Visits} finds it for documents too. */
@Component
public class Requests {

    public record Asked(TenantContext tenant, Viewer viewer, StoreView storeView) {}

    private final Visits visits;

    Requests(Visits visits) {
        this.visits = visits;
    }

    /** @throws Fault {@code NOT_FOUND} where the request names no tenant, and whatever keeps a tenant's requests out */
    public Asked of(HttpServletRequest request) {
        Visit visit = visits.of(request);
        if (visit.tenant() == null || visit.storeView() == null) {
            throw Fault.of(FaultCode.NOT_FOUND, "The request names no tenant.");
        }
        return new Asked(visit.tenant(), visit.viewer(), visit.storeView());
    }
}
