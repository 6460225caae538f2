package io.merkato.metering;

import static io.merkato.tenancy.UsageGauge.Of.ORDERS;
import static io.merkato.tenancy.UsageGauge.Of.PRODUCTS;
import static io.merkato.tenancy.UsageGauge.Of.STORAGE;

import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantUpkeep;
import java.time.LocalDate;
import org.springframework.stereotype.Component;

/** Measures what a tenant had yesterday, closes the days before, and forgets those that are too long ago. */
@Component
class UsageUpkeep implements TenantUpkeep {

    private static final int MONTHS_KEPT = 25;

    private final UsageRepository usage;
    private final Gauges gauges;

    UsageUpkeep(UsageRepository usage, Gauges gauges) {
        this.usage = usage;
        this.gauges = gauges;
    }

    @Override
    public void tidy(TenantContext tenant) {
        tidy(tenant, UsageMeter.today());
    }

    void tidy(TenantContext tenant, LocalDate today) {
        Grant grant = Viewer.system("usageUpkeep").may(Permission.TENANT_MANAGE);
        LocalDate yesterday = today.minusDays(1);
        tenant.transact(grant, tx -> {
            usage.measured(
                    tx,
                    yesterday,
                    gauges.measure(PRODUCTS, tx, yesterday, yesterday),
                    gauges.measure(ORDERS, tx, yesterday, yesterday),
                    gauges.measure(STORAGE, tx, yesterday, yesterday));
            usage.close(tx, yesterday); // nodes may still say what they counted of yesterday
            usage.deleteAllBefore(tx, today.minusMonths(MONTHS_KEPT));
            return true;
        });
    }
}
