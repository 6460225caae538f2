package io.merkato.metering;

import static java.time.ZoneOffset.UTC;

import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.UsageGauge;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/** What other modules know of how much a tenant has. */
@Component
class Gauges {

    private final List<UsageGauge> gauges;

    Gauges(List<UsageGauge> gauges) {
        this.gauges = gauges;
    }

    /** @param to the last day */
    long measure(UsageGauge.Of what, TenantContext tenant, LocalDate from, LocalDate to) {
        return gauges.stream()
                .filter(gauge -> gauge.what() == what)
                .mapToLong(gauge -> gauge.measure(
                        tenant,
                        from.atStartOfDay(UTC).toInstant(),
                        to.plusDays(1).atStartOfDay(UTC).toInstant()))
                .sum();
    }
}
