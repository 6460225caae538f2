package io.merkato.platform;

import static io.merkato.api.Permission.TENANT_MANAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Connection;
import io.merkato.api.DateTimeRange;
import io.merkato.api.MutationPayload;
import io.merkato.api.PageArgs;
import io.merkato.api.StringMatch;
import io.merkato.api.TypeId;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.TenantContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@MerkatoTest
class AuditTest {

    private static final PageArgs ALL = new PageArgs(100, null, null, null);
    private static final Viewer SELAM = Viewer.system("selam");

    private final AuditRepository log;
    private final PlatformContext platform;
    private final NewTenants newTenants;

    AuditTest(AuditRepository log, PlatformContext platform, NewTenants newTenants) {
        this.log = log;
        this.platform = platform;
        this.newTenants = newTenants;
    }

    record Thing(Id id, String name, String password) {
        record Id(UUID value) implements TypeId {
            @Override
            public String prefix() {
                return "thing";
            }
        }
    }

    /** Stands for any mutation. */
    static final class ThingRename {
        record Payload(List<UserError> userErrors) implements MutationPayload {}

        static void run(TenantContext tenant, Thing before, Thing after) {
            tenant.mutate(SELAM.may(TENANT_MANAGE), Payload::new, tx -> {
                tx.changes(after.id(), before, after);
                return new Payload(List.of());
            });
        }
    }

    private static Thing thing(String name) {
        return new Thing(new Thing.Id(Uuid7.next()), name, "open sesame");
    }

    @Test
    void a_mutation_leaves_who_what_before_and_after() {
        TenantContext tenant = newTenants.context();
        Thing before = thing("old");
        Thing after = new Thing(before.id(), "new", "open wheat");

        ThingRename.run(tenant, before, after);

        AuditEntry entry = entries(tenant, null).getFirst();
        assertThat(entry)
                .extracting(AuditEntry::sequence, AuditEntry::action, AuditEntry::targetType, AuditEntry::targetId)
                .containsExactly(2L, "thingRename", "Thing", before.id().text());
        assertThat(entry.actor()).isEqualTo(SELAM.actor());
        assertThat(entry.before()).isEqualTo(Map.of("name", "old", "password", "***"));
        assertThat(entry.after()).isEqualTo(Map.of("name", "new", "password", "***"));
    }

    @Test
    void nobody_else_is_written_into_the_platforms_chain_about_a_tenant() throws SQLException {
        TenantContext tenant = newTenants.context();
        TenantContext other = newTenants.context();

        assertThat(refusal(tenant, tenant, "USER")).contains("by an operator");
        assertThat(refusal(tenant, other, "OPERATOR")).contains("within a transaction of that tenant");
        assertThat(refusal(null, tenant, "OPERATOR")).contains("within a transaction of that tenant");
        assertThat(refusal(tenant, tenant, "OPERATOR")).isEmpty();
    }

