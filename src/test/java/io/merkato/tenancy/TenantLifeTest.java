package io.merkato.tenancy;

import static io.merkato.api.UserErrorCode.CONFLICT;
import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.NOT_FOUND;
import static io.merkato.api.UserErrorCode.REQUIRED;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.VERSION_CONFLICT;
import static io.merkato.tenancy.NewTenants.OPERATOR;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.merkato.AtOnce;
import io.merkato.InvariantsHold;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@MerkatoTest
@ExtendWith(InvariantsHold.class)
class TenantLifeTest {

    private final NewTenants newTenants;
    private final TenantContexts contexts;
    private final TenantCreate create;
    private final TenantUpdate update;
    private final TenantSuspend suspend;
    private final TenantResume resume;
    private final TenantClose close;
    private final TenantRestore restore;
    private final TenantPlanChange planChange;
    private final SubscriptionRepository subscriptions;
    private final TenantPurge purge;
    private final NightlyUpkeep upkeep;
    private final Tenants tenants;
    private final Statements statements;

    TenantLifeTest(
            NewTenants newTenants,
            TenantContexts contexts,
            TenantCreate create,
            TenantUpdate update,
            TenantSuspend suspend,
            TenantResume resume,
            TenantClose close,
            TenantRestore restore,
            TenantPlanChange planChange,
            SubscriptionRepository subscriptions,
            TenantPurge purge,
            NightlyUpkeep upkeep,
            Tenants tenants,
            Statements statements) {
        this.newTenants = newTenants;
        this.contexts = contexts;
        this.create = create;
        this.update = update;
        this.suspend = suspend;
        this.resume = resume;
        this.close = close;
        this.restore = restore;
        this.planChange = planChange;
        this.subscriptions = subscriptions;
        this.purge = purge;
        this.upkeep = upkeep;
        this.tenants = tenants;
        this.statements = statements;
    }

    @Test
    void a_new_tenant_is_active_and_subscribed() {
        String slug = NewTenants.slug();

        Tenant created = requireNonNull(
                create.tenantCreate(NewTenants.input(slug, "basic"), OPERATOR).tenant());

        assertThat(created)
                .extracting(
                        Tenant::slug,
                        Tenant::name,
                        Tenant::status,
                        Tenant::locale,
                        Tenant::currency,
                        Tenant::timeZone,
                        Tenant::country,
                        Tenant::residency,
                        Tenant::settings,
                        Tenant::plan,
                        Tenant::version,
                        Tenant::closingAt)
                .containsExactly(
                        slug,
                        "Buna",
                        Tenant.Status.ACTIVE,
                        Locale.forLanguageTag("am-ET"),
                        Currency.getInstance("ETB"),
                        "Africa/Addis_Ababa",
                        "ET",
                        "AFRICA",
                        Map.of("theme", "dark"),
                        "basic",
                        1,
                        null);
        assertThat(subscriptions.findAll(contexts.of(created.id())))
                .extracting(PlanSubscription::plan, PlanSubscription::endedAt)
                .containsExactly(tuple("basic", null));
        assertThat(tenants.findBySlug(slug)).contains(created);
    }

    @Test
    void of_64_creations_at_once_with_one_slug_one_succeeds() throws Exception {
        String slug = NewTenants.slug();
        List<TenantCreate.Payload> answers =
                AtOnce.all(64, i -> create.tenantCreate(NewTenants.input(slug, "basic"), OPERATOR));

        assertThat(answers).filteredOn(answer -> answer.tenant() != null).hasSize(1);
        assertThat(answers.stream().flatMap(answer -> answer.userErrors().stream()))
                .hasSize(63)
                .allMatch(error ->
                        error.code() == TAKEN && List.of("input", "slug").equals(error.path()));
    }

    @Test
    void everything_wrong_with_a_new_tenant_is_said_at_once() {
        var input = new TenantCreate.Input(
                "Not A Slug",
                " ",
                "gold",
                Locale.ENGLISH,
                Currency.getInstance("ETB"),
                "Africa/Atlantis",
                "XX",
                "AFRICA",
                Map.of(),
                null);

        assertThat(create.tenantCreate(input, OPERATOR).userErrors())
                .extracting(UserError::code, UserError::path)
                .containsExactly(
                        tuple(INVALID, List.of("input", "slug")),
                        tuple(REQUIRED, List.of("input", "name")),
                        tuple(INVALID, List.of("input", "timeZone")),
                        tuple(INVALID, List.of("input", "country")),
                        tuple(INVALID, List.of("input", "plan")));
    }

