package io.merkato.tenancy;

import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Ends tenants whose 90 days to be restored are over. Every node may run it: the second finds nothing to do. */
@Component
class TenantPurge {

    private static final Logger LOG = LoggerFactory.getLogger(TenantPurge.class);

    /** All rows of a tenant go by one statement. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final TenantContexts contexts;
    private final TenantRepository tenants;
    private final Tenants known;

    TenantPurge(TenantContexts contexts, TenantRepository tenants, Tenants known) {
        this.contexts = contexts;
        this.tenants = tenants;
        this.known = known;
    }

    boolean purge(Tenant.Id id) {
        var grant = Viewer.system("tenantPurge").may(Permission.PLATFORM_OPERATE);
        boolean purged = contexts.of(id).transact(grant, PATIENCE, tx -> {
            Tenant before = tenants.lock(tx).orElseThrow();
            if (!tenants.purge(tx)) {
                return false;
            }
            contexts.mutationLog()
                    .write(tx, grant, "tenantPurge", List.of(Change.of(Change.Kind.PURGED, id, before, null)));
            return true;
        });
        if (purged) {
            LOG.info("Purged tenant {}", id);
            known.forget();
        }
        return purged;
    }
}
