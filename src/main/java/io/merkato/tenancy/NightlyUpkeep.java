package io.merkato.tenancy;

import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Every night: ends tenants whose time is over, and lets every module tidy the others. Any number of nodes may run it at once, but one is enough. */
@Component
class NightlyUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(NightlyUpkeep.class);

    private final TenantRepository tenants;
    private final TenantContexts contexts;
    private final TenantPurge purge;
    private final List<TenantUpkeep> upkeeps;

    NightlyUpkeep(TenantRepository tenants, TenantContexts contexts, TenantPurge purge, List<TenantUpkeep> upkeeps) {
        this.tenants = tenants;
        this.contexts = contexts;
        this.purge = purge;
        this.upkeeps = upkeeps;
    }

    void run() {
        for (Tenant.Id id : tenants.findAllToPurge(Instant.now())) {
            attempt(id, () -> purge.purge(id));
        }
        for (Tenant.Id id : tenants.findAllOpen()) {
            upkeeps.forEach(upkeep -> attempt(id, () -> upkeep.tidy(contexts.of(id))));
        }
    }

    /** One tenant's trouble is not the next one's, nor one module's another's. */
    private static void attempt(Tenant.Id id, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("Upkeep of tenant {} failed", id, e);
        }
    }
}
