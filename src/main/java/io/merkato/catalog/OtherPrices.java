package io.merkato.catalog;

import io.merkato.tenancy.TenantContext;
import org.jooq.Condition;

/** What may change the prices that variants have of their own: known by another module, and asked within the statement that reads these. */
public interface OtherPrices {

    /** Whether the tenant has any, now or from some moment on. Until something is written it does not become true. */
    Condition exist(TenantContext tenant);
}
