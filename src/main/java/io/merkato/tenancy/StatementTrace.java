package io.merkato.tenancy;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.ExecuteListenerProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** With {@code merkato.observe-fields}: an observation of each statement, which is named by its text, without what it is given. */
@Component
@ConditionalOnProperty(name = "merkato.observe-fields", havingValue = "true")
class StatementTrace implements ExecuteListenerProvider {

    private final ObservationRegistry registry;

    StatementTrace(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public ExecuteListener provide() {
        return new ExecuteListener() {
            private transient @Nullable Observation observation;

            @Override
            public void executeStart(ExecuteContext context) {
                observation = Observation.createNotStarted("merkato.statement", registry)
                        .contextualName(String.valueOf(context.sql()))
                        .start();
            }

            @Override
            public void executeEnd(ExecuteContext context) {
                stop();
            }

            @Override
            public void end(ExecuteContext context) {
                stop();
            }

            private void stop() {
                if (observation != null) {
                    observation.stop();
                    observation = null;
                }
            }
        };
    }
}
