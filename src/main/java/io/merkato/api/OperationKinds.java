package io.merkato.api;

import graphql.execution.ExecutionContext;
import graphql.language.OperationDefinition.Operation;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Refuses, before anything of it runs, an operation of a kind that is not taken the way it came: a mutation by GET. */
@Component
@Order(1)
class OperationKinds implements OperationGate {

    /** Key of a request's context: the refusal of each kind that is not taken. */
    static final String REFUSED = "io.merkato.refusedKinds";

    @Override
    public void admit(ExecutionContext execution) {
        Map<Operation, Fault> refused = execution.getGraphQLContext().getOrDefault(REFUSED, Map.of());
        Fault fault = refused.get(execution.getOperationDefinition().getOperation());
        if (fault != null) {
            throw fault;
        }
    }
}
