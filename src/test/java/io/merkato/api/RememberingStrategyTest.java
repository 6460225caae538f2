package io.merkato.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionId;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.FieldCoordinates;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.merkato.MovedClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderRegistry;
import org.dataloader.MappedBatchLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RememberingStrategyTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final CachePolicy MINUTE = new CachePolicy(60, false);

    private record Thing(String name) {}

    private static final Thing CUP = new Thing("cup");
    private static final Thing POT = new Thing("pot");
    private static final ReadAnew<Thing, String, Boolean> OPEN = new ReadAnew<>(
            FieldCoordinates.coordinates("Thing", "open"),
            "openByName",
            Thing::name,
            false,
            (thing, context) -> context.hasKey("as it is") ? Optional.of(true) : Optional.empty());
    private static final ReadAnew<Thing, String, Integer> LEFT = new ReadAnew<>(
            FieldCoordinates.coordinates("Thing", "left"),
            "leftByName",
            Thing::name,
            null,
            (thing, context) -> Optional.empty());

    private static final Basis<String, Integer> STOCK =
            new Basis<>("leftByName", FieldCoordinates.coordinates("Query", "price"));

    private final MovedClock clock = new MovedClock();
    private final AtomicInteger turns = new AtomicInteger();
    private final Map<String, AnswerMemory.Answer> kept = new HashMap<>();
    private boolean taken = true;
    private boolean worthAPlace = true;
    private Instant until = Instant.MAX;
    private final Set<String> open = new HashSet<>(Set.of("cup", "pot"));
    private final Map<String, Integer> left = new HashMap<>(Map.of("cup", 3));
    private final List<Set<String>> read = new ArrayList<>();
    private Runnable meanwhile = () -> {};
    private CompletableFuture<Thing> late = new CompletableFuture<>();

    private final GraphQL graphQl = GraphQL.newGraphQL(new SchemaGenerator()
                    .makeExecutableSchema(
                            new SchemaParser().parse("""
                                    type Query { turn: Int broken: Int price: Int sold: Int things: [Thing] cup: Thing late: Thing come: Int torn: String }
                                    type Thing { name: String open: Boolean! left: Int same: Thing }
                                    """),
                            RuntimeWiring.newRuntimeWiring()
                                    .type(
                                            "Query",
                                            query -> query.dataFetcher("turn", field -> {
                                                        Freshness.until(field.getGraphQlContext(), until);
                                                        return turns.incrementAndGet();
                                                    })
                                                    .dataFetcher("broken", field -> {
                                                        throw new IllegalStateException("not now");
                                                    })
                                                    .dataFetcher("price", field -> {
                                                        GraphQLContext context = field.getGraphQlContext();
                                                        Freshness.until(context, until);
                                                        STOCK.is(context, "cup", requireNonNull(left.get("cup")));
                                                        return turns.incrementAndGet();
                                                    })
                                                    .dataFetcher("sold", field -> left.merge("cup", -1, Integer::sum))
                                                    .dataFetcher("cup", field -> CUP)
                                                    .dataFetcher("torn", field -> "half of \ud83c")
                                                    .dataFetcher("late", field -> late = new CompletableFuture<>())
                                                    .dataFetcher("come", field -> late.complete(POT) ? 1 : 0)
                                                    .dataFetcher("things", field -> List.of(CUP, POT)))
                                    .type(
                                            "Thing",
                                            thing -> thing.dataFetcher("open", OPEN)
                                                    .dataFetcher("left", LEFT)
                                                    .dataFetcher("same", DataFetchingEnvironment::getSource))
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
                    clock,
                    JsonMapper.shared()))
            .build();

    private String ask(String document, Instant at, CachePolicy policy) {
        return clock.at(at, () -> String.valueOf(run(document, policy, policy).<Object>getData()));
    }

    private ExecutionResult run(String document, CachePolicy byCaches, CachePolicy inMemory) {
        var freshness = new Freshness();
        freshness.begins(byCaches, inMemory, List.of());
        return graphQl.execute(ExecutionInput.newExecutionInput(document)
                .executionId(ExecutionId.from("always the same"))
                .graphQLContext(Map.of(Freshness.KEY, freshness))
                .dataLoaderRegistry(loaders())
                .build());
    }

    private DataLoaderRegistry loaders() {
        var loaders = new DataLoaderRegistry();
        MappedBatchLoader<String, Boolean> byName = names -> {
            read.add(Set.copyOf(names));
            Map<String, Boolean> now = open.stream().collect(Collectors.toMap(name -> name, name -> true));
            meanwhile.run();
            return CompletableFuture.completedFuture(now);
        };
        loaders.register("openByName", DataLoaderFactory.newMappedDataLoader(byName));
        MappedBatchLoader<String, Integer> leftByName = names -> {
            read.add(Set.copyOf(names));
            return CompletableFuture.completedFuture(Map.copyOf(left));
        };
        loaders.register("leftByName", DataLoaderFactory.newMappedDataLoader(leftByName));
        return loaders;
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
        freshness.begins(MINUTE, MINUTE, List.of());
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

    @Test
    void what_caches_may_keep_and_what_is_remembered_here_are_two_questions() {
        run("{ turn }", CachePolicy.OF_ONE, MINUTE);
        assertThat(run("{ turn }", CachePolicy.OF_ONE, MINUTE).<Object>getData())
                .hasToString("{turn=1}");
        assertThat(run("{ turn }", MINUTE, CachePolicy.OF_ONE).<Object>getData())
                .hasToString("{turn=2}");
    }

    private static final String SHOWN =
            "{ turn things { name a: open ...Open same { same { open } } } cup { open } } fragment Open on Thing { b: open ... { c: open } }";

    private static String shown(int turn, boolean cup, boolean pot) {
        String thing = "{name=%1$s, a=%2$s, b=%2$s, c=%2$s, same={same={open=%2$s}}}";
        return "{turn=%d, things=[%s, %s], cup={open=%s}}"
                .formatted(turn, thing.formatted("cup", cup), thing.formatted("pot", pot), cup);
    }

    @Test
    void what_is_read_anew_is_put_wherever_it_stands_in_what_is_remembered() {
        assertThat(ask(SHOWN, NOON, MINUTE)).isEqualTo(shown(1, true, true));
        read.clear();
        open.remove("pot");
        assertThat(ask(SHOWN, NOON, MINUTE)).isEqualTo(shown(1, true, false));
        assertThat(read).containsExactly(Set.of("cup", "pot"));
        open.remove("cup");
        open.add("pot");
        assertThat(ask(SHOWN, NOON, MINUTE)).isEqualTo(shown(1, false, true));
    }

    private static String sent(ExecutionResult result) {
        return new String(JsonMapper.shared().writeValueAsBytes(result.toSpecification()), UTF_8);
    }

    @Test
    void it_is_put_where_it_belongs_in_whatever_order_the_answer_was_made() {
        String document = "{ late { open name } cup { open } come }";
        open.remove("pot");
        for (int time = 0; time < 2; time++) {
            assertThat(ask(document, NOON, MINUTE)).isEqualTo("{late={open=false, name=pot}, cup={open=true}, come=1}");
        }
        assertThat(requireNonNull(kept.get(document)).holes())
                .extracting(AnswerMemory.Hole::path)
                .containsExactly(List.of("cup", "open"), List.of("late", "open"));
    }

    @Test
    void what_cannot_be_kept_as_text_is_given_all_the_same() {
        for (int time = 0; time < 2; time++) {
            assertThat(sent(run("{ torn }", MINUTE, MINUTE))).isEqualTo("{\"data\":{\"torn\":\"half of \\uD83C\"}}");
        }
        assertThat(kept).isEmpty();
    }

    @Test
    void what_two_are_given_at_once_is_each_ones_own_and_what_is_remembered_stays() {
        ask(SHOWN, NOON, MINUTE);
        var given = new ArrayList<ExecutionResult>();
        meanwhile = () -> {
            meanwhile = () -> {};
            open.clear();
            given.add(run(SHOWN, MINUTE, MINUTE));
        };
        given.add(run(SHOWN, MINUTE, MINUTE));

        assertThat(given.stream().map(each -> String.valueOf(each.<Object>getData())))
                .containsExactly(shown(1, false, false), shown(1, true, true));
        assertThat(kept.get(SHOWN))
                .isNotNull()
                .satisfies(answer -> assertThat(answer.data()
                                .filled(Collections.nCopies(answer.holes().size(), true)))
                        .hasToString(shown(1, true, true)));
    }

    @Test
    void what_is_read_anew_may_be_a_number_or_nothing() {
        String document = "{ turn things { name left } cup { few: left open } }";
        assertThat(ask(document, NOON, MINUTE))
                .isEqualTo("{turn=1, things=[{name=cup, left=3}, {name=pot, left=null}], cup={few=3, open=true}}");
        left.put("pot", 7);
        left.remove("cup");
        read.clear();
        assertThat(ask(document, NOON, MINUTE))
                .isEqualTo("{turn=1, things=[{name=cup, left=null}, {name=pot, left=7}], cup={few=null, open=true}}");
        assertThat(read).containsExactlyInAnyOrder(Set.of("cup", "pot"), Set.of("cup"));
    }

    @Test
    void an_answer_is_given_again_only_while_what_it_rests_on_is_the_same_and_until_its_next_turn() {
        until = NOON.plusSeconds(90);
        assertThat(ask("{ price things { left } }", NOON, MINUTE))
                .isEqualTo("{price=1, things=[{left=3}, {left=null}]}");
        left.put("pot", 7);
        read.clear();
        assertThat(ask("{ price things { left } }", NOON, MINUTE)).isEqualTo("{price=1, things=[{left=3}, {left=7}]}");
        assertThat(read).containsExactly(Set.of("cup", "pot"));
        left.put("cup", 2);
        for (int time = 0; time < 2; time++) {
            assertThat(ask("{ price things { left } }", NOON, MINUTE))
                    .isEqualTo("{price=2, things=[{left=2}, {left=7}]}");
        }
        left.put("cup", 3);
        assertThat(ask("{ price things { left } }", NOON, MINUTE)).isEqualTo("{price=3, things=[{left=3}, {left=7}]}");
        assertThat(ask("{ price things { left } }", NOON.plusSeconds(90), MINUTE))
                .isEqualTo("{price=4, things=[{left=3}, {left=7}]}");
    }

    @Test
    void what_rests_on_two_things_at_once_is_never_given_again() {
        assertThat(ask("{ price sold again: price }", NOON, MINUTE)).isEqualTo("{price=1, sold=2, again=2}");
        assertThat(ask("{ price sold again: price }", NOON, MINUTE)).isEqualTo("{price=3, sold=1, again=4}");
    }

    @Test
    void what_has_to_be_looked_at_is_kept_nowhere_else() {
        for (int time = 0; time < 2; time++) {
            var freshness = new Freshness();
            freshness.begins(MINUTE, MINUTE, List.of());
            graphQl.execute(ExecutionInput.newExecutionInput("{ price }")
                    .graphQLContext(Map.of(Freshness.KEY, freshness))
                    .dataLoaderRegistry(loaders())
                    .build());
            assertThat(turns).hasValue(1);
            assertThat(freshness.until()).isEqualTo(Instant.MIN);
            assertThat(freshness.inMemoryUntil()).isEqualTo(Instant.MAX);
        }
    }

    @Test
    void what_cannot_be_read_is_not_asked_again_and_says_what_it_always_says() {
        String document = "{ turn cup { name open } few: cup { left } }";
        Runnable never = () -> {
            throw new IllegalStateException("never");
        };
        meanwhile = never;
        ExecutionResult failed = run(document, CachePolicy.OF_ONE, CachePolicy.OF_ONE);
        meanwhile = () -> {};
        assertThat(ask(document, NOON, MINUTE)).isEqualTo("{turn=2, cup={name=cup, open=true}, few={left=3}}");
        meanwhile = never;
        left.clear();
        read.clear();
        ExecutionResult again = run(document, MINUTE, MINUTE);

        assertThat(read).containsExactly(Set.of("cup"), Set.of("cup"));
        assertThat(failed.<Object>getData()).hasToString("{turn=1, cup=null, few={left=3}}");
        assertThat(again.<Object>getData()).hasToString("{turn=3, cup=null, few={left=null}}");
        assertThat(again.getErrors()).hasSize(1).hasToString(failed.getErrors().toString());
        meanwhile = () -> {};
        assertThat(ask(document, NOON, MINUTE)).isEqualTo("{turn=2, cup={name=cup, open=true}, few={left=null}}");
    }

    @Test
    void what_a_request_has_read_as_it_is_is_not_read_twice_but_is_again_when_it_is_given_from_memory() {
        var freshness = new Freshness();
        freshness.begins(MINUTE, MINUTE, List.of());
        graphQl.execute(ExecutionInput.newExecutionInput("{ turn cup { open } }")
                .graphQLContext(Map.of(Freshness.KEY, freshness, "as it is", true))
                .dataLoaderRegistry(loaders())
                .build());
        assertThat(read).isEmpty();
        open.clear();
        assertThat(ask("{ turn cup { open } }", NOON, MINUTE)).isEqualTo("{turn=1, cup={open=false}}");
    }
}
