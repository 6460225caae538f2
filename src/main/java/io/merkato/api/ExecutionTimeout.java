package io.merkato.api;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.language.OperationDefinition.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Ends an operation that takes too long at its next field: {@code TIMEOUT}. A mutation that has begun is left to its end, as half of it is no answer. How long
 * one statement may take is the database's to say.
 */
@Component
class ExecutionTimeout extends SimplePerformantInstrumentation {

    private final long most;
    private final Map<ExecutionInput, Long> running = new ConcurrentHashMap<>();

    ExecutionTimeout(@Value("${merkato.graphql.timeout:5s}") Duration most) {
        this.most = most.toNanos();
    }

    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        ExecutionContext execution = parameters.getExecutionContext();
        if (execution.getOperationDefinition().getOperation() != Operation.QUERY) {
            return super.beginExecuteOperation(parameters, state);
        }
        ExecutionInput input = execution.getExecutionInput();
        running.put(input, System.nanoTime());
        return SimpleInstrumentationContext.whenCompleted((result, failure) -> running.remove(input));
    }

    @Scheduled(fixedDelay = 250)
    void end() {
        long now = System.nanoTime();
        running.forEach((input, begun) -> {
            if (now - begun > most) {
                input.cancel();
                running.remove(input); // also where it never began, as somebody else refused it
            }
        });
    }
}
