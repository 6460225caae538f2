package io.merkato.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.MerkatoTest;
import io.merkato.api.Permission;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A transaction that waits for a second connection waits for those that wait for it: twenty of them stop the pool. */
@MerkatoTest
class OneConnectionTest {

    private final NewTenants newTenants;
    private final PlatformContext platform;
    private final Tenants tenants;
    private final Plans plans;
    private final PlanLimits limits;

    OneConnectionTest(
            NewTenants newTenants, PlatformContext platform, Tenants tenants, Plans plans, PlanLimits limits) {
        this.newTenants = newTenants;
        this.platform = platform;
        this.tenants = tenants;
        this.plans = plans;
        this.limits = limits;
    }

    @Test
    void a_transaction_takes_no_second_connection() {
        TenantContext tenant = newTenants.context();

        refused(tenant, tx -> platform.sql().selectOne().fetch());
        refused(tenant, tx -> tenant.sql().selectOne().fetch());
        refused(tenant, tx -> platform.transact(inner -> 1));
        refused(tenant, tx -> tenant.transact(NewTenants.OPERATOR.may(Permission.PLATFORM_OPERATE), inner -> 1));

        assertThat(platform.sql().selectOne().fetchSingle().value1()).isEqualTo(1);
    }

    @Test
    void nor_does_it_ask_for_what_is_remembered_even_while_it_is() {
        TenantContext tenant = newTenants.context();
        assertThat(tenants.find(tenant.id())).isPresent();
        assertThat(plans.findAll()).isNotEmpty();

        refused(tenant, tx -> tenants.find(tx.id()));
        refused(tenant, tx -> plans.findAll());
    }

    @Test
    void it_reads_its_tenant_and_the_plan_on_its_own_connection() {
        TenantContext tenant = newTenants.context();

        transact(tenant, tx -> {
            assertThat(tenants.byId(tx).id()).isEqualTo(tenant.id());
            assertThat(limits.maxProducts(tx)).isEqualTo(10_000);
            return 1;
        });
    }

    @Test
    void a_job_may_take_longer_than_a_request() {
        TenantContext tenant = newTenants.context();
        Function<TenantContext, String> patience = context -> context.sql()
                .resultQuery("select current_setting('statement_timeout')")
                .fetchSingle()
                .get(0, String.class);

        assertThat(patience.apply(tenant)).isEqualTo("15s");
        assertThat(transact(tenant, patience)).isEqualTo("1min");
        assertThat(patience.apply(tenant)).isEqualTo("15s");
    }

    private static void refused(TenantContext tenant, Function<TenantContext, Object> work) {
        assertThatThrownBy(() -> transact(tenant, work))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("This needs a second connection within a transaction");
    }

    private static <T> T transact(TenantContext tenant, Function<TenantContext, T> work) {
        return tenant.transact(NewTenants.OPERATOR.may(Permission.PLATFORM_OPERATE), work);
    }
}
