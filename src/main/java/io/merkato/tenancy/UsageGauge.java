package io.merkato.tenancy;

import java.time.Instant;

/** What a module knows of how much a tenant has; asked when somebody looks, never by a request of a shop. */
public interface UsageGauge {

    enum Of {
        /** Not deleted, now. */
        PRODUCTS,
        /** Placed within the time. */
        ORDERS,
        /** Bytes of files that are kept, now. */
        STORAGE
    }

    Of what();

    long measure(TenantContext tenant, Instant from, Instant until);
}
