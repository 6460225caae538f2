package io.merkato.api;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Lets clients go before a process that is asked to end stops listening. Tomcat refuses by 503 what arrives on a connection that
 * was kept open, so each answer from then on closes its connection, and the process goes on answering until nobody has asked for
 * a second, or for {@code merkato.drain}: readiness has turned, so that whoever shares out the requests takes other nodes.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class Drain extends HttpFilter implements StopsBeside {

    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final String PROBES = "/actuator/";

    private final Duration most;
    private volatile boolean running;
    private volatile boolean draining;
    private volatile long lastAsked = System.nanoTime() - QUIET.toNanos();

    Drain(@Value("${merkato.drain:5s}") Duration most, MeterRegistry registry) {
        this.most = most;
        Gauge.builder("merkato.draining", this, drain -> drain.draining ? 1 : 0)
                .description("1 while a node that was asked to end lets its clients go")
                .register(registry);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!request.getRequestURI().startsWith(PROBES)) {
            lastAsked = System.nanoTime();
        }
        if (draining) {
            response.setHeader(HttpHeaders.CONNECTION, "close");
        }
        chain.doFilter(request, response);
    }

    @Override
    public void start() {
        draining = false;
        running = true;
    }

    @Override
    public void stop() {
        draining = true;
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < most.toNanos() && System.nanoTime() - lastAsked < QUIET.toNanos()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops first of all: before the server is told to let nobody in. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
