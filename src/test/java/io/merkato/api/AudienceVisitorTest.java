package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLSchema;
import graphql.schema.SchemaTraverser;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** However an object comes that belongs to somebody, it is looked whose it is, or nobody gets it. */
class AudienceVisitorTest {

    record Owner(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "owner";
        }
    }

    record Card(String name) implements Owned {
        @Override
        public @Nullable TypeId owner() {
            return new Owner(Uuid7.next());
        }
    }

    private static final Card CARD = new Card("theirs");

    private static GraphQL graphQl() {
        GraphQLSchema schema = new SchemaGenerator()
                .makeExecutableSchema(
                        new SchemaParser().parse("""
                                directive @public on OBJECT
                                directive @owned(orRequires: String) on OBJECT
                                type Query @public { now: Card later: Card several: [Card] published: Card }
                                type Card @owned { name: String }
                                """),
                        RuntimeWiring.newRuntimeWiring()
                                .type(
                                        "Query",
                                        query -> query.dataFetcher("now", field -> CARD)
                                                .dataFetcher("later", field -> CompletableFuture.completedFuture(CARD))
                                                .dataFetcher("several", field -> List.of(CARD, CARD))
                                                .dataFetcher("published", field -> Mono.just(CARD)))
                                .build());
        GraphQLCodeRegistry.Builder registry = GraphQLCodeRegistry.newCodeRegistry(schema.getCodeRegistry());
        new SchemaTraverser()
                .depthFirstFullSchema(
                        List.of(new AudienceVisitor()), schema, Map.of(GraphQLCodeRegistry.Builder.class, registry));
        return GraphQL.newGraphQL(schema.transformWithoutTypes(builder -> builder.codeRegistry(registry.build())))
                .build();
    }

    private static ExecutionResult asked(String document) {
        return graphQl()
                .execute(ExecutionInput.newExecutionInput(document)
                        .graphQLContext(Map.of("viewer", Viewer.anonymous(Viewer.Origin.NONE)))
                        .build());
    }

    @Test
    void who_is_not_its_owner_finds_nothing_in_its_place() {
        ExecutionResult answer = asked("{ now { name } later { name } several { name } }");

        assertThat(answer.<Object>getData()).hasToString("{now=null, later=null, several=[null, null]}");
        assertThat(answer.getErrors()).isEmpty();
    }

    @Test
    void what_nobody_can_look_through_is_a_failure_of_the_field_that_answers_it() {
        ExecutionResult answer = asked("{ published { name } now { name } }");

        assertThat(answer.<Object>getData()).hasToString("{published=null, now=null}");
        assertThat(answer.getErrors()).extracting(GraphQLError::getPath).containsExactly(List.of("published"));
    }
}
