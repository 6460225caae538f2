package io.merkato.identity;

import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import org.springframework.stereotype.Component;

/** Keeps those of whom nothing is known from filling the database, for modules that keep something of them. */
@Component
public class Strangers {

    private final Throttle throttle;

    Strangers(Throttle throttle) {
        this.throttle = throttle;
    }

    /**
     * Counts somebody new. To be asked before the transaction.
     *
     * @throws io.merkato.api.Fault {@code THROTTLED} where too many come from one network address, or to one tenant
     */
    public void admit(TenantContext tenant, Viewer viewer) {
        throttle.takeGuest(tenant.id().text(), viewer.origin().address());
    }
}
