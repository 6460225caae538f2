package io.merkato.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/**
 * Refuses to start on a database that would not keep tenants apart or commits safe: a login that row-level security does
 * not bind, a server before PostgreSQL 15, {@code synchronous_commit} off, statements without a limit of time, or with one that
 * the connection does not wait for. Flyway needs it to migrate, so what is refused has not been changed.
 */
@Component
class DatabaseCheck implements InitializingBean, FlywayMigrationStrategy {

    private static final int OLDEST = 150_000;
    private static final String FACTS = """
            select current_setting('server_version_num')::int as version, current_setting('synchronous_commit') as commits,
                   (select setting::int from pg_settings where name = 'statement_timeout') as patience,
                   rolsuper or rolbypassrls as unbound,
                   exists (select from pg_class where relowner = pg_roles.oid) as owns,
                   pg_has_role(rolname, 'merkato_owner', 'member') or pg_has_role(rolname, 'merkato_operator', 'member') as may_become
            from pg_roles where rolname = current_user
            """;

    private final DataSource dataSource;

    DatabaseCheck(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void afterPropertiesSet() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                var statement = connection.prepareStatement(FACTS);
                ResultSet facts = statement.executeQuery()) {
            facts.next();
            require(facts.getInt("version") >= OLDEST, "PostgreSQL 15 or newer is needed");
            require(
                    !facts.getString("commits").equals("off"),
                    "synchronous_commit is off: acknowledged orders could be lost");
            int patience = facts.getInt("patience");
            require(patience != 0, "statements may take for ever, and one of them the whole pool; see db/roles.sql");
            int waiting = connection.getNetworkTimeout();
            require(
                    waiting == 0 || waiting > patience,
                    "statements may take as long as an answer is waited for; raise spring.datasource.hikari.data-source-properties.socketTimeout above the role's statement_timeout");
            require(
                    !facts.getBoolean("unbound") && !facts.getBoolean("owns") && !facts.getBoolean("may_become"),
                    "the application logs in as a role that row-level security does not bind; use merkato_app, see db/roles.sql");
        }
    }

    @Override
    public void migrate(Flyway flyway) {
        PatientMigration.BESIDE_TRAFFIC.migrate(flyway);
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new IllegalStateException("Not starting on this database: " + otherwise + ".");
        }
    }
}
