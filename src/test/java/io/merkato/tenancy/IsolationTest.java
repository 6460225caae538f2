package io.merkato.tenancy;

import static io.merkato.jooq.tenancy.Tables.SUBSCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Sql;
import io.merkato.api.Uuid7;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Two things keep tenants apart, the statement's own text and row-level security; each holds without the other. */
@MerkatoTest
class IsolationTest {

    private final TenantContexts tenants;
    private final Tenant.Id mine = new Tenant.Id(Uuid7.next());
    private final Tenant.Id theirs = new Tenant.Id(Uuid7.next());

    IsolationTest(TenantContexts tenants) {
        this.tenants = tenants;
    }

    @BeforeEach
    void two_tenants_with_a_subscription_each() throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            for (Tenant.Id tenant : List.of(mine, theirs)) {
                insertTenant(superuser, tenant.value());
            }
        }
    }

    private static void insertTenant(Connection superuser, UUID tenant) throws SQLException {
        try (PreparedStatement insert = superuser.prepareStatement("""
                with tenant as (
                    insert into tenancy.tenant (id, slug, name, locale, currency, time_zone, country, status)
                    values (?, ?, 'Isolation', 'en', 'ETB', 'Africa/Addis_Ababa', 'ET', 'ACTIVE') returning id)
                insert into tenancy.subscription (tenant_id, id, plan) select id, ?, 'basic' from tenant
                """)) {
            insert.setObject(1, tenant);
            insert.setString(2, "i" + tenant.toString().substring(0, 30));
            insert.setObject(3, Uuid7.next());
            insert.execute();
        }
    }

    @Test
    void the_statement_alone_keeps_tenants_apart() throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            var unprotected = new Connections.Pooled(
                    new SingleConnectionDataSource(superuser, true), mine, null, tenants.guard());
            var sql = org.jooq.impl.DSL.using(tenants.configuration().derive(unprotected));

            assertThat(sql.select(SUBSCRIPTION.TENANT_ID)
                            .from(SUBSCRIPTION)
                            .where(tenants.of(mine).owns(SUBSCRIPTION))
                            .fetch(SUBSCRIPTION.TENANT_ID))
                    .containsExactly(mine);
            assertThatThrownBy(
                            () -> sql.select(SUBSCRIPTION.ID).from(SUBSCRIPTION).fetch())
                    .hasMessageContaining("not bound to a tenant");
        }
    }

    @Test
    void row_level_security_alone_keeps_tenants_apart() throws SQLException {
        try (Connection application = TestDatabase.application()) {
            assertThat(tenantsSeen(application, mine.value().toString()))
                    .containsExactly(mine.value().toString());
            assertThat(tenantsSeen(application, theirs.value().toString()))
                    .containsExactly(theirs.value().toString());
            assertThat(tenantsSeen(application, "")).isEmpty();
            assertThat(tenantsSeen(application, null)).isEmpty();
            assertThatThrownBy(() -> run(
                            application,
                            "select set_config('app.tenant_id', '%s', true); update tenancy.subscription set tenant_id = '%s'"
                                    .formatted(mine.value(), theirs.value())))
                    .hasMessageContaining("row-level security");
        }
    }

    @Test
    void another_tenants_id_is_not_bound_even_by_mistake() {
        var context = tenants.of(mine);

        assertThatThrownBy(() -> context.sql()
                        .select(SUBSCRIPTION.ID)
                        .from(SUBSCRIPTION)
                        .where(SUBSCRIPTION.TENANT_ID.eq(theirs))
                        .fetch())
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("is the tenant");
    }

    @Test
    void nothing_of_a_tenant_stays_on_the_connection() throws SQLException {
        try (Connection application = TestDatabase.application()) {
            var source = new SingleConnectionDataSource(application, true);
            var sql = org.jooq.impl.DSL.using(
                    tenants.configuration().derive(new Connections.Pooled(source, mine, null, tenants.guard())));
            sql.select(SUBSCRIPTION.ID)
                    .from(SUBSCRIPTION)
                    .where(tenants.of(mine).owns(SUBSCRIPTION))
                    .fetch();

            assertThat(run(application, "select current_setting('app.tenant_id', true)"))
                    .containsExactly("");
        }
    }

    @Test
    void a_statement_with_an_array_answers_the_same_each_time_it_runs_on_a_connection() {
        TenantContext tenant = tenants.of(mine);
        var subscriptions = tenant.sql()
                .select(SUBSCRIPTION.ID)
                .from(SUBSCRIPTION)
                .where(tenant.owns(SUBSCRIPTION))
                .fetch(SUBSCRIPTION.ID);

        for (int time = 1; time <= 3; time++) {
            assertThat(tenant.sql()
                            .select(SUBSCRIPTION.ID)
                            .from(SUBSCRIPTION)
                            .where(tenant.owns(SUBSCRIPTION))
                            .and(Sql.isAny(SUBSCRIPTION.ID, subscriptions))
                            .fetch(SUBSCRIPTION.ID))
                    .as("time %d", time)
                    .isEqualTo(subscriptions);
        }
    }

    @Test
    void a_row_cannot_point_into_another_tenant() {
        var context = tenants.of(mine);

        assertThatThrownBy(() -> context.sql()
                        .insertInto(SUBSCRIPTION)
                        .set(SUBSCRIPTION.TENANT_ID, theirs)
                        .set(SUBSCRIPTION.PLAN, "basic")
                        .execute())
                .rootCause()
                .hasMessageContaining("is the tenant");
    }

    private static List<String> tenantsSeen(Connection connection, @org.jspecify.annotations.Nullable String tenant)
            throws SQLException {
        String setting = tenant == null ? "" : "select set_config('app.tenant_id', '%s', true); ".formatted(tenant);
        return run(connection, setting + "select tenant_id::text from tenancy.subscription");
    }

    private static List<String> run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            if (sql.startsWith("select set_config")) {
                rows = statement.getMoreResults();
            }
            var values = new java.util.ArrayList<String>();
            if (rows) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        values.add(result.getString(1));
                    }
                }
            }
            return values;
        }
    }
}
