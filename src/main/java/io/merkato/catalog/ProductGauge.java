package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.PRODUCT;

import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.UsageGauge;
import java.time.Instant;
import org.springframework.stereotype.Component;

@Component
class ProductGauge implements UsageGauge {

    @Override
    public Of what() {
        return Of.PRODUCTS;
    }

    @Override
    public long measure(TenantContext tenant, Instant from, Instant until) {
        return tenant.sql().fetchCount(PRODUCT, tenant.owns(PRODUCT).and(PRODUCT.DELETED_AT.isNull()));
    }
}
