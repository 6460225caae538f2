package io.merkato.tenancy;

import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Forgets the keys of retries after a day. */
@Component
class IdempotencyUpkeep implements TenantUpkeep {

    private static final Duration KEPT = Duration.ofHours(24);
    private static final int BATCH = 10_000;

    @Override
    public void tidy(TenantContext tenant) {
        tidy(tenant, Instant.now().minus(KEPT), BATCH);
    }

    /** So many at a time, since each is a request of a day. */
    static void tidy(TenantContext tenant, Instant before, int batch) {
        Grant grant = Viewer.system("idempotencyUpkeep").may(Permission.TENANT_MANAGE);
        int done;
        do {
            done = tenant.transact(grant, tx -> IdempotencyKeys.deleteSomeBefore(tx, before, batch));
        } while (done == batch);
    }
}
