package io.merkato;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * After each test of the class {@code db/invariants.sql} finds nothing that it did not find before the first, in the rows of other tests.
 * What takes longest of it, each row's references and each tenant's log one by one, is asked after the last.
 */
public final class InvariantsHold implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final Pattern SLOW = Pattern.compile(
            "union all\\s+-- [^\n]*\\s+select 'no_row_points_to_one_that_is_not_its_tenants'.*?(?=\\nunion all\\s+select 'the_audit_log_of_the_platform_verifies')",
            Pattern.DOTALL);

    static final Path FILE = Path.of("db/invariants.sql");

    /** @param what where to look */
    public record Finding(String invariant, @Nullable String tenant, String what) {}

    private @Nullable Set<Finding> others;

    /** One connection for all, which has read by then what PostgreSQL has to know of all the tables, and has its plans. */
    private static final class Looking {
        private static final PreparedStatement ALL;
        private static final PreparedStatement QUICK;

        static {
            try {
                String all = Files.readString(FILE);
                String quick = SLOW.matcher(all).replaceFirst("");
                assertThat(quick).hasSizeLessThan(all.length());
                Connection superuser = TestDatabase.superuser();
                ALL = superuser.prepareStatement(all);
                QUICK = superuser.prepareStatement(quick);
            } catch (IOException | SQLException e) {
                throw new AssertionError(e);
            }
        }
    }

    public static Set<Finding> findings(Connection connection) throws IOException, SQLException {
        try (PreparedStatement all = connection.prepareStatement(Files.readString(FILE))) {
            return findings(all);
        }
    }

    private static Set<Finding> findings(PreparedStatement invariants) throws SQLException {
        try (ResultSet rows = invariants.executeQuery()) {
            var findings = new LinkedHashSet<Finding>();
            while (rows.next()) {
                findings.add(
                        new Finding(rows.getString("invariant"), rows.getString("tenant"), rows.getString("finding")));
            }
            return findings;
        }
    }

    public static Set<Finding> findings() throws SQLException {
        return findings(Looking.ALL);
    }

    /** Before the first of the class; not earlier, since only then the application has made its tables. */
    @Override
    public void beforeEach(ExtensionContext context) throws SQLException {
        if (others == null) {
            others = findings();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws SQLException {
        nothingNew(findings(Looking.QUICK));
    }

    @Override
    public void afterAll(ExtensionContext context) throws SQLException {
        nothingNew(findings());
    }

    private void nothingNew(Set<Finding> found) {
        found.removeAll(Objects.requireNonNull(others));
        assertThat(found).as("what does not hold any longer").isEmpty();
    }
}
