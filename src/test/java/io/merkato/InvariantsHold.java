package io.merkato;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each test of the class {@code db/invariants.sql} finds nothing that it did not find before the first, in the rows of other tests. */
public final class InvariantsHold implements BeforeEachCallback, AfterEachCallback {

    static final Path FILE = Path.of("db/invariants.sql");

    /** @param what where to look */
    public record Finding(String invariant, @Nullable String tenant, String what) {}

    private @Nullable Set<Finding> others;

    static Set<Finding> findings(Connection connection) throws IOException, SQLException {
        try (ResultSet rows = connection.createStatement().executeQuery(Files.readString(FILE))) {
            var findings = new LinkedHashSet<Finding>();
            while (rows.next()) {
                findings.add(
                        new Finding(rows.getString("invariant"), rows.getString("tenant"), rows.getString("finding")));
            }
            return findings;
        }
    }

    public static Set<Finding> findings() throws IOException, SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            return findings(superuser);
        }
    }

    /** Before the first of the class; not earlier, since only then the application has made its tables. */
    @Override
    public void beforeEach(ExtensionContext context) throws IOException, SQLException {
        if (others == null) {
            others = findings();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, SQLException {
        Set<Finding> found = findings();
        found.removeAll(Objects.requireNonNull(others));
        assertThat(found).as("what does not hold any longer").isEmpty();
    }
}
