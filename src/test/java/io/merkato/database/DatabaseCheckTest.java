package io.merkato.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** On which databases the application does not start. */
class DatabaseCheckTest {

    @Test
    void the_application_starts_with_its_login_as_roles_sql_makes_it() throws SQLException {
        try (Connection application = TestDatabase.application()) {
            assertThatCode(() -> check(application)).doesNotThrowAnyException();
        }
    }

    @Test
    void statements_without_a_limit_of_time_are_refused() throws SQLException {
        refused(
                TestDatabase.application(),
                "set statement_timeout = 0",
                "statements may take for ever, and one of them the whole pool; see db/roles.sql");
    }

    @Test
    void commits_that_are_not_safe_are_refused() throws SQLException {
        refused(
                TestDatabase.application(),
                "set synchronous_commit = off",
                "synchronous_commit is off: acknowledged orders could be lost");
    }

    @Test
    void a_login_that_row_level_security_does_not_bind_is_refused() throws SQLException {
        for (String login : new String[] {"reset role", "set role merkato_operator", "set role merkato_owner"}) {
            refused(
                    TestDatabase.superuser(),
                    "set statement_timeout = '15s'; " + login,
                    "the application logs in as a role that row-level security does not bind; use merkato_app, see db/roles.sql");
        }
    }

    private static void refused(Connection connection, String settings, String why) throws SQLException {
        try (connection) {
            connection.createStatement().execute(settings);
            assertThatThrownBy(() -> check(connection))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Not starting on this database: " + why + ".");
        }
    }

    private static void check(Connection connection) throws SQLException {
        new DatabaseCheck(new SingleConnectionDataSource(connection, true)).afterPropertiesSet();
    }
}
