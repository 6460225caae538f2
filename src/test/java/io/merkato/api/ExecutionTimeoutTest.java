package io.merkato.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import graphql.ErrorType;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.execution.ExecutionContext;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.merkato.Patience;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;

class ExecutionTimeoutTest {

    private final ExecutionTimeout timeout = new ExecutionTimeout(Duration.ofNanos(-1));
    private @Nullable ExecutionContext running;
    private final GraphQL graphQl = GraphQL.newGraphQL(new SchemaGenerator()
                    .makeExecutableSchema(
                            new SchemaParser()
                                    .parse("type Query { slow: Query next: String } type Mutation { slow: Query }"),
                            RuntimeWiring.newRuntimeWiring()
                                    .type(
                                            "Query",
                                            type -> type.dataFetcher("slow", environment -> slow())
                                                    .dataFetcher("next", environment -> "reached"))
                                    .type("Mutation", type -> type.dataFetcher("slow", environment -> slow()))
                                    .build()))
            .instrumentation(
                    new Operations(ObservationRegistry.NOOP, List.of(execution -> running = execution), timeout, false))
            .build();

    private Runnable wait = timeout::end;

    private Object slow() {
        wait.run();
        return new Object();
    }

    @Test
    void a_query_that_takes_too_long_ends_at_its_next_field() {
        ExecutionResult stopped = graphQl.execute("{ slow { next } }");

        assertThat(stopped.getErrors()).hasSize(1);
        assertThat(stopped.getErrors().getFirst().getErrorType()).isEqualTo(ErrorType.ExecutionAborted);
        assertThat(String.valueOf(stopped.<Object>getData())).doesNotContain("reached");
    }

    /** As the application schedules: what has a delay shares one thread. */
    @Test
    void it_ends_also_while_other_work_waits_for_a_database_that_does_not_answer() {
        var there = new CountDownLatch(1);
        var back = new CountDownLatch(1);
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withConfiguration(AutoConfigurations.of(TaskSchedulingAutoConfiguration.class))
                .withUserConfiguration(Scheduling.class)
                .withBean(ExecutionTimeout.class, () -> timeout)
                .run(application -> {
                    application
                            .getBean(TaskScheduler.class)
                            .scheduleWithFixedDelay(() -> waits(there, back), Duration.ofHours(1));
                    assertThat(there.await(Patience.MOST.toSeconds(), TimeUnit.SECONDS))
                            .isTrue();
                    wait = () -> await().until(() ->
                            requireNonNull(running).getExecutionInput().isCancelled());
                    try {
                        assertThat(graphQl.execute("{ slow { next } }").getErrors())
                                .extracting(GraphQLError::getErrorType)
                                .containsExactly(ErrorType.ExecutionAborted);
                    } finally {
                        back.countDown();
                    }
                });
    }

    private static void waits(CountDownLatch there, CountDownLatch back) {
        there.countDown();
        try {
            back.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @EnableScheduling
    private static final class Scheduling {}

    @Test
    void a_mutation_that_has_begun_is_left_to_its_end() {
        assertThat(String.valueOf(graphQl.execute("mutation { slow { next } }").<Object>getData()))
                .isEqualTo("{slow={next=reached}}");
    }
}
