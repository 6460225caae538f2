package io.merkato.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code db/roles.sql} makes of roles that are there. All of it is rolled back. */
class RolesTest {

    private static final List<String> OURS = List.of(
            "idle_in_transaction_session_timeout=60s",
            "lock_timeout=10s",
            "plan_cache_mode=force_generic_plan",
            "search_path=\"\"",
            "statement_timeout=3s",
            "TimeZone=UTC");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alter role merkato_app set statement_timeout = '15s'",
                "alter role merkato_app set statement_timeout = 0"
            })
    void a_role_without_settings_or_with_former_ones_gets_ours_and_a_statement_may_take_three_seconds(String before)
            throws Exception {
        assertThat(settingsAfterRunningAgain("alter role merkato_app reset all; " + before))
                .containsExactlyElementsOf(OURS);
    }

    @Test
    void times_that_an_operator_has_set_stay() throws Exception {
        assertThat(
                        settingsAfterRunningAgain(
                                "alter role merkato_app reset all; alter role merkato_app set statement_timeout = '5s'; alter role merkato_app set lock_timeout = '20s'"))
                .containsExactly(
                        "idle_in_transaction_session_timeout=60s",
                        "lock_timeout=20s",
                        "plan_cache_mode=force_generic_plan",
                        "search_path=\"\"",
                        "statement_timeout=5s",
                        "TimeZone=UTC");
    }

    @Test
    void the_operator_sees_every_tenant_again() throws Exception {
        assertThat(afterRunningAgain(
                        "alter role merkato_operator nobypassrls",
                        "select rolbypassrls from pg_roles where rolname = 'merkato_operator'"))
                .containsExactly("t");
    }

    private static List<String> settingsAfterRunningAgain(String before) throws SQLException, IOException {
        return afterRunningAgain(
                before,
                "select has from pg_roles r, unnest(r.rolconfig) as has where r.rolname = 'merkato_app' order by lower(has)");
    }

    private static List<String> afterRunningAgain(String before, String asked) throws SQLException, IOException {
        String roles = Files.readString(Path.of("db/roles.sql"))
                .replace(":app_password", "'of nobody'")
                .replace(":migrator_password", "'of nobody'");
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.setAutoCommit(false);
            superuser.createStatement().execute(before);
            superuser.createStatement().execute(roles);
            var found = new ArrayList<String>();
            try (ResultSet rows = superuser.createStatement().executeQuery(asked)) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            superuser.rollback();
            return found;
        }
    }
}
