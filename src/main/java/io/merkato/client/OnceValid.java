package io.merkato.client;

import graphql.ExecutionResult;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Does what is to be done with a document only when it was found valid: one that is not is neither kept nor counted. */
@Component
class OnceValid extends SimplePerformantInstrumentation {

    static final String KEY = OnceValid.class.getName();

    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        Runnable work = parameters.getExecutionContext().getGraphQLContext().get(KEY);
        if (work != null) {
            work.run();
        }
        return super.beginExecuteOperation(parameters, state);
    }
}
