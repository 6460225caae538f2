package io.merkato.api;

import graphql.execution.ExecutionContext;
import graphql.language.OperationDefinition.Operation;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Refuses, before anything of it runs, an operation of a kind that is not taken the way it came: a mutation by GET, or to be answered by events. */
@Component
@Order(1)
class OperationKinds implements OperationGate, WebGraphQlInterceptor {

    /** Key of a request's context: the refusal of each kind that is not taken. */
    static final String REFUSED = "io.merkato.refusedKinds";

    private static final Fault SUBSCRIPTIONS_ONLY = Fault.badInput("Only subscriptions are answered by events.");

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        if (EventStreams.answer(request)) {
            var refused = Map.of(Operation.QUERY, SUBSCRIPTIONS_ONLY, Operation.MUTATION, SUBSCRIPTIONS_ONLY);
            request.configureExecutionInput((input, builder) ->
                    builder.graphQLContext(Map.of(REFUSED, refused)).build());
        }
        return chain.next(request);
    }

    @Override
    public void admit(ExecutionContext execution) {
        Map<Operation, Fault> refused = execution.getGraphQLContext().getOrDefault(REFUSED, Map.of());
        Fault fault = refused.get(execution.getOperationDefinition().getOperation());
        if (fault != null) {
            throw fault;
        }
    }
}
