package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.execution.ExecutionContext;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.merkato.MovedClock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RememberingStrategyTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final CachePolicy MINUTE = new CachePolicy(60, false);

    private final MovedClock clock = new MovedClock();
    private final AtomicInteger turns = new AtomicInteger();
    private final Map<String, AnswerMemory.Answer> kept = new HashMap<>();
    private boolean taken = true;
    private boolean worthAPlace = true;
    private Instant until = Instant.MAX;

    private final GraphQL graphQl = GraphQL.newGraphQL(new SchemaGenerator()
                    .makeExecutableSchema(
                            new SchemaParser().parse("type Query { turn: Int broken: Int }"),
                            RuntimeWiring.newRuntimeWiring()
                                    .type(
                                            "Query",
                                            query -> query.dataFetcher("turn", field -> {
                                                        Freshness.until(field.getGraphQlContext(), until);
                                                        return turns.incrementAndGet();
                                                    })
                                                    .dataFetcher("broken", field -> {
                                                        throw new IllegalStateException("not now");
                                                    }))
                                    .build()))
            .queryExecutionStrategy(new RememberingStrategy(
                    List.of(),
                    new AnswerMemory() {
                        @Override
                        public boolean takes(GraphQLContext context) {
                            return taken;
                        }

                        @Override
                        public @Nullable Place place(ExecutionContext execution) {
                            String question = execution.getExecutionInput().getQuery();
                            return !worthAPlace
                                    ? null
                                    : new Place() {
                                        @Override
                                        public @Nullable Answer find() {
                                            return kept.get(question);
                                        }

                                        @Override
                                        public void keep(Answer answer) {
                                            kept.put(question, answer);
                                        }
                                    };
                        }
                    },
                    clock))
            .build();

    private String ask(String document, Instant at, CachePolicy policy) {
        var freshness = new Freshness();
        freshness.begins(policy, List.of());
        return clock.at(
                at,
                () -> String.valueOf(graphQl.execute(ExecutionInput.newExecutionInput(document)
                                .graphQLContext(Map.of(Freshness.KEY, freshness))
                                .build())
                        .<Object>getData()));
    }

    @Test
    void an_answer_for_all_is_given_again_until_its_next_turn() {
        until = NOON.plusSeconds(90);
        assertThat(ask("{ turn }", NOON, MINUTE)).isEqualTo("{turn=1}");
        assertThat(ask("{ turn }", NOON.plusSeconds(89), MINUTE)).isEqualTo("{turn=1}");
        assertThat(ask("{ turn }", NOON.plusSeconds(90), MINUTE)).isEqualTo("{turn=2}");
        assertThat(ask("{ turn }", NOON.plusSeconds(90), MINUTE)).isEqualTo("{turn=3}");
        assertThat(kept.keySet()).containsExactly("{ turn }");
    }

    @Test
    void who_is_given_it_again_hears_how_long_it_holds() {
        until = NOON.plusSeconds(90);
        ask("{ turn }", NOON, MINUTE);
        until = Instant.MAX;
        var freshness = new Freshness();
        freshness.begins(MINUTE, List.of());
        clock.at(
                NOON,
                () -> graphQl.execute(ExecutionInput.newExecutionInput("{ turn }")
                        .graphQLContext(Map.of(Freshness.KEY, freshness))
                        .build()));
        assertThat(turns).hasValue(1);
        assertThat(freshness.until()).isEqualTo(NOON.plusSeconds(90));
    }

    @Test
    void what_is_private_not_to_be_kept_or_asked_by_somebody_is_carried_out_each_time() {
        for (CachePolicy policy : List.of(CachePolicy.OF_ONE, new CachePolicy(60, true), new CachePolicy(0, false))) {
            int before = turns.get();
            ask("{ turn }", NOON, policy);
            assertThat(ask("{ turn }", NOON, policy)).isEqualTo("{turn=" + (before + 2) + "}");
        }
        taken = false;
        int before = turns.get();
        ask("{ turn }", NOON, MINUTE);
        assertThat(ask("{ turn }", NOON, MINUTE)).isEqualTo("{turn=" + (before + 2) + "}");
        taken = true;
        worthAPlace = false;
        ask("{ turn }", NOON, MINUTE);
        assertThat(ask("{ turn }", NOON, MINUTE)).isEqualTo("{turn=" + (before + 4) + "}");
        assertThat(kept).isEmpty();
    }

    @Test
    void what_failed_in_part_is_not_remembered() {
        assertThat(ask("{ turn broken }", NOON, MINUTE)).isEqualTo("{turn=1, broken=null}");
        assertThat(ask("{ turn broken }", NOON, MINUTE)).isEqualTo("{turn=2, broken=null}");
        assertThat(kept).isEmpty();
    }
}
