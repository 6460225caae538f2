package io.merkato.catalog;

import io.merkato.TestDatabase;
import io.merkato.tenancy.Tenant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.UUID;
import org.postgresql.util.PSQLException;

/** One tenant's catalogue by SQL alone, with nothing of the application in between. {@code :t} is the tenant, {@code :name} an id. */
record PlainSql(Tenant.Id tenant) {

    /** Runs the statements in one transaction; each name stands for one id throughout a tenant. */
    void run(String... statements) throws SQLException {
        try (Connection connection = TestDatabase.superuser();
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String statement : statements) {
                sql.execute(named(statement));
            }
            connection.commit();
        }
    }

    /** The name of the constraint that the statements run into, at once or at commit. */
    String refusal(String... statements) throws SQLException {
        try {
            run(statements);
        } catch (PSQLException e) {
            if (e.getServerErrorMessage() != null && e.getServerErrorMessage().getConstraint() != null) {
                return e.getServerErrorMessage().getConstraint();
            }
            throw e;
        }
        return "accepted: " + Arrays.toString(statements);
    }

    String text(String query) throws SQLException {
        try (Connection connection = TestDatabase.superuser();
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(named(query))) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    /** The id that the name stands for. */
    UUID id(String name) {
        return UUID.nameUUIDFromBytes((tenant.value() + name).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private String named(String statement) {
        return java.util.regex.Pattern.compile("(?<![:\\w])[:]([a-z_0-9]+)")
                .matcher(statement)
                .replaceAll(name -> "'" + (name.group(1).equals("t") ? tenant.value() : id(name.group(1))) + "'");
    }
}