    /** What the database says to an entry about the one tenant, written with the application's login for another. */
    private static String refusal(@Nullable TenantContext within, TenantContext about, String actor)
            throws SQLException {
        try (var application = TestDatabase.application();
                var append = application.prepareStatement("""
                        select set_config('app.tenant_id', ?, true),
                               platform.operator_append(?, gen_random_uuid(), ?, null, 'x', 'x', null, null, null, null, null, null, null)
                        """)) {
            application.setAutoCommit(false);
            append.setString(1, within == null ? "" : within.id().value().toString());
            append.setObject(2, about.id().value());
            append.setString(3, actor);
            append.execute();
            return "";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void the_chain_can_be_recomputed_outside_the_database() throws NoSuchAlgorithmException, SQLException {
        TenantContext tenant = newTenants.context();
        ThingRename.run(tenant, thing("a"), thing("b"));

        byte[] previous = new byte[32];
        try (var superuser = TestDatabase.superuser();
                PreparedStatement select = superuser.prepareStatement("""
                        select platform.audit_content(tenant_id, id, sequence, at, actor_kind, actor_id, actor_name, action, target_type, target_id,
                                                      before, after, ip, user_agent, request_id), hash
                        from platform.audit_entry where tenant_id = ? order by sequence
                        """)) {
            select.setObject(1, tenant.id().value());
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                var sha = MessageDigest.getInstance("SHA-256");
                sha.update(previous);
                previous = sha.digest(rows.getString(1).getBytes(StandardCharsets.UTF_8));
                assertThat(rows.getBytes(2)).isEqualTo(previous);
            }
        }
        assertThat(log.verify(tenant))
                .isEqualTo(new AuditVerification(2, null, HexFormat.of().formatHex(previous)));
    }

    @Test
    void a_changed_a_missing_and_a_cut_off_entry_are_found() throws SQLException {
        TenantContext tenant = newTenants.context();
        for (int i = 0; i < 4; i++) {
            ThingRename.run(tenant, thing("a"), thing("b"));
        }
        assertThat(log.verify(tenant).intact()).isTrue();

        assertThat(
                        brokenAfter(
                                tenant,
                                "update platform.audit_entry set actor_name = 'somebody else' where tenant_id = ? and sequence = 3"))
                .isEqualTo(3);
        assertThat(brokenAfter(
                        tenant, "update platform.audit_entry set before = null where tenant_id = ? and sequence = 2"))
                .isEqualTo(2);
        assertThat(brokenAfter(tenant, "delete from platform.audit_entry where tenant_id = ? and sequence = 2"))
                .isEqualTo(2);
        assertThat(brokenAfter(tenant, "delete from platform.audit_entry where tenant_id = ? and sequence = 5"))
                .isEqualTo(5);
        assertThat(brokenAfter(tenant, "delete from platform.audit_head where tenant_id = ?"))
                .isEqualTo(6);
        assertThat(log.verify(tenant).intact()).isTrue();
    }

    /** Tampers as only a superuser can, looks, and takes it back. */
    private static long brokenAfter(TenantContext tenant, String tampering) throws SQLException {
        try (var superuser = TestDatabase.superuser()) {
            superuser.setAutoCommit(false);
            superuser
                    .createStatement()
                    .execute("alter table platform.audit_entry disable trigger audit_entry_append_only");
            try (PreparedStatement statement = superuser.prepareStatement(tampering);
                    PreparedStatement verify =
                            superuser.prepareStatement("select broken_at from platform.audit_verify(?)")) {
                statement.setObject(1, tenant.id().value());
                assertThat(statement.executeUpdate()).isEqualTo(1);
                verify.setObject(1, tenant.id().value());
                ResultSet row = verify.executeQuery();
                row.next();
                return row.getLong(1);
            } finally {
                superuser.rollback();
            }
        }
    }

    @Test
    void neither_the_application_nor_the_owner_nor_a_superuser_simply_changes_an_entry() throws SQLException {
        newTenants.create();
        for (String role : List.of("merkato_app", "merkato_owner", "merkato_operator", "postgres")) {
            for (String change : List.of(
                    "update platform.audit_entry set action = 'x'",
                    "delete from platform.audit_entry",
                    "truncate platform.audit_entry",
                    "update platform.operator_entry set action = 'x'",
                    "delete from platform.operator_entry")) {
                try (var superuser = TestDatabase.superuser();
                        var statement = superuser.createStatement()) {
                    statement.execute(
                            role.equals("postgres") ? "set session_replication_role = replica" : "set role " + role);
                    assertThatThrownBy(() -> statement.execute(change))
                            .as(role + ": " + change)
                            .isInstanceOfSatisfying(
                                    SQLException.class,
                                    e -> assertThat(e.getSQLState()).isEqualTo("42501"));
                }
            }
        }
    }

    @Test
    void entries_are_found_by_actor_action_target_and_time() {
        TenantContext tenant = newTenants.context();
        Thing thing = thing("a");
        ThingRename.run(tenant, thing, new Thing(thing.id(), "b", "open sesame"));
        Instant now = Instant.now().plusSeconds(60);

        assertThat(entries(tenant, null)).extracting(AuditEntry::action).containsExactly("thingRename", "tenantCreate");
        assertThat(entries(tenant, new AuditWhere(null, null, null, null, eq("tenantCreate"), null, null, null)))
                .extracting(AuditEntry::action)
                .containsExactly("tenantCreate");
        assertThat(entries(tenant, new AuditWhere(null, null, null, null, null, eq("Thing"), null, null)))
                .hasSize(1);
        assertThat(entries(
                        tenant,
                        new AuditWhere(
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                eq(thing.id().text()),
                                null)))
                .hasSize(1);
        assertThat(entries(tenant, new AuditWhere(null, null, null, eq("user_nobody"), null, null, null, null)))
                .isEmpty();
        assertThat(entries(
                        tenant,
                        new AuditWhere(
                                null, null, null, null, new StringMatch(null, List.of(), null), null, null, null)))
                .isEmpty();
        assertThat(entries(
                        tenant, new AuditWhere(null, null, null, null, null, null, null, new DateTimeRange(null, now))))
                .hasSize(2);
        assertThat(entries(
                        tenant, new AuditWhere(null, null, null, null, null, null, null, new DateTimeRange(now, null))))
                .isEmpty();
    }

    private List<AuditEntry> entries(TenantContext tenant, @Nullable AuditWhere where) {
        return log.findAll(tenant, where, ALL).nodes();
    }

    private static StringMatch eq(String text) {
        return new StringMatch(text, null, null);
    }

    @Test
    void the_log_is_read_page_by_page() {
        TenantContext tenant = newTenants.context();
        ThingRename.run(tenant, thing("a"), thing("b"));
        ThingRename.run(tenant, thing("a"), thing("b"));

        Connection<AuditEntry> first = log.findAll(tenant, null, new PageArgs(2, null, null, null));
        Connection<AuditEntry> second = log.findAll(
                tenant, null, new PageArgs(2, String.valueOf(first.pageInfo().endCursor()), null, null));

        assertThat(first.nodes()).extracting(AuditEntry::sequence).containsExactly(3L, 2L);
        assertThat(second.nodes()).extracting(AuditEntry::sequence).containsExactly(1L);
        assertThat(second.pageInfo().hasNextPage()).isFalse();
    }

    @Test
    void what_operators_do_stands_in_the_platforms_chain_too() {
        TenantContext tenant = newTenants.context();

        assertThat(log.findAll(
                                platform,
                                new AuditWhere(
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        eq(tenant.id().text()),
                                        null),
                                ALL)
                        .nodes())
                .extracting(AuditEntry::action, AuditEntry::targetType)
                .containsExactly(tuple("tenantCreate", "Tenant"));
        assertThat(log.verify(platform).intact()).isTrue();
    }

    @Test
    void mutations_at_once_make_one_chain_without_gaps() {
        TenantContext tenant = newTenants.context();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                threads.submit(() -> ThingRename.run(tenant, thing("a"), thing("b")));
            }
        }

        assertThat(log.verify(tenant))
                .extracting(AuditVerification::entries, AuditVerification::intact)
                .containsExactly(65L, true);
    }
}
