package io.merkato.api;

import graphql.execution.ExecutionContext;
import graphql.language.OperationDefinition.Operation;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import java.util.List;
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

    private final FieldCosts costs = new FieldCosts();

    @Override
    public void admit(ExecutionContext execution) {
        if (execution.getOperationDefinition().getOperation() == Operation.MUTATION) {
            checkMutations(execution);
        }
        Allowance allowance = execution.getGraphQLContext().get(Allowance.KEY);
        if (allowance != null) {
            allowance.take(CostReckoning.cost(execution, costs));
        }
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
