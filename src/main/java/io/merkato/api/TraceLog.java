package io.merkato.api;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.graphql.observation.DataFetcherObservationContext;
import org.springframework.graphql.observation.DataLoaderObservationContext;
import org.springframework.graphql.observation.ExecutionRequestObservationContext;
import org.springframework.stereotype.Component;

/** With {@code merkato.observe-fields}: writes down what each operation, field, loader and statement took, under the trace id of its request. */
@Component
@ConditionalOnProperty(name = "merkato.observe-fields", havingValue = "true")
class TraceLog implements ObservationHandler<Observation.Context> {

    private static final Logger LOG = LoggerFactory.getLogger(TraceLog.class);

    private record Begun(long at) {}

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ExecutionRequestObservationContext
                || context instanceof DataFetcherObservationContext
                || context instanceof DataLoaderObservationContext
                || String.valueOf(context.getName()).endsWith(".statement");
    }

    @Override
    public void onStart(Observation.Context context) {
        context.put(Begun.class, new Begun(System.nanoTime()));
    }

    @Override
    public void onStop(Observation.Context context) {
        long took = System.nanoTime() - context.<Begun>getRequired(Begun.class).at();
        LOG.info("{} ms {} {}", took / 1_000 / 1_000.0, context.getName(), context.getContextualName());
    }
}
