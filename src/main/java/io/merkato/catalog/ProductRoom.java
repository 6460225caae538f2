package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.PRODUCT;

import io.merkato.api.Refused;
import io.merkato.tenancy.PlanLimits;
import io.merkato.tenancy.TenantContext;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

/** Keeps a tenant's products within its plan, however many are added at the same time. */
@Component
class ProductRoom {

    private final PlanLimits limits;

    ProductRoom(PlanLimits limits) {
        this.limits = limits;
    }

    /**
     * To be asked last: from here to the end of the transaction others who add products to this tenant wait.
     *
     * @throws Refused where the products of this transaction are more than the plan allows
     */
    void check(TenantContext tx, String... path) {
        limits.allowProducts(tx, () -> hold(tx), path);
    }

    /** How many more products the plan allows; others may be about to take the room. Negative where there are too many. */
    long left(TenantContext tenant) {
        long limit = limits.maxProducts(tenant);
        return limit == PlanLimits.UNLIMITED
                ? Long.MAX_VALUE
                : limit - tenant.sql().fetchCount(PRODUCT, tenant.owns(PRODUCT).and(PRODUCT.DELETED_AT.isNull()));
    }

    /** The same, for sure until the transaction ends: others wait. */
    long leftForSure(TenantContext tx) {
        long limit = limits.maxProducts(tx);
        return limit == PlanLimits.UNLIMITED ? Long.MAX_VALUE : limit - hold(tx);
    }

    private static long hold(TenantContext tx) {
        return tx.sql()
                .select(DSL.function(
                        DSL.name("catalog", "count_products"),
                        Long.class,
                        DSL.val(tx.id().value())))
                .fetchSingle()
                .value1();
    }
}
