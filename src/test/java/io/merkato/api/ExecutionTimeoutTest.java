package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ErrorType;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutionTimeoutTest {

    private final ExecutionTimeout timeout = new ExecutionTimeout(Duration.ofNanos(-1));
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
            .instrumentation(new Operations(ObservationRegistry.NOOP, List.of(), timeout, false))
            .build();

    private Object slow() {
        timeout.end();
        return new Object();
    }

    @Test
    void a_query_that_takes_too_long_ends_at_its_next_field() {
        ExecutionResult stopped = graphQl.execute("{ slow { next } }");

        assertThat(stopped.getErrors()).hasSize(1);
        assertThat(stopped.getErrors().getFirst().getErrorType()).isEqualTo(ErrorType.ExecutionAborted);
        assertThat(String.valueOf(stopped.<Object>getData())).doesNotContain("reached");
    }

    @Test
    void a_mutation_that_has_begun_is_left_to_its_end() {
        assertThat(String.valueOf(graphQl.execute("mutation { slow { next } }").<Object>getData()))
                .isEqualTo("{slow={next=reached}}");
    }
}
