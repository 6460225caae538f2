package io.merkato.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
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
    void statements_that_may_take_as_long_as_their_answer_is_waited_for_are_refused() throws SQLException {
        Connection impatient = TestDatabase.application();
        impatient.setNetworkTimeout(Runnable::run, 15_000);
        refused(
                impatient,
                "set statement_timeout = '15s'",
                "statements may take as long as an answer is waited for; raise spring.datasource.hikari.data-source-properties.socketTimeout above the role's statement_timeout");
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

    @Test
    void what_is_refused_has_not_been_migrated() throws SQLException {
        String fresh = "refused_" + ProcessHandle.current().pid();
        try (Connection superuser = TestDatabase.superuser();
                var statement = superuser.createStatement()) {
            statement.execute("create database " + fresh);
            statement.execute("grant create on database %s to merkato_owner".formatted(fresh));
            statement.execute("create role %s login password 'fresh' in role merkato_owner".formatted(fresh));
            statement.execute("alter role %s set statement_timeout = '15s'".formatted(fresh));
            String url = superuser.getMetaData().getURL().replaceAll("/merkato\\b", "/" + fresh);

            new ApplicationContextRunner()
                    .withInitializer(new ConfigDataApplicationContextInitializer())
                    .withConfiguration(
                            AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
                    .withBean(DatabaseCheck.class)
                    .withPropertyValues(Arrays.stream(TestDatabase.settingsOfNode(TestDatabase.port()))
                            .map(setting -> setting.substring("--".length()))
                            .toArray(String[]::new))
                    .withPropertyValues(
                            "spring.datasource.url=" + url,
                            "spring.datasource.username=" + fresh,
                            "spring.datasource.password=fresh")
                    .run(
                            context -> assertThat(context.getStartupFailure())
                                    .rootCause()
                                    .hasMessage(
                                            "Not starting on this database: the application logs in as a role that row-level security does not bind; use merkato_app, see db/roles.sql."));

            try (Connection there = DriverManager.getConnection(url, fresh, "fresh");
                    ResultSet schemas = there.createStatement()
                            .executeQuery("select string_agg(nspname, ' ' order by nspname) from pg_namespace"
                                    + " where nspname !~ '^pg_' and nspname <> 'information_schema'")) {
                schemas.next();
                assertThat(schemas.getString(1)).isEqualTo("public");
            }
            statement.execute("drop database " + fresh);
            statement.execute("drop role " + fresh);
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
