package io.merkato.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.execution.ExecutionContext;
import graphql.language.OperationDefinition;
import graphql.language.OperationDefinition.Operation;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Asks, before anything of an operation runs, whether its caller may ask for so much: what that depends on besides the document is not the same at the next
 * execution, so it is no part of validation.
 */
@Component
@Order(4)
class OperationLimits implements OperationGate {

    static final int MUTATIONS = 5;

    /** About how many bytes of costs are remembered. Fragments are written out in them, so a short document may take many. */
    private static final long MOST = 16_000_000;

    private final FieldCosts costs = new FieldCosts();
    private final Cache<OperationDefinition, Reckoned> reckoned = Caffeine.newBuilder()
            .weakKeys()
            .maximumWeight(MOST)
            .weigher((OperationDefinition operation, Reckoned cost) ->
                    cost.cost().weight())
            .build();

    /** What an operation that was parsed costs wherever these variables, by which alone its cost goes, have these values. */
    private record Reckoned(Map<String, Object> variables, Map<String, Integer> repeated, QueryCost cost) {

        boolean isSo(Map<String, Object> now) {
            for (Map.Entry<String, Object> variable : variables.entrySet()) {
                if (!Objects.equals(variable.getValue(), FilterParts.counted(now.get(variable.getKey())))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Notes of which variables anybody has asked for the value, and counts each once. */
    private static final class Noted extends AbstractMap<String, Object> {

        private final Map<String, Object> variables;
        private final Map<String, Object> asked = new HashMap<>();

        Noted(Map<String, Object> variables) {
            this.variables = variables;
        }

        @Override
        public @Nullable Object get(@Nullable Object name) {
            String key = String.valueOf(name);
            if (!asked.containsKey(key)) {
                asked.put(key, FilterParts.counted(variables.get(key)));
            }
            return asked.get(key);
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            throw new UnsupportedOperationException("Each is asked for by its name.");
        }
    }

    @Override
    public void admit(ExecutionContext execution) {
        if (execution.getOperationDefinition().getOperation() == Operation.MUTATION) {
            checkMutations(execution);
        }
        Allowance allowance = execution.getGraphQLContext().get(Allowance.KEY);
        if (allowance != null) {
            take(allowance, execution);
        }
    }

    /** What was too dear is not remembered. */
    private void take(Allowance allowance, ExecutionContext execution) {
        OperationDefinition operation = execution.getOperationDefinition();
        Map<String, Object> variables = execution.getCoercedVariables().toMap();
        Reckoned before = reckoned.getIfPresent(operation);
        if (before != null && before.isSo(variables)) {
            RepeatedVariables.check(before.repeated(), variables);
            allowance.take(before.cost());
            return;
        }
        Map<String, Integer> repeated = RepeatedVariables.of(execution);
        RepeatedVariables.check(repeated, variables);
        var noted = new Noted(variables);
        var now = new Reckoned(noted.asked, repeated, CostReckoning.cost(execution, costs, noted));
        allowance.take(now.cost());
        reckoned.put(operation, now);
    }

    private void checkMutations(ExecutionContext execution) {
        GraphQLObjectType root = CostReckoning.root(execution.getGraphQLSchema(), Operation.MUTATION);
        List<GraphQLFieldDefinition> mutations = CostReckoning.rootFields(execution, costs).stream()
                .map(root::getFieldDefinition)
                .toList();
        if (mutations.size() > MUTATIONS) {
            throw DocumentShape.tooMany("MUTATIONS", "mutations", mutations.size(), MUTATIONS);
        }
        List<String> alone = mutations.stream()
                .filter(each -> each.hasAppliedDirective("retriable") || each.hasAppliedDirective("alone"))
                .map(GraphQLFieldDefinition::getName)
                .toList();
        if (alone.size() > 1) {
            throw DocumentShape.tooMany(
                    "MUTATIONS",
                    "mutations of which one is sent at a time (" + alone.getFirst() + ")",
                    alone.size(),
                    1);
        }
    }
}
