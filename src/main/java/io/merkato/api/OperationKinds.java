package io.merkato.api;

import graphql.ExecutionResult;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.language.OperationDefinition.Operation;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Refuses, before anything of it runs, an operation of a kind that is not taken the way it came: a mutation by GET. */
@Component
class OperationKinds extends SimplePerformantInstrumentation {

    /** Key of a request's context: the refusal of each kind that is not taken. */
    static final String REFUSED = "io.merkato.refusedKinds";

    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        var execution = parameters.getExecutionContext();
        Map<Operation, Fault> refused = execution.getGraphQLContext().getOrDefault(REFUSED, Map.of());
        Fault fault = refused.get(execution.getOperationDefinition().getOperation());
        if (fault != null) {
            throw fault;
        }
        return super.beginExecuteOperation(parameters, state);
    }
}
