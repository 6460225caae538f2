package io.merkato;

import io.merkato.database.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Future;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The PostgreSQL that the tests of one JVM share: a container where a Docker engine answers, else the embedded
 * one. Each test makes its own tenants in it.
 */
public final class TestDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private record Server(EmbeddedPostgres.Access access, String superuser, String superuserPassword) {}

    /** As the slowest machine, as is all below; but who waits for each other is told soon. */
    private static final String PATIENT = "alter role merkato_app set statement_timeout = '15s';"
            + "alter role merkato_app set deadlock_timeout = '100ms';";

    private static final Server SERVER = start();

    /** A connection that row-level security does not bind, to look at and tamper with what the application cannot. */
    public static Connection superuser() {
        try {
            return DriverManager.getConnection(SERVER.access().url(), SERVER.superuser(), SERVER.superuserPassword());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is asked of it once. */
    public interface Asked<T> {
        T of(Connection superuser) throws SQLException;
    }

    /** Signed in once for all that is asked one at a time, as that takes longer than most statements. */
    private static final class Shared {
        private static final Connection SUPERUSER = superuser();
    }

    /** By a connection that all share, each statement a transaction of its own. */
    public static <T> T asSuperuser(Asked<T> asked) {
        synchronized (Shared.class) {
            try {
                return asked.of(Shared.SUPERUSER);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Whether somebody waits for what the transaction of this connection holds. */
    public static boolean isWaitedFor(Connection holder) {
        return waitingFor(holder) > 0;
    }

    /** How many wait for what the transaction of this connection holds, those among them who wait for each other. */
    public static int waitingFor(Connection holder) {
        try (Statement statement = holder.createStatement();
                ResultSet waiting = statement.executeQuery("""
                        with recursive waiting (pid) as (
                            select pg_backend_pid()
                            union select l.pid from pg_locks l join waiting w on w.pid = any (pg_blocking_pids(l.pid)) where not l.granted
                        )
                        select count(*) - 1 from waiting""")) {
            waiting.next();
            return waiting.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until so many wait, or who is the last of them does not. */
    public static void awaitWaiting(Connection holder, int many, Future<?> last) {
        while (!last.isDone() && waitingFor(holder) < many) {
            Thread.onSpinWait();
        }
    }

    /** A connection with the application's login and no tenant. */
    public static Connection application() throws SQLException {
        return DriverManager.getConnection(
                SERVER.access().url(), "merkato_app", SERVER.access().appPassword());
    }

    /** The same, by way of another loopback port that leads to the server. */
    public static Connection application(int port) throws SQLException {
        return DriverManager.getConnection(
                url(port), "merkato_app", SERVER.access().appPassword());
    }

    /** What another process is told to be a node beside the application of the tests, by way of that port. */
    public static String[] settingsOfNode(int port) {
        return settings(url(port)).stream().map(setting -> "--" + setting).toArray(String[]::new);
    }

    private static String url(int port) {
        return SERVER.access().url().replace(":" + port() + "/", ":" + port + "/");
    }

    private static List<String> settings(String url) {
        return List.of(
                "spring.datasource.url=" + url,
                "spring.datasource.username=merkato_app",
                "spring.datasource.password=" + SERVER.access().appPassword(),
                "spring.flyway.user=merkato_migrator",
                "spring.flyway.password=" + SERVER.access().migratorPassword(),
                "merkato.webhooks.deliver=false",
                "merkato.payments.test-accounts=true",
                "merkato.secret=dGhlIHRlc3RzIHNpZ24gd2l0aCB0aGlzLCBub2JvZHkgZWxzZQ==");
    }

    public static int port() {
        return java.net
                .URI
                .create(SERVER.access().url().substring("jdbc:".length()))
                .getPort();
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of(settings(SERVER.access().url()))
                .and(
                        "merkato.demo=true",
                        "merkato.metrics.token=the tests look",
                        "merkato.staleness=1h", // what is remembered is read once, however slow the machine
                        "merkato.jobs.poll=1d", // what jobs do, tests have done, and nobody beside them
                        "merkato.usage.write-every=1d",
                        "merkato.subscriptions.look=100ms",
                        "merkato.catalogue-cache.staleness=0s", // tests write as other nodes do
                        "spring.mvc.async.request-timeout=5m", // as patient as the slowest machine
                        "spring.datasource.hikari.connection-timeout=120000",
                        "merkato.requests.patience=5m",
                        "merkato.graphql.timeout=5m",
                        "merkato.identity.sign-ins-per-address=1000000",
                        "merkato.identity.guests-per-address=1000000")
                .applyTo(context);
    }

    private static Server start() {
        try {
            String roles = Files.readString(Path.of("db/roles.sql")) + PATIENT;
            return DockerEngine.answers(System.getenv("DOCKER_HOST")) ? container(roles) : embedded(roles);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Server embedded(String roles) throws IOException {
        Path directory = Path.of(
                "target", "test-database", Long.toString(ProcessHandle.current().pid()));
        var postgres = EmbeddedPostgres.start(directory, EmbeddedPostgres.Durability.THROWN_AWAY);
        SpringApplication.getShutdownHandlers().add(postgres::close); // after all applications
        return new Server(postgres.open("merkato", roles), "postgres", postgres.superuserPassword());
    }

    private static Server container(String roles) throws SQLException {
        String major = System.getProperty("postgres.version", "18").replaceAll("\\..*", "");
        @SuppressWarnings("resource") // Testcontainers removes it when the JVM ends
        var postgres = new PostgreSQLContainer("postgres:" + major).withDatabaseName("merkato");
        postgres.start();
        try (Connection superuser =
                DriverManager.getConnection(postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword())) {
            superuser
                    .createStatement()
                    .execute(roles.replace(":app_password", "'app'").replace(":migrator_password", "'migrator'"));
        }
        return new Server(
                new EmbeddedPostgres.Access(postgres.getJdbcUrl(), "app", "migrator"),
                postgres.getUsername(),
                postgres.getPassword());
    }
}
