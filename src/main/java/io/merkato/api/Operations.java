package io.merkato.api;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.execution.instrumentation.parameters.InstrumentationExecutionParameters;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.schema.DataFetcher;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.graphql.observation.GraphQlObservationInstrumentation;
import org.springframework.stereotype.Component;

/**
 * All that is done around an operation, and nothing around its fields: it is observed, passes each {@link OperationGate}, and ends in time. The only
 * instrumentation, as graphql-java asks each one at every field. With {@code merkato.observe-fields} fields and loaders are observed too.
 */
@Component
class Operations extends GraphQlObservationInstrumentation {

    private final List<OperationGate> gates;
    private final ExecutionTimeout timeout;
    private final boolean observeFields;

    Operations(
            ObservationRegistry registry,
            List<OperationGate> gates,
            ExecutionTimeout timeout,
            @Value("${merkato.observe-fields:false}") boolean observeFields) {
        super(registry);
        this.gates = List.copyOf(gates);
        this.timeout = timeout;
        this.observeFields = observeFields;
    }

    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        super.beginExecuteOperation(parameters, state);
        ExecutionContext execution = parameters.getExecutionContext();
        for (OperationGate gate : gates) {
            gate.admit(execution);
        }
        Runnable end = timeout.begin(execution);
        return SimpleInstrumentationContext.whenCompleted((result, failure) -> end.run());
    }

    @Override
    public ExecutionInput instrumentExecutionInput(
            ExecutionInput input, InstrumentationExecutionParameters parameters, InstrumentationState state) {
        return observeFields ? super.instrumentExecutionInput(input, parameters, state) : input;
    }

    @Override
    public DataFetcher<?> instrumentDataFetcher(
            DataFetcher<?> fetcher, InstrumentationFieldFetchParameters parameters, InstrumentationState state) {
        return observeFields ? super.instrumentDataFetcher(fetcher, parameters, state) : fetcher;
    }
}