    @Test
    void a_slug_that_the_platform_needs_is_taken() {
        assertThat(create.tenantCreate(NewTenants.input("graphql", "basic"), OPERATOR)
                        .userErrors())
                .extracting(UserError::code)
                .containsExactly(TAKEN);
    }

    @Test
    void a_currency_that_the_platform_does_not_know_is_refused() {
        var input = new TenantCreate.Input(
                NewTenants.slug(),
                "Buna",
                "basic",
                Locale.ENGLISH,
                Currency.getInstance("XAU"),
                "UTC",
                "ET",
                "AFRICA",
                Map.of(),
                null);

        assertThat(create.tenantCreate(input, OPERATOR).userErrors())
                .extracting(UserError::code, UserError::path)
                .containsExactly(tuple(INVALID, List.of("input", "currency")));
    }

    @Test
    void an_update_changes_what_it_names_and_nothing_after_another_one() {
        Tenant before = newTenants.create();
        TenantContext tenant = contexts.of(before.id());

        Tenant after = requireNonNull(
                update.tenantUpdate(input("Buna & Sons"), 1, tenant, OPERATOR).tenant());

        assertThat(after.name()).isEqualTo("Buna & Sons");
        assertThat(after.version()).isEqualTo(2);
        assertThat(after.settings()).isEqualTo(Map.of("theme", "dark"));
        assertThat(update.tenantUpdate(input("Late"), 1, tenant, OPERATOR).userErrors())
                .extracting(UserError::code)
                .containsExactly(VERSION_CONFLICT);
        assertThat(tenants.byId(tenant)).isEqualTo(after);
    }

    private static TenantUpdate.Input input(String name) {
        return new TenantUpdate.Input(name, null, null, null, null, null);
    }

    @Test
    void a_tenant_goes_through_its_life_and_refuses_every_other_step() {
        Tenant.Id id = newTenants.create().id();
        var suspension = new TenantSuspend.Input("Unpaid");
        var closing = new TenantClose.Input("Asked to");

        assertThat(resume.tenantResume(id, OPERATOR).userErrors())
                .containsExactly(conflict(Tenant.Status.ACTIVE, "ACTIVE"));
        assertThat(restore.tenantRestore(id, OPERATOR).userErrors())
                .containsExactly(conflict(Tenant.Status.ACTIVE, "ACTIVE"));
        assertThat(suspend.tenantSuspend(id, suspension, OPERATOR).tenant())
                .extracting(Tenant::status, Tenant::statusReason)
                .containsExactly(Tenant.Status.SUSPENDED, "Unpaid");
        assertThat(suspend.tenantSuspend(id, suspension, OPERATOR).userErrors())
                .containsExactly(TenantStatusConflict.of(
                        Tenant.Status.SUSPENDED, "A tenant that is SUSPENDED cannot become SUSPENDED."));
        assertThat(resume.tenantResume(id, OPERATOR).tenant())
                .extracting(Tenant::status, Tenant::statusReason)
                .containsExactly(Tenant.Status.ACTIVE, null);
        assertThat(close.tenantClose(id, closing, OPERATOR).tenant())
                .extracting(Tenant::status, Tenant::statusReason)
                .containsExactly(Tenant.Status.CLOSING, "Asked to");
        assertThat(suspend.tenantSuspend(id, suspension, OPERATOR).userErrors())
                .containsExactly(TenantStatusConflict.of(
                        Tenant.Status.CLOSING, "A tenant that is CLOSING cannot become SUSPENDED."));
        assertThat(restore.tenantRestore(id, OPERATOR).tenant())
                .extracting(Tenant::status, Tenant::closingAt, Tenant::version)
                .containsExactly(Tenant.Status.ACTIVE, null, 5);
    }

    private static TenantStatusConflict conflict(Tenant.Status current, String to) {
        return TenantStatusConflict.of(current, "A tenant that is " + current + " cannot become " + to + ".");
    }

    @Test
    void a_tenant_that_never_existed_is_not_found() {
        var nobody = new Tenant.Id(Uuid7.next());

        assertThat(suspend.tenantSuspend(nobody, new TenantSuspend.Input("?"), OPERATOR)
                        .userErrors())
                .extracting(UserError::code, UserError::path)
                .containsExactly(tuple(NOT_FOUND, List.of("id")));
    }

