package io.merkato.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Merchants;
import io.merkato.Merkato;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;

/** The operator's command, as a process of its own beside the server. */
@MerkatoTest
class InvariantCheckTest {

    private record Ended(int with, List<String> lines) {
        List<String> about(UUID tenant) {
            return lines.stream()
                    .filter(line -> line.contains(tenant.toString()))
                    .toList();
        }
    }

    private final Environment environment;
    private final UUID tenant;

    InvariantCheckTest(Environment environment, Merchants merchants) {
        this.environment = environment;
        this.tenant = merchants.open().tenant().id().value();
    }

    @Test
    void it_says_what_does_not_hold_and_ends_with_1() throws Exception {
        execute("insert into platform.event (tenant_id, id, aggregate, position, type, data, occurred_at) "
                + "values ('%s', '%s', 'product_1', 7, 'PRODUCT_CREATED', '{}', now())".formatted(tenant, tenant));

        Ended broken = check();
        execute("delete from platform.event where tenant_id = '%s' and id = '%s'".formatted(tenant, tenant));

        assertThat(broken.with).isEqualTo(1);
        assertThat(broken.about(tenant))
                .singleElement()
                .asString()
                .endsWith("every_event_has_been_counted: event %s of product_1: position 7 of 0, tenant %s"
                        .formatted(tenant, tenant));
    }

    @Test
    void it_ends_with_0_where_everything_holds() throws Exception {
        List<InvariantCheck.Finding> ofOtherTests;
        try (Connection superuser = TestDatabase.superuser()) {
            ofOtherTests = InvariantCheck.check(superuser);
        }

        Ended ended = check();

        assertThat(ended.about(tenant)).isEmpty();
        assertThat(ended.with).isEqualTo(ofOtherTests.isEmpty() ? 0 : 1);
    }

    @Test
    void it_does_not_say_that_all_is_well_where_it_cannot_look() throws Exception {
        Ended ended = run("--spring.flyway.password=wrong");

        assertThat(ended.with).isEqualTo(1);
        assertThat(String.join("\n", ended.lines))
                .contains("The invariants could not be checked: ")
                .doesNotContain("Every invariant holds");
    }

    @Test
    void nor_does_psql_whose_commands_all_end_at_an_error_and_tell_it() throws IOException {
        var commands = new ArrayList<String>();
        for (String file : List.of(
                "docs/guides/operator.md",
                "docs/guides/documents.md",
                "db/invariants.sql",
                "db/roles.sql",
                "bench/data.sql")) {
            Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.contains("psql -"))
                    .forEach(commands::add);
        }

        assertThat(commands)
                .hasSize(6)
                .allSatisfy(command -> assertThat(command).contains("psql -X -v ON_ERROR_STOP=1 "));
    }

    private Ended check() throws IOException, InterruptedException {
        return run("--spring.flyway.password=" + environment.getRequiredProperty("spring.flyway.password"));
    }

    private Ended run(String password) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Merkato.class.getName(),
                        "--" + InvariantCheck.OPTION,
                        "--spring.datasource.url=" + environment.getRequiredProperty("spring.datasource.url"),
                        "--spring.flyway.user=" + environment.getRequiredProperty("spring.flyway.user"),
                        password)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output.lines().toList());
    }

    private static void execute(String sql) throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.createStatement().execute(sql);
        }
    }
}
