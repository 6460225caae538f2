package io.merkato.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.execution.ExecutionContext;
import graphql.language.FragmentDefinition;
import graphql.language.OperationDefinition;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Finds out how long the schema lets an answer be kept, and be remembered here; once for each operation that is parsed. */
@Component
@Order(3)
class CacheHints implements OperationGate {

    private final Cache<OperationDefinition, Policies> known =
            Caffeine.newBuilder().weakKeys().maximumSize(100_000).build();
    private final Set<FieldCoordinates> asItIs;

    private record Policies(CachePolicy byCaches, CachePolicy inMemory) {}

    CacheHints(List<ReadAnew<?, ?, ?>> readAnew, List<Basis<?, ?>> bases) {
        this.asItIs = Stream.concat(
                        readAnew.stream().map(ReadAnew::field), bases.stream().map(Basis::told))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void admit(ExecutionContext execution) {
        Freshness asked = Freshness.of(execution.getGraphQLContext());
        if (asked != null) {
            Policies policies =
                    known.get(execution.getOperationDefinition(), operation -> policies(execution, operation));
            asked.begins(
                    policies.byCaches(),
                    policies.inMemory(),
                    execution.getGraphQLContext().getOrDefault(Freshness.ABOUT, List.of()));
        }
    }

    private Policies policies(ExecutionContext execution, OperationDefinition operation) {
        GraphQLSchema schema = execution.getGraphQLSchema();
        Map<String, FragmentDefinition> fragments = execution.getFragmentsByName();
        return new Policies(
                CachePolicy.of(schema, fragments, operation, Set.of()),
                CachePolicy.of(schema, fragments, operation, asItIs));
    }
}
