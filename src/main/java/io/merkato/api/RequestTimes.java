package io.merkato.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.ServerHttpObservationFilter;

/** Times every request. Of one that asks again an observation would take as long as what it is about, so it goes to the same figure without. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestTimes extends ServerHttpObservationFilter {

    private static final String FIGURE = "http.server.requests";

    private final MeterRegistry registry;
    private final AskedAgain askedAgain;
    private final Map<Answer, Timer> timers = new ConcurrentHashMap<>();

    private record Answer(String method, int status, String exception) {}

    RequestTimes(ObservationRegistry observations, MeterRegistry registry, AskedAgain askedAgain) {
        super(observations);
        this.registry = registry;
        this.askedAgain = askedAgain;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!askedAgain.is(request)) {
            super.doFilterInternal(request, response, chain);
            return;
        }
        long begun = System.nanoTime();
        try {
            chain.doFilter(request, response);
            record(new Answer(request.getMethod(), response.getStatus(), "none"), begun);
        } catch (Throwable e) {
            record(
                    new Answer(
                            request.getMethod(),
                            HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                            e.getClass().getSimpleName()),
                    begun);
            throw e;
        }
    }

    private void record(Answer answer, long begun) {
        timers.computeIfAbsent(answer, this::timer).record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Answer answer) {
        return Timer.builder(FIGURE)
                .tag("method", answer.method())
                .tag("uri", askedAgain.path())
                .tag("status", String.valueOf(answer.status()))
                .tag("outcome", Outcome.forStatus(answer.status()).name())
                .tag("exception", answer.exception())
                .tag("error", answer.exception())
                .register(registry);
    }
}
