package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TraceLogTest {

    @Test
    void what_each_part_of_an_operation_took_is_written_down_by_its_name() {
        var logger = (Logger) LoggerFactory.getLogger(TraceLog.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        try {
            var registry = ObservationRegistry.create();
            registry.observationConfig().observationHandler(new TraceLog());
            Observation.createNotStarted("merkato.statement", registry)
                    .contextualName("select 1")
                    .observe(() -> {});
            Observation.createNotStarted("tasks.scheduled.execution", registry)
                    .contextualName("something else")
                    .observe(() -> {});
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }

        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.getFirst().getFormattedMessage()).matches("\\d+\\.\\d+ ms merkato\\.statement select 1");
    }
}
