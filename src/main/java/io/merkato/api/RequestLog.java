package io.merkato.api;

import graphql.GraphQLContext;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.MDC;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** What each log line of a request carries, on whatever thread it is written: the trace id and the tenant. */
public final class RequestLog {

    static final String TRACE_ID = "trace_id";
    static final String TENANT = "tenant";

    private static final ContextSnapshotFactory SNAPSHOTS =
            ContextSnapshotFactory.builder().build();

    static {
        ContextRegistry.getInstance().registerThreadLocalAccessor(new Slf4jThreadLocalAccessor(TRACE_ID, TENANT));
    }

    private RequestLog() {}

    static void begin(String traceId) {
        MDC.put(TRACE_ID, traceId);
    }

    static void end() {
        MDC.remove(TRACE_ID);
        MDC.remove(TENANT);
    }

    /** Writes lines where a request's context has to be put back first: behind its fetchers. */
    static void with(GraphQLContext context, Runnable lines) {
        try (var scope = SNAPSHOTS.captureFrom(context).setThreadLocals()) {
            lines.run();
        }
    }

    /** As {@link #with(GraphQLContext, Runnable)}, behind a publisher. */
    static void with(ContextView context, Runnable lines) {
        try (var scope = SNAPSHOTS.captureFrom(context).setThreadLocals()) {
            lines.run();
        }
    }

    /** The request's, or a new one where the context has none. */
    static String traceId(ContextView context) {
        Map<String, String> carried = context.getOrDefault(Slf4jThreadLocalAccessor.KEY, Map.of());
        String trace = carried == null ? null : carried.get(TRACE_ID);
        return trace == null ? RequestTrace.traceId(null) : trace;
    }

    /** For a document that comes over a socket, where no filter has begun a trace. */
    static Context traced(String traceId, Context context) {
        return put(TRACE_ID, traceId, context);
    }

    /** For whoever finds out the tenant of a request: {@code chain.next(request).contextWrite(context -> RequestLog.of(slug, context))}. */
    public static Context of(String tenantSlug, Context context) {
        return put(TENANT, tenantSlug, context);
    }

    private static Context put(String key, String value, Context context) {
        Map<String, String> carried = new HashMap<>(context.getOrDefault(Slf4jThreadLocalAccessor.KEY, Map.of()));
        carried.put(key, value);
        return context.put(Slf4jThreadLocalAccessor.KEY, carried);
    }
}
