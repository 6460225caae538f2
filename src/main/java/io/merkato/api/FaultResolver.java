package io.merkato.api;

import graphql.GraphQLError;
import graphql.schema.DataFetchingEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindException;
import reactor.core.publisher.Mono;

/**
 * Turns what a fetcher throws into a top-level error: a {@link Fault} with its own code and words, everything else as
 * {@code INTERNAL_ERROR} with a trace id under which the log has the rest.
 */
@Component
class FaultResolver implements DataFetcherExceptionResolver {

    private static final Logger LOG = LoggerFactory.getLogger(FaultResolver.class);
    private static final String STATEMENT_TIMEOUT = "57014";

    @Override
    public Mono<List<GraphQLError>> resolveException(Throwable thrown, DataFetchingEnvironment environment) {
        return Mono.just(List.of(error(thrown, environment)));
    }

    private static GraphQLError error(Throwable thrown, DataFetchingEnvironment environment) {
        return switch (thrown) {
            case Fault fault -> error(environment, fault.getMessage(), fault.code(), fault.extensions());
            case BindException bind ->
                error(environment, "An argument could not be read.", FaultCode.BAD_USER_INPUT, Map.of());
            case DataAccessException timeout
            when STATEMENT_TIMEOUT.equals(timeout.sqlState()) ->
                error(environment, "This took too long and was stopped.", FaultCode.TIMEOUT, Map.of());
            case IllegalStateException missing
            when namesNoTenant(missing, environment) ->
                error(
                        environment,
                        "Name a merchant: by the host, the header Merkato-Tenant or the credential.",
                        FaultCode.BAD_USER_INPUT,
                        Map.of("reason", "TENANT_REQUIRED"));
            default -> internal(thrown, environment);
        };
    }

    /** A controller asked for its {@code @ContextValue TenantContext}, and the request is for none. */
    private static boolean namesNoTenant(IllegalStateException thrown, DataFetchingEnvironment environment) {
        return !environment.getGraphQlContext().hasKey("tenant")
                && thrown.getMessage() != null
                && thrown.getMessage().startsWith("Missing required context value");
    }

    private static GraphQLError internal(Throwable thrown, DataFetchingEnvironment environment) {
        String trace = environment.getExecutionId().toString();
        RequestLog.with(
                environment.getGraphQlContext(),
                () -> LOG.error("{} failed", environment.getExecutionStepInfo().getPath(), thrown));
        return error(
                environment, "Something went wrong on our side.", FaultCode.INTERNAL_ERROR, Map.of("traceId", trace));
    }

    private static GraphQLError error(
            DataFetchingEnvironment environment, String message, FaultCode code, Map<String, Object> more) {
        var extensions = new LinkedHashMap<String, Object>();
        extensions.put("code", code.name());
        extensions.putAll(more);
        return GraphQLError.newError()
                .message("%s", message)
                .path(environment.getExecutionStepInfo().getPath())
                .location(environment.getField().getSourceLocation())
                .extensions(extensions)
                .build();
    }
}
