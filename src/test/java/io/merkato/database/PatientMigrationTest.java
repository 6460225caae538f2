package io.merkato.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Migrations that want a table while others have it, by the callback that ours have, in a schema of their own. */
class PatientMigrationTest {

    private static final String SHORT = "'100ms'";

    @TempDir
    private Path folder;

    private Connection other;

    @BeforeEach
    void a_table_that_somebody_reads() throws Exception {
        String callback = Files.readString(Path.of("db/migration/beforeEachMigrate.sql"));
        assertThat(callback).contains("'2s'");
        Files.writeString(folder.resolve("beforeEachMigrate.sql"), callback.replace("'2s'", SHORT));
        Files.writeString(
                folder.resolve("V1__wider.sql"),
                "alter table locked.thing add column how_long text default current_setting('lock_timeout')");
        Files.writeString(
                folder.resolve("V2__index.sql"), "create index concurrently thing_index on locked.thing (how_long)");
        other = TestDatabase.superuser();
        other.createStatement().execute("create schema locked; create table locked.thing (id int)");
        other.createStatement().execute("insert into locked.thing values (1)");
        other.setAutoCommit(false);
        other.createStatement().execute("lock table locked.thing in access share mode");
    }

    @AfterEach
    void nothing_stays() throws SQLException {
        other.rollback();
        other.setAutoCommit(true);
        other.createStatement().execute("drop schema locked cascade");
        other.close();
    }

    @Test
    void one_that_does_not_get_its_table_lets_others_pass_and_is_made_once_it_is_free() throws SQLException {
        Flyway flyway = flyway();

        assertThatThrownBy(() -> new PatientMigration(2, Duration.ZERO).migrate(flyway))
                .hasMessageContaining("canceling statement due to lock timeout")
                .hasMessageContaining("V1__wider.sql");

        var migrated = CompletableFuture.runAsync(() -> PatientMigration.BESIDE_TRAFFIC.migrate(flyway));
        other.rollback();
        migrated.join();
        try (var seen = other.createStatement().executeQuery("select how_long from locked.thing")) {
            seen.next();
            assertThat(seen.getString(1)).isEqualTo("100ms");
        }
        assertThat(flyway.info().current().getVersion().toString()).isEqualTo("2");
    }

    private Flyway flyway() {
        return Flyway.configure()
                .dataSource(new AbstractDataSource() {
                    @Override
                    public Connection getConnection() {
                        return TestDatabase.superuser();
                    }

                    @Override
                    public Connection getConnection(String user, String password) {
                        return getConnection();
                    }
                })
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .defaultSchema("locked")
                .locations("filesystem:" + folder)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }
}
