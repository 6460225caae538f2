package io.merkato.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.Merkato;
import io.merkato.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

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

    @Test
    void a_port_that_somebody_else_took_in_between_is_left_to_them_twice() throws SQLException, IOException {
        Path contended = directory.resolveSibling("contended-" + directory.getFileName());
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = other.getLocalPort();
            var thrice = List.of(taken, taken, taken).iterator();
            assertThatThrownBy(() ->
                            EmbeddedPostgres.start(contended, EmbeddedPostgres.Durability.THROWN_AWAY, thrice::next))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("pg_ctl ended with 1");
            assertThat(thrice).isExhausted();
            Files.delete(contended.resolve("lock"));

            var twice = List.of(taken, taken, 0).iterator();
            try (var postgres = EmbeddedPostgres.start(
                            contended,
                            EmbeddedPostgres.Durability.THROWN_AWAY,
                            () -> twice.next() == taken ? taken : free());
                    Connection superuser = postgres.superuser("postgres")) {
                assertThat(superuser.isValid(0)).isTrue();
            }
        }
    }

    /** In a process of its own, since that is whose the umask is. */
    @Test
    void whoever_runs_it_may_read_the_binaries_whatever_the_umask() throws IOException, InterruptedException {
        Path masked = directory.resolveSibling("masked-" + directory.getFileName());
        Files.createDirectories(masked.resolve("postgres"));

        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask 077 && exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Merkato.class.getName(),
                        "--" + InvariantCheck.OPTION,
                        "--merkato.database.directory=" + masked)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said).contains("The invariants could not be checked: "); // of a database that is empty

        Path binaries;
        try (Stream<Path> folders = Files.list(masked)) {
            binaries = folders.filter(folder -> folder.getFileName().toString().startsWith("postgres-"))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(permissions(binaries.resolve("share"))).isEqualTo("rwxr-xr-x");
        assertThat(permissions(binaries.resolve("bin/initdb"))).isEqualTo("rwxr-xr-x");
        try (Stream<Path> unpacked = Stream.of("bin", "lib", "share").flatMap(part -> walk(binaries.resolve(part)))) {
            assertThat(unpacked.map(EmbeddedPostgresTest::permissions).distinct())
                    .containsExactlyInAnyOrder("rwxr-xr-x", "rw-r--r--");
        }
        FileSystemUtils.deleteRecursively(masked);
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
