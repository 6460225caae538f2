package io.merkato.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {

    /** Beside the databases of other tests, which have unpacked the same binaries. */
    private final Path directory = Path.of(
                    "target",
                    "test-database",
                    "killed-" + ProcessHandle.current().pid())
            .toAbsolutePath();

    @Test
    void a_first_start_that_is_killed_is_begun_anew() throws SQLException, IOException {
        Thread killer = Thread.ofVirtual().start(() -> {
            Patience.await().until(this::isBegun);
            ProcessHandle.current()
                    .descendants()
                    .filter(process -> process.info().commandLine().orElse("").contains("initdb --pgdata=" + directory))
                    .forEach(ProcessHandle::destroyForcibly);
        });
        assertThatThrownBy(() -> EmbeddedPostgres.start(directory, EmbeddedPostgres.Durability.THROWN_AWAY))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("initdb ended with 137");
        killer.interrupt();
        Files.delete(directory.resolve("lock")); // which ends with a process
        Path password = directory.resolve("superuser-password");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));

        try (var opened = Files.newInputStream(password);
                var postgres = EmbeddedPostgres.start(directory, EmbeddedPostgres.Durability.THROWN_AWAY);
                Connection superuser = postgres.superuser("postgres")) {
            assertThat(superuser.isValid(0)).isTrue();
            assertThat(new String(opened.readAllBytes(), StandardCharsets.UTF_8))
                    .hasSize(48)
                    .isNotEqualTo(postgres.superuserPassword());
            assertThat(permissions(password)).isEqualTo("rw-------");
        }
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isBegun() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.anyMatch(file -> file.endsWith("PG_VERSION"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
