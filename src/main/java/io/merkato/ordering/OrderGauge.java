package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.ORDER;

import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.UsageGauge;
import java.time.Instant;
import org.springframework.stereotype.Component;

@Component
class OrderGauge implements UsageGauge {

    @Override
    public Of what() {
        return Of.ORDERS;
    }

    @Override
    public long measure(TenantContext tenant, Instant from, Instant until) {
        return tenant.sql()
                .fetchCount(
                        ORDER, tenant.owns(ORDER).and(ORDER.PLACED_AT.ge(from)).and(ORDER.PLACED_AT.lt(until)));
    }
}
