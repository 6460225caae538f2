package io.merkato.payment;

import static io.merkato.jooq.payment.Tables.TENANT_OF_ACCOUNT;

import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Whose an account is, for whoever knows its id alone: a provider that sends a notice. */
@Component
class AccountTenants {

    private final PlatformContext platform;
    private final TenantContexts tenants;

    AccountTenants(PlatformContext platform, TenantContexts tenants) {
        this.platform = platform;
        this.tenants = tenants;
    }

    /** Empty where there is no such account, or its tenant has closed. */
    Optional<TenantContext> find(PaymentAccount.Id account) {
        return platform.sql().selectFrom(TENANT_OF_ACCOUNT.call(account.value())).fetch(0, UUID.class).stream()
                .findAny()
                .map(tenant -> tenants.of(new Tenant.Id(tenant)));
    }
}
