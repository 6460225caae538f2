package io.merkato.api;

import graphql.ExecutionInput;
import graphql.execution.ExecutionContext;
import graphql.language.OperationDefinition.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Ends an operation that takes too long at its next field: {@code TIMEOUT}. A mutation that has begun is left to its end, as half of it is no answer. How long
 * one statement may take is the database's to say.
 */
@Component
class ExecutionTimeout {

    private final long most;
    private final Map<ExecutionInput, Long> running = new ConcurrentHashMap<>();

    ExecutionTimeout(@Value("${merkato.graphql.timeout:5s}") Duration most) {
        this.most = most.toNanos();
    }

    /** @return what says that it is over */
    Runnable begin(ExecutionContext execution) {
        if (execution.getOperationDefinition().getOperation() != Operation.QUERY) {
            return () -> {};
        }
        ExecutionInput input = execution.getExecutionInput();
        running.put(input, System.nanoTime());
        return () -> running.remove(input);
    }

    /** At a rate: whatever has a delay instead shares one thread, which waits where the database does not answer. */
    @Scheduled(fixedRate = 250)
    void end() {
        long now = System.nanoTime();
        running.forEach((input, begun) -> {
            if (now - begun > most) {
                input.cancel();
                running.remove(input);
            }
        });
    }
}
