package io.merkato.tenancy;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** How many statements were sent to the database. */
@Component
class StatementCount implements MeterBinder {

    private final TenantContexts tenants;
    private final PlatformContext platform;

    StatementCount(TenantContexts tenants, PlatformContext platform) {
        this.tenants = tenants;
        this.platform = platform;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder(
                        "merkato.statements",
                        this,
                        count -> count.tenants.guard().passed()
                                + count.platform.guard().passed())
                .description("Statements that were sent to the database")
                .register(registry);
    }
}
