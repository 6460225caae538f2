package io.merkato.database;

import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Migrates beside traffic: a migration that does not get its locks within {@code beforeEachMigrate.sql}'s time lets the others pass, and begins again. */
record PatientMigration(int attempts, Duration pause) {

    private static final Logger LOG = LoggerFactory.getLogger(PatientMigration.class);

    /** The SQLSTATE {@code lock_not_available}. */
    private static final String LOCKED = "55P03";

    /** Two minutes in all, for each migration as it comes. */
    static final PatientMigration BESIDE_TRAFFIC = new PatientMigration(30, Duration.ofSeconds(2));

    void migrate(Flyway flyway) {
        for (int attempt = 1; ; attempt++) {
            try {
                flyway.migrate();
                return;
            } catch (FlywayException failed) {
                if (attempt >= attempts || !wasLocked(failed)) {
                    throw failed;
                }
                LOG.warn(
                        "A migration waits for a table that others have locked, and tries again in {} s ({} of {}).",
                        pause.toSeconds(),
                        attempt,
                        attempts);
                rest();
            }
        }
    }

    private static boolean wasLocked(Throwable failed) {
        return failed instanceof SQLException database && LOCKED.equals(database.getSQLState())
                || failed.getCause() != null && wasLocked(failed.getCause());
    }

    private void rest() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a migration waited for a lock", e);
        }
    }
}