    @Test
    void changing_the_plan_ends_one_subscription_and_begins_another() {
        Tenant before = newTenants.create("basic");
        TenantContext tenant = contexts.of(before.id());

        Tenant after = requireNonNull(planChange
                .tenantPlanChange(before.id(), new TenantPlanChange.Input("enterprise"), OPERATOR)
                .tenant());

        assertThat(after.plan()).isEqualTo("enterprise");
        List<PlanSubscription> terms = subscriptions.findAll(tenant);
        assertThat(terms).extracting(PlanSubscription::plan).containsExactly("enterprise", "basic");
        assertThat(terms.get(0).endedAt()).isNull();
        assertThat(terms.get(1).endedAt())
                .isBetween(terms.get(1).startedAt(), terms.get(0).startedAt());
        assertThat(planChange
                        .tenantPlanChange(before.id(), new TenantPlanChange.Input("enterprise"), OPERATOR)
                        .userErrors())
                .extracting(UserError::code)
                .containsExactly(CONFLICT);
    }

    @Test
    void a_closed_tenant_is_purged_after_90_days_down_to_its_slug_and_its_log() throws SQLException {
        Tenant tenant = newTenants.create();
        close.tenantClose(tenant.id(), new TenantClose.Input("Asked to"), OPERATOR);
        assertThat(purge.purge(tenant.id())).isFalse();
        closedFor(tenant, "2159 hours");
        assertThat(purge.purge(tenant.id())).isFalse();
        closedFor(tenant, "2160 hours");

        upkeep.run();

        assertThat(tenants.find(tenant.id()))
                .get()
                .extracting(Tenant::status, Tenant::slug, Tenant::settings)
                .containsExactly(Tenant.Status.CLOSED, tenant.slug(), Map.of());
        assertThat(rowsOf(tenant)).containsOnlyKeys("platform.audit_entry", "platform.audit_head");
        assertThat(restore.tenantRestore(tenant.id(), OPERATOR).userErrors())
                .containsExactly(conflict(Tenant.Status.CLOSED, "ACTIVE"));
        assertThat(create.tenantCreate(NewTenants.input(tenant.slug(), "basic"), OPERATOR)
                        .userErrors())
                .extracting(UserError::code)
                .containsExactly(TAKEN);
    }

    private static void closedFor(Tenant tenant, String time) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement statement = superuser.prepareStatement(
                        "update tenancy.tenant set closing_at = now() - cast(? as interval) where id = ?")) {
            statement.setString(1, time);
            statement.setObject(2, tenant.id().value());
            statement.executeUpdate();
        }
    }

    /** How many rows each table has of this tenant, where there are any. */
    private static Map<String, Integer> rowsOf(Tenant tenant) throws SQLException {
        var rows = new java.util.TreeMap<String, Integer>();
        try (Connection superuser = TestDatabase.superuser();
                ResultSet tables = superuser.createStatement().executeQuery("""
                        select quote_ident(n.nspname) || '.' || quote_ident(c.relname)
                        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
                        where a.attname = 'tenant_id' and c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')
                        """)) {
            while (tables.next()) {
                String table = tables.getString(1);
                try (ResultSet count = superuser
                        .createStatement()
                        .executeQuery("select count(*) from " + table + " where tenant_id = '"
                                + tenant.id().value() + "'")) {
                    count.next();
                    if (count.getInt(1) > 0) {
                        rows.put(table, count.getInt(1));
                    }
                }
            }
        }
        return rows;
    }

    @Test
    void a_tenant_cannot_be_restored_when_its_90_days_are_over() throws SQLException {
        Tenant tenant = newTenants.create();
        close.tenantClose(tenant.id(), new TenantClose.Input("Asked to"), OPERATOR);
        closedFor(tenant, "2160 hours");

        assertThat(restore.tenantRestore(tenant.id(), OPERATOR).userErrors())
                .containsExactly(TenantStatusConflict.of(
                        Tenant.Status.CLOSING, "The 90 days in which this tenant could be restored are over."));
    }

    @Test
    void a_tenant_is_ready_after_a_few_statements() {
        newTenants.create();

        assertThat(statements.of(newTenants::create)).hasSize(17);
    }

    @Test
    void the_database_lets_only_a_tenant_itself_change_its_row_and_nobody_its_slug() throws SQLException {
        Tenant mine = newTenants.create();
        Tenant theirs = newTenants.create();
        try (Connection application = TestDatabase.application()) {
            application
                    .createStatement()
                    .execute("select set_config('app.tenant_id', '" + mine.id().value() + "', false)");
            String change = "update tenancy.tenant set %s where slug = '%s'";

            assertThat(application.createStatement().executeUpdate(change.formatted("name = 'X'", theirs.slug())))
                    .isZero();
            assertThat(application.createStatement().executeUpdate(change.formatted("name = 'X'", mine.slug())))
                    .isEqualTo(1);
            for (String refused : List.of(change.formatted("slug = 'x'", mine.slug()), "delete from tenancy.tenant")) {
                assertThatThrownBy(() -> application.createStatement().execute(refused))
                        .hasMessageContaining("permission denied for table tenant");
            }
        }
    }
}
