package io.merkato.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.ServerHttpObservationFilter;

/** Shows this node's figures to Prometheus, which brings {@code merkato.metrics.token}. For anybody else, and where none is set, there is nothing at the address. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class MetricsPage extends HttpFilter {

    static final String PATH = "/actuator/prometheus";

    private final PrometheusMeterRegistry registry;
    private final String token;

    MetricsPage(PrometheusMeterRegistry registry, @Value("${merkato.metrics.token:}") String token) {
        this.registry = registry;
        this.token = token;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!request.getServletPath().equals(PATH)) {
            chain.doFilter(request, response);
            return;
        }
        ServerHttpObservationFilter.findObservationContext(request).ifPresent(context -> context.setPathPattern(PATH));
        if (!request.getMethod().equals("GET") || !isTheirs(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        byte[] figures = registry.scrape().getBytes(UTF_8);
        response.setContentType("text/plain; version=0.0.4; charset=utf-8");
        response.setContentLength(figures.length);
        response.getOutputStream().write(figures);
    }

    private boolean isTheirs(@Nullable String authorization) {
        return !token.isEmpty()
                && authorization != null
                && MessageDigest.isEqual(authorization.getBytes(UTF_8), ("Bearer " + token).getBytes(UTF_8));
    }
}
