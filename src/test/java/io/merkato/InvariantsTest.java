package io.merkato;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each invariant of {@code db/invariants.sql} holds of the demo tenants, and says so where it does not. */
@MerkatoTest
class InvariantsTest {

    private static final Pattern NAME = Pattern.compile("(?m)^select '(\\w+)'");
    private static final Pattern HEADING = Pattern.compile("(?m)^-- (\\w+)$");

    /** What breaks it, by its name. */
    static Map<String, String> breaks() throws IOException {
        String text = Files.readString(Path.of("src/test/resources/invariants/broken.sql"));
        var breaks = new LinkedHashMap<String, String>();
        List<String> parts = List.of(HEADING.split(text));
        List<String> names =
                HEADING.matcher(text).results().map(each -> each.group(1)).toList();
        for (int i = 0; i < names.size(); i++) {
            breaks.put(names.get(i), parts.get(i + 1));
        }
        return breaks;
    }

    static List<String> names() throws IOException {
        return NAME.matcher(Files.readString(InvariantsHold.FILE))
                .results()
                .map(each -> each.group(1))
                .toList();
    }

    @Test
    void each_has_a_name_of_its_own_and_is_broken_here() throws IOException {
        assertThat(names()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(breaks().keySet());
    }

    /** Whatever rows other tests have left: what is true of tables is of no tenant. */
    @Test
    void the_tables_break_none() throws IOException, SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            assertThat(InvariantsHold.findings(superuser))
                    .filteredOn(finding -> finding.tenant() == null)
                    .isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> what_does_not_hold_is_named() throws IOException, SQLException {
        Connection superuser = TestDatabase.superuser();
        superuser.setAutoCommit(false);
        var others = InvariantsHold.findings(superuser);
        superuser.createStatement().execute(Files.readString(Path.of("src/test/resources/invariants/sound.sql")));
        var before = InvariantsHold.findings(superuser);
        assertThat(before).as("what holds of a sound order").isEqualTo(others);
        Savepoint sound = superuser.setSavepoint();
        Map<String, String> breaks = breaks();
        return names().stream()
                .map(invariant -> dynamicTest(invariant, () -> {
                    superuser.createStatement().execute(breaks.get(invariant));
                    var after = InvariantsHold.findings(superuser);
                    superuser.rollback(sound);
                    after.removeAll(before);
                    assertThat(after)
                            .as("found before: %s", before)
                            .extracting(InvariantsHold.Finding::invariant)
                            .containsOnly(invariant)
                            .isNotEmpty();
                }))
                .onClose(() -> end(superuser));
    }

    private static void end(Connection superuser) {
        try (superuser) {
            superuser.rollback();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
