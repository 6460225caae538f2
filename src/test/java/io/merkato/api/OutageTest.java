package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.identity.BuiltInRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a caller is told when the database stops a statement or goes away. */
@MerkatoTest
class OutageTest {

    private static final String BRAND = "mutation { brandCreate(input: {name: \"%s\"}) { brand { name } } }";

    private final Merchants merchants;
    private final HikariDataSource connections;

    OutageTest(Merchants merchants, HikariDataSource connections) {
        this.merchants = merchants;
        this.connections = connections;
    }

    @ParameterizedTest
    @CsvSource({"pg_cancel_backend, TIMEOUT", "pg_terminate_backend, UNAVAILABLE"})
    void a_stopped_statement_is_no_mistake_of_ours(String stop, String code) throws SQLException {
        var merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);

        owner.data(BRAND.formatted("Tomoca"));
        try (Connection other = TestDatabase.superuser()) {
            other.setAutoCommit(false);
            lock(other, merchant.tenant().id().value().toString());
            var answer = CompletableFuture.supplyAsync(() -> owner.run(BRAND.formatted("Abol")));
            while (!stopped(stop)) {
                Thread.onSpinWait();
            }
            JsonNode error = answer.join().at("/errors/0");
            other.rollback();

            assertThat(error.at("/extensions/code").asString()).isEqualTo(code);
        }
    }

    @Test
    void a_server_that_takes_no_writes_any_more_is_left_for_the_one_that_does() throws SQLException {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        readOnly("set default_transaction_read_only = on");
        JsonNode refused;
        try {
            refused = owner.run(BRAND.formatted("Abol")).at("/errors/0");
        } finally {
            readOnly("reset default_transaction_read_only");
        }
        assertThat(refused.at("/extensions/code").asString()).isEqualTo("UNAVAILABLE");

        try {
            int tries = 1;
            while (owner.run(BRAND.formatted("Abol")).has("errors")) {
                assertThat(tries++).isLessThan(connections.getMaximumPoolSize());
            }
        } finally {
            connections.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /** For connections that are made from now on, of which there are no others. */
    private void readOnly(String setting) throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.createStatement().execute("alter role merkato_app " + setting);
        }
        if (setting.startsWith("set")) {
            connections.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /** The chain of the merchant's log, for which each mutation waits before it commits. */
    private static void lock(Connection other, String tenant) throws SQLException {
        try (var lock =
                other.prepareStatement("select from platform.audit_head where tenant_id = ?::uuid for update")) {
            lock.setString(1, tenant);
            assertThat(lock.executeQuery().next()).isTrue();
        }
    }

    private static boolean stopped(String stop) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                var stopped = superuser
                        .createStatement()
                        .executeQuery(
                                "select count(" + stop + "(pid)) > 0 from pg_stat_activity"
                                        + " where usename = 'merkato_app' and wait_event_type = 'Lock' and query like '%audit_append%'")) {
            stopped.next();
            return stopped.getBoolean(1);
        }
    }
}
