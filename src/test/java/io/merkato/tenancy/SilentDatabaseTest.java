package io.merkato.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.LossyWire;
import io.merkato.TestDatabase;
import io.merkato.api.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A server that is gone without a word, as one that lost its power, holds the connections to it for a while and not for ever. */
class SilentDatabaseTest {

    @Test
    void an_answer_is_waited_for_longer_than_its_statement_may_take() {
        withPool(TestDatabase.port(), pool -> {
            assertThat(waiting(pool, null)).isEqualTo(20_000);
            assertThat(waiting(pool, Duration.ofHours(1))).isEqualTo(3_620_000);
            assertThat(waiting(pool, null)).isEqualTo(20_000);
        });
    }

    @Test
    void a_connection_whose_server_keeps_silent_is_given_up_and_the_next_one_is_another() throws Exception {
        try (var wire = new LossyWire()) {
            wire.loses("silence", LossyWire.Moment.ASKED);
            withPool(
                    wire.port(),
                    pool -> {
                        assertThatThrownBy(() -> ask(pool, "silence"))
                                .isInstanceOfSatisfying(DataAccessException.class, lost -> {
                                    assertThat(lost.sqlState()).isEqualTo("08006");
                                    assertThat(Fault.isOutage(lost)).isTrue();
                                });
                        assertThat(wire.hasLost("silence")).isTrue();
                        assertThat(ask(pool, "an answer")).isEqualTo("an answer");
                    },
                    "spring.datasource.hikari.maximum-pool-size=1",
                    "spring.datasource.hikari.data-source-properties.socketTimeout=1");
        }
    }

    private static String ask(DataSource pool, String word) {
        return Transactions.run(
                pool,
                null,
                connection -> DSL.using(connection)
                        .fetchSingle("select '" + word + "'")
                        .get(0, String.class),
                outcome -> true);
    }

    private static int waiting(DataSource pool, @Nullable Duration patience) {
        return Transactions.run(pool, patience, SilentDatabaseTest::waiting, outcome -> true);
    }

    private static int waiting(Connection connection) {
        try {
            return connection.getNetworkTimeout();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void withPool(int port, Consumer<DataSource> test, String... settings) {
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues(Arrays.stream(TestDatabase.settingsOfNode(port))
                        .map(setting -> setting.substring("--".length()))
                        .toArray(String[]::new))
                .withPropertyValues(settings)
                .run(context -> test.accept(context.getBean(DataSource.class)));
    }
}
