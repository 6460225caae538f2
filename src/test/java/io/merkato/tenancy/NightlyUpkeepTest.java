package io.merkato.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@MerkatoTest
class NightlyUpkeepTest {

    private final NewTenants newTenants;
    private final TenantRepository tenants;
    private final TenantContexts contexts;
    private final TenantPurge purge;
    private final TenantClose close;
    private final TenantSuspend suspend;

    NightlyUpkeepTest(
            NewTenants newTenants,
            TenantRepository tenants,
            TenantContexts contexts,
            TenantPurge purge,
            TenantClose close,
            TenantSuspend suspend) {
        this.suspend = suspend;
        this.newTenants = newTenants;
        this.tenants = tenants;
        this.contexts = contexts;
        this.purge = purge;
        this.close = close;
    }

    @Test
    void what_fails_for_one_tenant_or_in_one_module_keeps_nothing_else_from_its_upkeep() throws SQLException {
        Tenant stuck = overdue();
        Tenant other = overdue();
        Tenant open = newTenants.create();
        Tenant suspended = newTenants.create();
        suspend.tenantSuspend(suspended.id(), new TenantSuspend.Input("Asked to"), NewTenants.OPERATOR);
        var tidied = new ArrayList<Tenant.Id>();
        TenantUpkeep broken = tenant -> {
            throw new IllegalStateException("broken for " + tenant.id());
        };
        var upkeep = new NightlyUpkeep(tenants, contexts, purge, List.of(broken, tenant -> tidied.add(tenant.id())));

        superuser("""
                create function public.refuse_delete() returns trigger language plpgsql as
                $$ begin raise exception 'not this one'; end $$;
                create trigger refuse_delete before delete on tenancy.tenant for each row
                when (old.id = '%s') execute function public.refuse_delete();
                """.formatted(stuck.id().value()));
        try {
            upkeep.run();
        } finally {
            superuser("drop function public.refuse_delete() cascade");
        }

        assertThat(status(stuck)).isEqualTo(Tenant.Status.CLOSING);
        assertThat(status(other)).isEqualTo(Tenant.Status.CLOSED);
        assertThat(tidied).contains(open.id(), suspended.id());
        assertThat(purge.purge(stuck.id())).isTrue();
    }

    private Tenant.Status status(Tenant tenant) {
        return tenants.find(tenant.id()).orElseThrow().status();
    }

    private Tenant overdue() throws SQLException {
        Tenant tenant = newTenants.create();
        close.tenantClose(tenant.id(), new TenantClose.Input("Asked to"), NewTenants.OPERATOR);
        superuser("update tenancy.tenant set closing_at = now() - interval '2160 hours' where id = '%s'"
                .formatted(tenant.id().value()));
        return tenant;
    }

    private static void superuser(String sql) throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.createStatement().execute(sql);
        }
    }
}
