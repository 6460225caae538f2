package io.merkato.tenancy;

import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Forgets the keys of retries after a day. */
@Component
class IdempotencyUpkeep implements TenantUpkeep {

    private static final Duration KEPT = Duration.ofHours(24);

    @Override
    public void tidy(TenantContext tenant) {
        IdempotencyKeys.deleteAllBefore(tenant, Instant.now().minus(KEPT));
    }
}
