package io.merkato.store;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantUpkeep;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Deletes stores, and with them what hangs on them, when their 90 days to be reopened are over. */
@Component
class StorePurge implements TenantUpkeep {

    record Payload(List<UserError> userErrors) implements MutationPayload {}

    private final StoreRepository stores;

    StorePurge(StoreRepository stores) {
        this.stores = stores;
    }

    @Override
    public void tidy(TenantContext tenant) {
        for (Store.Id id : stores.findAllToPurge(tenant, Instant.now())) {
            tenant.mutate(Viewer.system("storePurge").may(Permission.STORES_MANAGE), Payload::new, tx -> {
                Store before = stores.lock(tx, id).orElseThrow();
                stores.delete(tx, id);
                tx.purged(id, before);
                return new Payload(List.of());
            });
        }
    }
}
