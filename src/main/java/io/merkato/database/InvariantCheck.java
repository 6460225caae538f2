package io.merkato.database;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;

/**
 * {@code --merkato.check-invariants} holds the database against {@code db/invariants.sql} and says what does not hold. Nothing else of the
 * application starts, so it may run beside a server.
 */
@Import(EmbeddedDatabase.class)
@EnableConfigurationProperties(DatabaseProperties.class)
public class InvariantCheck {

    public static final String OPTION = "merkato.check-invariants";

    private static final Logger LOG = LoggerFactory.getLogger(InvariantCheck.class);

    /** @param what where to look */
    record Finding(String invariant, @Nullable String tenant, String what) {}

    /** @return 0 where all holds, else 1: what the process ends with */
    public static int run(String... arguments) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(InvariantCheck.class)
                        .web(WebApplicationType.NONE)
                        .run(arguments);
                Connection connection = connection(context)) {
            List<Finding> findings = check(connection);
            findings.forEach(found -> LOG.error("{}: {}, tenant {}", found.invariant, found.what, found.tenant));
            LOG.info(
                    findings.isEmpty() ? "Every invariant holds" : "Not everything holds: {} findings",
                    findings.size());
            return findings.isEmpty() ? 0 : 1;
        } catch (SQLException e) {
            LOG.error("The invariants could not be checked: {}", e.getMessage());
            return 1;
        }
    }

    /** As the login of the migrations, in the role that sees every tenant. */
    private static Connection connection(ConfigurableApplicationContext context) throws SQLException {
        FlywayConnectionDetails embedded =
                context.getBeanProvider(FlywayConnectionDetails.class).getIfAvailable();
        Environment given = context.getEnvironment();
        Connection connection = embedded != null
                ? DriverManager.getConnection(embedded.getJdbcUrl(), embedded.getUsername(), embedded.getPassword())
                : DriverManager.getConnection(
                        requireNonNullElse(
                                given.getProperty("spring.flyway.url"),
                                given.getRequiredProperty("spring.datasource.url")),
                        given.getProperty("spring.flyway.user"),
                        given.getProperty("spring.flyway.password"));
        connection.createStatement().execute("set role merkato_operator");
        connection.setReadOnly(true);
        return connection;
    }

    static List<Finding> check(Connection connection) throws SQLException {
        try (ResultSet rows = connection.createStatement().executeQuery(sql())) {
            var findings = new ArrayList<Finding>();
            while (rows.next()) {
                findings.add(
                        new Finding(rows.getString("invariant"), rows.getString("tenant"), rows.getString("finding")));
            }
            return findings;
        }
    }

    private static String sql() {
        try {
            return new ClassPathResource("db/invariants.sql").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
