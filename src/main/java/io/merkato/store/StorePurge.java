package io.merkato.store;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Purge;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantUpkeep;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Deletes stores, and with them what hangs on them, when their 90 days to be reopened are over. */
@Component
class StorePurge implements TenantUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(StorePurge.class);

    record Payload(List<UserError> userErrors) implements MutationPayload {}

    private final StoreRepository stores;

    StorePurge(StoreRepository stores) {
        this.stores = stores;
    }

    /** Each by itself: one that something else still needs, such as its orders, stays and keeps back no other. */
    @Override
    public void tidy(TenantContext tenant) {
        Instant now = Instant.now();
        List<Store.Id> kept = stores.findAllToPurge(tenant, now).stream()
                .filter(id -> !purge(tenant, id, now))
                .toList();
        if (!kept.isEmpty()) {
            LOG.info("Tenant {}: something still needs {}", tenant.id(), kept);
        }
    }

    private boolean purge(TenantContext tenant, Store.Id id, Instant now) {
        return Purge.isDone(() -> tenant.mutate(
                        Viewer.system("storePurge").may(Permission.STORES_MANAGE), Purge.PATIENCE, Payload::new, tx -> {
                            Store before = stores.lock(tx, id)
                                    .filter(store -> store.isBeyondRecall(now))
                                    .orElseThrow(() -> new Refused(List.of())); // reopened, or another node was faster
                            stores.delete(tx, id);
                            tx.purged(id, before);
                            return new Payload(List.of());
                        })
                .userErrors()
                .isEmpty());
    }
}
