package io.merkato.api;

import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.schema.DataFetcher;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.graphql.observation.GraphQlObservationInstrumentation;
import org.springframework.stereotype.Component;

/** One observation of each operation. With {@code merkato.observe-fields} Spring's own takes its place, which makes one of each field besides. */
@Component
@ConditionalOnProperty(name = "merkato.observe-fields", havingValue = "false", matchIfMissing = true)
class RequestObservation extends GraphQlObservationInstrumentation {

    RequestObservation(ObservationRegistry registry) {
        super(registry);
    }

    @Override
    public DataFetcher<?> instrumentDataFetcher(
            DataFetcher<?> fetcher, InstrumentationFieldFetchParameters parameters, InstrumentationState state) {
        return fetcher;
    }
}
