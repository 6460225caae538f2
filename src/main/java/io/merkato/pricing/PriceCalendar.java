package io.merkato.pricing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** When the prices of tenants turn, read again when their content has changed. */
@Component
class PriceCalendar {

    private static final int TENANTS = 20_000;

    private final PriceOptionsRepository options;
    private final Cache<Tenant.Id, Known> known =
            Caffeine.newBuilder().maximumSize(TENANTS).build();

    private record Known(long version, PriceTurns turns) {}

    PriceCalendar(PriceOptionsRepository options) {
        this.options = options;
    }

    PriceTurns turns(TenantContext tenant, Instant at) {
        long version = tenant.contentVersion();
        Known last = known.getIfPresent(tenant.id());
        if (last != null
                && last.version() == version
                && !at.isBefore(last.turns().from())) {
            return last.turns();
        }
        PriceTurns turns = options.turns(tenant, at);
        known.put(tenant.id(), new Known(version, turns));
        return turns;
    }
}
