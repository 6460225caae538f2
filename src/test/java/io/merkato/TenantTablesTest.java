package io.merkato;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every table there is and every one to come, read from the catalogue of the live database. */
@MerkatoTest
class TenantTablesTest {

    /** Belong to no tenant, each for a reason: read before a tenant is known, or the platform's own. */
    private static final String GLOBAL = """
            money.currency tenancy.tenant tenancy.plan tenancy.plan_feature tenancy.plan_limit tenancy.feature
            identity.user identity.platform_operator identity.password identity.password_reset identity.sign_up identity.session
            identity.refresh_token identity.attempt identity.signing_key identity.permission
            identity.built_in_role identity.built_in_role_permission
            platform.operator_entry platform.operator_head platform.scheduled_task ordering.transition ledger.account_code payment.provider payment.provider_currency payment.provider_country
            """;

    /** Look across tenants, each for a reason, and take the tenant or a public natural key. */
    private static final String DEFINER_FUNCTIONS =
            "tenancy.tenant_of_host tenancy.keep_host tenancy.purge tenancy.domains_of tenancy.subscriptions_of platform.audit_append platform.operator_append platform.tenants_to_deliver_for payment.tenants_to_settle_for payment.tenants_with_holds_due payment.tenant_of_account payment.count_event payment.keep_for_operation"
                    + " catalog.search_products catalog.refresh_statistics bulk.waiting_tenants bulk.import_marks ordering.order_marks inventory.stock_marks inventory.move inventory.waiting_tenants channel.count_cash ledger.book ledger.hold_accounts tenancy.content_changed tenancy.count_content_change";

    private static final String TABLES = """
            with tables as (
                select c.oid, n.nspname || '.' || c.relname as name, c.relrowsecurity, c.relforcerowsecurity, c.relowner,
                       exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as of_tenant
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'p') and has_table_privilege('merkato_app', c.oid, 'select, insert, update, delete') and n.nspname not in ('pg_catalog', 'information_schema', 'migration', 'pg_toast'))
            """;

    @Test
    void a_table_belongs_to_a_tenant_or_is_on_the_list() {
        assertThat(strings(TABLES + "select name from tables where not of_tenant order by name"))
                .containsExactlyInAnyOrder(GLOBAL.strip().split("\\s+"));
    }

    @Test
    void row_level_security_is_forced_on_every_tenant_table() {
        assertThat(strings(TABLES
                        + "select name from tables where of_tenant and not (relrowsecurity and relforcerowsecurity)"))
                .isEmpty();
    }

    @Test
    void every_tenant_table_has_just_the_one_policy_for_reading_and_writing() {
        assertThat(strings(TABLES + """
                        select name || ' ' || coalesce(string_agg(concat_ws(' ', p.polname, p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)), ';'), 'none')
                        from tables left join pg_policy p on p.polrelid = tables.oid
                        where of_tenant
                        group by name
                        having count(*) <> 1 or not bool_and(
                            p.polcmd = '*' and p.polroles = '{0}'
                            and pg_get_expr(p.polqual, p.polrelid) like '(tenant_id = ( SELECT tenancy.current_tenant_id() AS %'
                            and pg_get_expr(p.polwithcheck, p.polrelid) = pg_get_expr(p.polqual, p.polrelid))
                        """)).isEmpty();
    }

    @Test
    void every_key_of_a_tenant_table_begins_with_the_tenant() {
        assertThat(strings(TABLES + """
                        select name || ': ' || pg_get_indexdef(i.indexrelid)
                        from tables join pg_index i on i.indrelid = tables.oid
                        join pg_attribute first on first.attrelid = tables.oid and first.attnum = i.indkey[0]
                        where of_tenant and i.indisunique and first.attname <> 'tenant_id'
                        """)).isEmpty();
    }

    @Test
    void every_tenant_table_has_a_primary_key_and_a_tenant_that_is_never_null() {
        assertThat(strings(TABLES + """
                        select name from tables
                        where of_tenant and (
                            not exists (select from pg_index i where i.indrelid = tables.oid and i.indisprimary)
                            or exists (select from pg_attribute a where a.attrelid = tables.oid and a.attname = 'tenant_id' and not a.attnotnull))
                        """)).isEmpty();
    }

    @Test
    void a_foreign_key_between_tenant_tables_pairs_their_tenants() {
        assertThat(strings(TABLES + """
                        select child.name || ': ' || k.conname
                        from pg_constraint k
                        join tables child on child.oid = k.conrelid
                        join tables parent on parent.oid = k.confrelid
                        join pg_attribute c on c.attrelid = k.conrelid and c.attnum = k.conkey[1]
                        join pg_attribute p on p.attrelid = k.confrelid and p.attnum = k.confkey[1]
                        where k.contype = 'f' and parent.of_tenant
                          and not (c.attname = 'tenant_id' and p.attname = 'tenant_id')
                        """)).isEmpty();
    }

    @Test
    void nothing_is_owned_by_the_application() {
        assertThat(strings("""
                        select relname::text from pg_class where relowner = 'merkato_app'::regrole
                        union all select proname::text from pg_proc where proowner = 'merkato_app'::regrole
                        """)).isEmpty();
    }

    @Test
    void views_obey_the_policies_of_whoever_reads_them() {
        assertThat(strings("""
                        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname not in ('pg_catalog', 'information_schema', 'public')
                          and (c.relkind = 'm' or c.relkind = 'v' and not coalesce(c.reloptions::text like '%security_invoker=true%', false))
                        """)).isEmpty();
    }

    @Test
    void functions_that_look_across_tenants_are_on_the_list_and_trust_no_search_path() {
        assertThat(strings("""
                        select n.nspname || '.' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                        where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema') order by 1
                        """)).containsExactlyInAnyOrder(DEFINER_FUNCTIONS.split("\\s+"));
        assertThat(strings("""
                        select p.proname::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                        where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema') and not coalesce(p.proconfig::text like '%search_path=%', false)
                        """)).isEmpty();
    }

    private static List<String> strings(String sql) {
        try (Connection connection = TestDatabase.superuser();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            var strings = new ArrayList<String>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
