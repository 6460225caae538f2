package io.merkato.database;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A PostgreSQL server of our own: unpacks the binaries on the class path, keeps its data in a folder, listens on
 * a free loopback port with passwords, and stops with us. PostgreSQL refuses to run as root, so under root it is
 * started as an unprivileged user, in a user namespace where those are allowed, else by changing the user id.
 *
 * <p>Uses nothing but the JDK, the driver and the unpackers: the code generator runs this file and {@link Shell} too.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** Whether the data must survive a power cut. Throw-away databases of tests do without. */
    public enum Durability {
        KEPT,
        THROWN_AWAY
    }

    /** How to reach the database: its address, and the passwords of the two logins of {@code db/roles.sql}. */
    public record Access(String url, String appPassword, String migratorPassword) {}

    /** Where it may listen. */
    interface Ports {
        int next() throws IOException;
    }

    static final String NOT_STARTED = "The embedded PostgreSQL did not start: ";

    static final String NOBODY = "65534";
    private static final String UNFINISHED = "data.unfinished";

    /** Nobody guesses 24 random bytes, and stretching them, as a weak password has to be, keeps each connection waiting. PostgreSQL before 16 does so all the same. */
    private static final String UNSTRETCHED =
            "select set_config('scram_iterations', '1', false) where current_setting('server_version_num')::int >= 160000";

    private final Path data;
    private final Shell shell;
    private final int port;
    private final String password;
    private final RandomAccessFile lockFile;

    private EmbeddedPostgres(Path directory, Durability durability, Ports ports) throws IOException {
        Files.createDirectories(directory);
        lockFile = lock(directory);
        data = directory.resolve("data");
        byte[] archive = archive();
        Path binaries = directory.resolveSibling("postgres-" + Integer.toHexString(Arrays.hashCode(archive)));
        shell = new Shell(Shell.unprivileged(), binaries.resolve("bin"), directory.resolve("command.log"));
        unpack(archive, binaries);
        Path passwordFile = directory.resolve("superuser-password");
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            create(passwordFile);
        }
        password = Files.readString(passwordFile).strip();
        stopLeftOver();
        port = start(durability, ports);
    }

    /**
     * Starts the server on the data in {@code directory}, made where there is none yet. Its binaries are unpacked once,
     * beside the directory.
     */
    public static EmbeddedPostgres start(Path directory, Durability durability) {
        return start(directory, durability, EmbeddedPostgres::freePort);
    }

    static EmbeddedPostgres start(Path directory, Durability durability, Ports ports) {
        try {
            return new EmbeddedPostgres(directory.toAbsolutePath(), durability, ports);
        } catch (IOException e) {
            throw new UncheckedIOException(NOT_STARTED + e.getMessage(), e);
        }
    }

    /** Creates the database where it is missing, and gives its roles new passwords. */
    public Access open(String database, String rolesSql) {
        String app = randomPassword();
        String migrator = randomPassword();
        try {
            try (Connection server = superuser("postgres")) {
                try (var statement = server.prepareStatement("select from pg_database where datname = ?")) {
                    statement.setString(1, database);
                    if (!statement.executeQuery().next()) {
                        server.createStatement().execute("create database \"" + database + "\"");
                    }
                }
            }
            try (Connection owner = superuser(database)) {
                owner.createStatement().execute(UNSTRETCHED);
                owner.createStatement()
                        .execute(rolesSql.replace(":app_password", "'" + app + "'")
                                .replace(":migrator_password", "'" + migrator + "'"));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The embedded PostgreSQL could not be prepared: " + e.getMessage(), e);
        }
        return new Access(url(database), app, migrator);
    }

    /** A connection as superuser; for preparing the server and for tests, never for the application. */
    public Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "postgres", password);
    }

    /** Of the superuser {@code postgres}; kept beside the data. */
    public String superuserPassword() {
        return password;
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    @Override
    public void close() {
        try (lockFile) {
            shell.run("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "stop");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RandomAccessFile lock(Path directory) throws IOException {
        var file = new RandomAccessFile(directory.resolve("lock").toFile(), "rw");
        FileLock held;
        try {
            held = file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            held = null;
        }
        if (held == null) {
            file.close();
            throw new IOException(
                    directory + " is in use by another Merkato; stop it, or set merkato.database.directory");
        }
        return file;
    }

    /** Made beside and moved when it is complete: what was killed meanwhile is begun anew. */
    private void create(Path passwordFile) throws IOException {
        clear();
        Path unfinished = data.resolveSibling(UNFINISHED + UUID.randomUUID());
        makeDirectory(unfinished, "rwx------");
        Path secret = Files.createTempFile(data.resolveSibling(""), UNFINISHED, ""); // which others may not read
        Files.writeString(secret, randomPassword());
        give(secret, "rw-------");
        Files.move(secret, passwordFile, StandardCopyOption.REPLACE_EXISTING);
        shell.run(
                "initdb",
                "--pgdata=" + unfinished,
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C",
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile);
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes what was begun before, as far as nothing that outlived its caller writes there still: that harms nobody. */
    private void clear() throws IOException {
        List<Path> begun;
        try (Stream<Path> all = Files.list(data.resolveSibling(""))) {
            begun = all.filter(file -> file.getFileName().toString().startsWith(UNFINISHED))
                    .toList();
        }
        for (Path folder : begun) {
            try {
                delete(folder);
            } catch (IOException | UncheckedIOException stillWritten) {
                // Another name is taken for what is made now.
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    /** A server that outlived a killed application still holds the data; our lock says that nobody uses it. */
    private void stopLeftOver() throws IOException {
        if (Files.exists(data.resolve("postmaster.pid"))
                && shell.exitCode("pg_ctl", "-D", data.toString(), "status") == 0) {
            shell.run("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "stop");
        }
    }

    /** Until it listens, somebody else may take the port: then on another one, at most thrice. */
    private int start(Durability durability, Ports ports) throws IOException {
        for (int left = 2; ; left--) {
            int free = ports.next();
            try {
                start(durability, free);
                return free;
            } catch (IOException e) {
                if (left == 0 || isFree(free)) {
                    throw e;
                }
            }
        }
    }

    private void start(Durability durability, int port) throws IOException {
        String durable = switch (durability) {
            case KEPT -> " -c fsync=on -c synchronous_commit=on";
            case THROWN_AWAY -> " -c fsync=off -c full_page_writes=off";
        };
        String options =
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200";
        String log = data.resolve("server.log").toString();
        shell.run("pg_ctl", "-D", data.toString(), "-o", options + durable, "-l", log, "-w", "-t", "60", "start");
    }

    /** By one of those who start at the same time and share the binaries; the others wait. */
    private void unpack(byte[] archive, Path target) throws IOException {
        Path complete = target.resolve("complete");
        if (Files.exists(complete)) {
            return;
        }
        makeDirectory(target, "rwxr-xr-x");
        synchronized (EmbeddedPostgres.class) {
            try (var turn = new RandomAccessFile(target.resolve("lock").toFile(), "rw");
                    FileLock held = turn.getChannel().lock()) {
                if (held.isValid() && !Files.exists(complete)) {
                    unpackAll(archive, target);
                    letOthersRun(target);
                    Files.createFile(complete);
                }
            }
        }
    }

    private static void unpackAll(byte[] archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, target);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("unsafe path in the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            if (posix() && (entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    /** Under root it is somebody else, whatever root's files are to others where nobody says so. */
    private static void letOthersRun(Path binaries) throws IOException {
        if (posix()) {
            try (Stream<Path> all = Files.walk(binaries)) {
                for (Path file : all.filter(each -> !Files.isSymbolicLink(each)).toList()) {
                    Files.setPosixFilePermissions(
                            file,
                            PosixFilePermissions.fromString(Files.isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static byte[] archive() throws IOException {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.contains("linux") ? "linux" : os.contains("mac") ? "darwin" : "windows";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String name = "postgres-" + system + "-" + arch + ".txz";
        try (InputStream packed = EmbeddedPostgres.class.getResourceAsStream("/" + name)) {
            if (packed == null) {
                throw new IOException("no PostgreSQL binaries for this platform (" + name
                        + "); set spring.datasource.url to a PostgreSQL of your own");
            }
            return packed.readAllBytes();
        }
    }

    private boolean changesUser() {
        return shell.prefix().contains("--reuid=" + NOBODY);
    }

    private void makeDirectory(Path directory, String permissions) throws IOException {
        Files.createDirectories(directory);
        give(directory, permissions);
        if (changesUser() && Shell.await(shell.process("test", "-x", directory.toString())) != 0) {
            String closed = closed(directory).map(Path::toString).orElse("a folder on the way there");
            throw new IOException(
                    "PostgreSQL does not run as root, and the unprivileged user that runs it cannot reach "
                            + directory + ", because " + closed + " lets nobody else in. Let others pass (chmod o+x "
                            + closed
                            + "), or set merkato.database.directory to a folder that everybody may enter, such as /var/tmp/merkato");
        }
    }

    /** The outermost folder on the way there that others may not enter. */
    static Optional<Path> closed(Path directory) throws IOException {
        Path folder = directory.getRoot();
        for (Path name : directory) {
            folder = folder.resolve(name);
            if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    private void give(Path path, String permissions) throws IOException {
        if (posix()) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
        if (changesUser()) {
            Files.setAttribute(path, "unix:uid", Integer.parseInt(NOBODY));
            Files.setAttribute(path, "unix:gid", Integer.parseInt(NOBODY));
        }
    }

    static boolean posix() {
        return Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String randomPassword() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
