package io.merkato;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What there can be only one of. Correct code never runs into most of these rules, so that no other test would miss one;
 * {@code ./mvnw test -Dtest=UniqueRulesTest -Dgolden.record=true} writes down those that there are.
 */
@MerkatoTest
class UniqueRulesTest {

    private static final Path WRITTEN = Path.of("src/test/resources/unique-rules.txt");

    /** Every unique index, its columns and for which rows, but for the ids of tables. */
    private static final String UNIQUE = """
            select n.nspname || '.' || t.relname || ' ' || substring(pg_get_indexdef(i.indexrelid) from 'USING btree (.*)$')
            from pg_index i
            join pg_class t on t.oid = i.indrelid
            join pg_namespace n on n.oid = t.relnamespace
            where i.indisunique and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'migration')
              and pg_get_indexdef(i.indexrelid) not like '%USING btree (tenant_id, id)'
              and pg_get_indexdef(i.indexrelid) not like '%USING btree (id)'
            """;

    @Test
    void whatever_is_written_down_to_be_there_once_the_database_lets_be_there_once() throws IOException, SQLException {
        List<String> there = rules();
        if (Boolean.getBoolean("golden.record")) {
            Files.write(WRITTEN, there);
        }

        assertThat(there).containsExactlyElementsOf(Files.readAllLines(WRITTEN));
    }

    private static List<String> rules() throws SQLException {
        var rules = new ArrayList<String>();
        try (Connection superuser = TestDatabase.superuser();
                ResultSet rows = superuser.createStatement().executeQuery(UNIQUE)) {
            while (rows.next()) {
                rules.add(rows.getString(1));
            }
        }
        return rules.stream().sorted().toList();
    }
}
