package io.merkato.api;

import graphql.schema.DataFetchingEnvironment;
import org.springframework.core.MethodParameter;
import org.springframework.graphql.data.method.HandlerMethodArgumentResolver;

/** Hands a {@code @retriable} mutation the key that stands on its field in the caller's document. */
final class IdempotencyArgument implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Idempotency.class;
    }

    @Override
    public Idempotency resolveArgument(MethodParameter parameter, DataFetchingEnvironment environment) {
        String mutation = environment.getFieldDefinition().getName();
        String key = RetriableVisitor.key(environment)
                .orElseThrow(() -> new IllegalStateException(mutation + " takes a key and is not @retriable"));
        return new Idempotency(mutation, key, Sha256.hex(Json.canonical(environment.getArguments())));
    }
}
