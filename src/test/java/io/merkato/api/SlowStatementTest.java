package io.merkato.api;

import static io.merkato.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A statement that takes longer than its login lets it is stopped by PostgreSQL, and its caller told so and nothing else. */
@MerkatoTest
class SlowStatementTest {

    private final Client shopper;
    private final HikariDataSource pool;

    SlowStatementTest(Merchants merchants, Client client, DataSource pool) {
        this.shopper = client.in(merchants.open().slug());
        this.pool = (HikariDataSource) pool;
    }

    @Test
    void a_slow_statement_is_stopped_and_its_caller_told_no_more_than_that() throws SQLException {
        shopper.data("{ labels { code } }");
        try (Connection other = TestDatabase.superuser()) {
            other.setAutoCommit(false);
            other.createStatement().execute("lock table catalog.label in access exclusive mode");
            letStatementsTake("2s");
            JsonNode answer = shopper.run("{ labels { code } brands(first: 1) { nodes { name } } }");

            assertThat(answer.toString())
                    .isEqualTo(
                            "{\"errors\":[{\"message\":\"This took too long and was stopped.\",\"locations\":[{\"line\":1,\"column\":3}],\"path\":[\"labels\"],\"extensions\":{\"code\":\"TIMEOUT\"}}],\"data\":null}");
        } finally {
            letStatementsTake("15s");
        }
        assertThat(shopper.data("{ labels { code } }").toString()).isEqualTo("{\"labels\":[]}");
    }

    /** Connections begin with it; none is left that began with another, or a later test would be stopped. */
    private void letStatementsTake(String most) throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.createStatement().execute("alter role merkato_app set statement_timeout = '" + most + "'");
            Timestamp changed;
            try (ResultSet now = superuser.createStatement().executeQuery("select clock_timestamp()")) {
                now.next();
                changed = now.getTimestamp(1);
            }
            await().until(() -> {
                pool.getHikariPoolMXBean().softEvictConnections();
                return !isAnyOlder(superuser, changed);
            });
        }
    }

    private static boolean isAnyOlder(Connection superuser, Timestamp than) throws SQLException {
        try (PreparedStatement older = superuser.prepareStatement(
                "select from pg_stat_activity where usename = 'merkato_app' and backend_start <= ?")) {
            older.setTimestamp(1, than);
            return older.executeQuery().next();
        }
    }
}
