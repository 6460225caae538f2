package io.merkato.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.TestDatabase;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.Test;

class StatementTraceTest {

    private final List<String> ended = new ArrayList<>();
    private final ObservationRegistry registry = ObservationRegistry.create();

    StatementTraceTest() {
        registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }

            @Override
            public void onStop(Observation.Context context) {
                ended.add(context.getName() + ": " + context.getContextualName());
            }
        });
    }

    @Test
    void each_statement_is_observed_by_its_text_also_one_that_fails() throws SQLException {
        try (Connection connection = TestDatabase.application()) {
            var sql = DSL.using(new DefaultConfiguration()
                    .set(connection)
                    .set(SQLDialect.POSTGRES)
                    .set(new StatementTrace(registry)));
            sql.fetch("select {0}", DSL.val("a secret"));
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> sql.fetch("select 1 / 0")))
                    .isInstanceOf(DataAccessException.class);
        }

        assertThat(ended).containsExactly("merkato.statement: select ?", "merkato.statement: select 1 / 0");
    }
}
