package io.merkato.api;

import graphql.GraphQLContext;
import graphql.GraphQLError;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;
import org.springframework.graphql.execution.SubscriptionExceptionResolver;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Turns what a fetcher or a running subscription throws into a top-level error: a {@link Fault} with its own code and words,
 * everything else as {@code INTERNAL_ERROR} with a trace id under which the log has the rest.
 */
@Component
class FaultResolver implements DataFetcherExceptionResolver, SubscriptionExceptionResolver {

    private static final Logger LOG = LoggerFactory.getLogger(FaultResolver.class);

    @Override
    public Mono<List<GraphQLError>> resolveException(Throwable thrown, DataFetchingEnvironment environment) {
        return Mono.just(List.of(new FaultError(fault(thrown, environment), environment)));
    }

    private static Fault fault(Throwable thrown, DataFetchingEnvironment environment) {
        if (namesNoTenant(thrown, environment.getGraphQlContext())) {
            return Fault.of(
                    FaultCode.BAD_USER_INPUT,
                    "Name a tenant: by the host, the header Merkato-Tenant or the credential.",
                    Map.of("reason", "TENANT_REQUIRED"));
        }
        return Fault.known(thrown).orElseGet(() -> {
            RequestLog.with(
                    environment.getGraphQlContext(),
                    () -> LOG.error(
                            "{} failed", environment.getExecutionStepInfo().getPath(), thrown));
            return Fault.internal(environment.getExecutionId().toString());
        });
    }

    /** A controller asked for its {@code @ContextValue TenantContext}, and the request is for none. */
    private static boolean namesNoTenant(Throwable thrown, GraphQLContext context) {
        return thrown instanceof IllegalStateException
                && !context.hasKey("tenant")
                && thrown.getMessage() != null
                && thrown.getMessage().startsWith("Missing required context value");
    }

    @Override
    public Mono<List<GraphQLError>> resolveException(Throwable thrown) {
        return Mono.deferContextual(context ->
                Mono.just(List.of(new FaultError(Fault.known(thrown).orElseGet(() -> {
                    String trace = RequestLog.traceId(context);
                    RequestLog.with(context, () -> LOG.error("A subscription failed, trace {}", trace, thrown));
                    return Fault.internal(trace);
                })))));
    }
}
