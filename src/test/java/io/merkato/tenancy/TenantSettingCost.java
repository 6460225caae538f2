package io.merkato.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Uuid7;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the tenant costs a statement: {@code ./mvnw test -Dtest=TenantSettingCost}. A measurement, so no part of the suite. */
@MerkatoTest
class TenantSettingCost {

    private static final String QUERY = "select id from tenancy.subscription where tenant_id = ?::uuid";
    private static final int ROUNDS = 9;
    private static final int STATEMENTS = 5_000;

    private interface Way {
        boolean read(Connection connection, String tenant) throws SQLException;
    }

    @Test
    void median_microseconds_of_three_ways() throws SQLException {
        String tenant = Uuid7.next().toString();
        try (Connection connection = TestDatabase.application()) {
            for (int i = 0; i < 2; i++) {
                report("in front of the statement, one round trip", connection, tenant, TenantSettingCost::piped);
                report("without any tenant, for comparison", connection, tenant, TenantSettingCost::bare);
                report(
                        "in a transaction of its own, three statements",
                        connection,
                        tenant,
                        TenantSettingCost::transaction);
            }
        }
    }

    private static void report(String name, Connection connection, String tenant, Way way) throws SQLException {
        var micros = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < STATEMENTS; i++) {
                assertThat(way.read(connection, tenant)).isFalse();
            }
            micros[round] = (System.nanoTime() - start) / 1_000.0 / STATEMENTS;
        }
        Arrays.sort(micros);
        System.out.printf("%-50s %6.1f µs%n", name, micros[ROUNDS / 2]);
    }

    private static boolean bare(Connection connection, String tenant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setString(1, tenant);
            return statement.executeQuery().next();
        }
    }

    private static boolean piped(Connection connection, String tenant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(GuardedConnection.SET_TENANT + QUERY)) {
            statement.setString(1, tenant);
            statement.setString(2, tenant);
            statement.execute();
            statement.getMoreResults();
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next();
            }
        }
    }

    private static boolean transaction(Connection connection, String tenant) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement setting = connection.prepareStatement("select set_config('app.tenant_id', ?, true)")) {
            setting.setString(1, tenant);
            setting.execute();
        }
        boolean found = bare(connection, tenant);
        connection.commit();
        connection.setAutoCommit(true);
        return found;
    }
}
