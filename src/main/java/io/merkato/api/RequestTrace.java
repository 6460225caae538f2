package io.merkato.api;

import graphql.execution.ExecutionId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Gives each request a trace id: the caller's, where a W3C {@code traceparent} brings one, else a new one. It stands in every
 * log line of the request, in the answer's header {@code Trace-Id}, and in the error of a failure.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestTrace extends HttpFilter implements WebGraphQlInterceptor {

    static final String HEADER = "Trace-Id";

    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String trace = traceId(request.getHeader("traceparent"));
        RequestLog.begin(trace);
        response.setHeader(HEADER, trace);
        try {
            chain.doFilter(request, response);
        } finally {
            RequestLog.end();
        }
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        String begun = MDC.get(RequestLog.TRACE_ID);
        String trace = begun == null ? traceId(null) : begun;
        request.executionId(ExecutionId.from(trace));
        Mono<WebGraphQlResponse> response = chain.next(request);
        return begun == null ? response.contextWrite(context -> RequestLog.traced(trace, context)) : response;
    }

    static String traceId(@Nullable String traceparent) {
        if (traceparent != null) {
            var matcher = TRACEPARENT.matcher(traceparent);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        var bytes = new byte[16];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
