package io.merkato.catalog;

import io.merkato.tenancy.TenantContext;
import org.jooq.Condition;

/** What may change the prices that variants have of their own: known by another module, and asked within the statement that reads these. */
public interface OtherPrices {

    /**
     * Whether the tenant has any, now or from some moment on. Where it has none, nothing else is asked of its variants' prices: it may be true
     * for nothing, but is never false where somebody, somewhere, is offered another price, and becomes true only by a write of what is content.
     */
    Condition exist(TenantContext tenant);
}
