package io.merkato.api;

import graphql.schema.DataFetchingEnvironment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        return new Idempotency(mutation, key, sha256(Json.canonical(environment.getArguments())));
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
