package io.merkato.metering;

import graphql.GraphQLContext;
import io.merkato.api.Fault;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.RequestTerms;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.UsageGauge;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

@Controller
class UsageController {

    private static final int MOST_DAYS = 92;

    private final UsageRepository usage;
    private final UsageMeter meter;
    private final RequestTerms terms;
    private final Gauges gauges;

    UsageController(UsageRepository usage, UsageMeter meter, RequestTerms terms, Gauges gauges) {
        this.usage = usage;
        this.meter = meter;
        this.terms = terms;
        this.gauges = gauges;
    }

    @QueryMapping
    TenantUsage tenantUsage(
            @Argument LocalDate from,
            @Argument LocalDate to,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            GraphQLContext context) {
        viewer.mustHold(Permission.TENANT_MANAGE);
        if (to.isBefore(from) || ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
            throw Fault.badInput("from and to are at most " + MOST_DAYS + " days, the earlier first.");
        }
        LocalDate today = UsageMeter.today();
        long written = usage.requests(tenant, today.withDayOfMonth(1), today);
        return new TenantUsage(
                usage.between(tenant, from, to),
                written + meter.unwritten(tenant.id()),
                terms.of(context.get(RequestLimits.PLAN)).requestsPerMonth(),
                gauges.measure(UsageGauge.Of.PRODUCTS, tenant, from, to),
                gauges.measure(UsageGauge.Of.ORDERS, tenant, from, to),
                gauges.measure(UsageGauge.Of.STORAGE, tenant, from, to));
    }
}
