package io.merkato.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.execution.ExecutionContext;
import graphql.language.OperationDefinition;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Finds out how long the schema lets an answer be kept; once for each operation that is parsed. */
@Component
@Order(3)
class CacheHints implements OperationGate {

    private final Cache<OperationDefinition, CachePolicy> known =
            Caffeine.newBuilder().weakKeys().maximumSize(100_000).build();

    @Override
    public void admit(ExecutionContext execution) {
        Freshness asked = Freshness.of(execution.getGraphQLContext());
        if (asked != null) {
            asked.begins(
                    known.get(
                            execution.getOperationDefinition(),
                            operation -> CachePolicy.of(
                                    execution.getGraphQLSchema(), execution.getFragmentsByName(), operation)),
                    execution.getGraphQLContext().getOrDefault(Freshness.ABOUT, List.of()));
        }
    }
}
