package io.merkato.chaos;

import io.merkato.database.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A PostgreSQL that keeps what it said it had, and is killed with all its processes. */
final class Database implements Killed {

    private final Path folder;
    private final Relay relay = new Relay();
    private final EmbeddedPostgres.Access access;
    private EmbeddedPostgres postgres;

    /** @param folder beside those of other tests, so that the binaries are unpacked once */
    Database(Path folder) throws IOException {
        this.folder = folder;
        this.postgres = EmbeddedPostgres.start(folder, EmbeddedPostgres.Durability.KEPT);
        this.access = postgres.open("merkato", Files.readString(Path.of("db/roles.sql")));
        relay.leadTo(port(access.url()));
    }

    private static int port(String url) {
        return URI.create(url.substring("jdbc:".length())).getPort();
    }

    String[] settings() {
        return new String[] {
            "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + relay.port() + "/merkato",
            "--spring.datasource.username=merkato_app",
            "--spring.datasource.password=" + access.appPassword(),
            "--spring.flyway.user=merkato_migrator",
            "--spring.flyway.password=" + access.migratorPassword()
        };
    }

    synchronized Connection superuser() throws SQLException {
        return postgres.superuser("merkato");
    }

    /** As if time had passed: what a process asked that is gone by now may be taken up by another. Not while the database is gone too. */
    void passTime() {
        try (Connection connection = superuser()) {
            connection
                    .createStatement()
                    .execute(
                            "update payment.operation set next_at = now() where settled_at is null and next_at > now()");
        } catch (SQLException e) {
            // Then it takes its time.
        }
    }

    @Override
    public void kill() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        var all = Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.stream().map(ProcessHandle::onExit).forEach(CompletableFuture::join);
    }

    @Override
    public synchronized void start() {
        try {
            postgres.close();
        } catch (UncheckedIOException e) {
            // There is nothing left to be stopped.
        }
        postgres = EmbeddedPostgres.start(folder, EmbeddedPostgres.Durability.KEPT);
        try (Connection connection = postgres.superuser("merkato")) {
            relay.leadTo(port(connection.getMetaData().getURL()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        relay.close();
        postgres.close();
    }
}
