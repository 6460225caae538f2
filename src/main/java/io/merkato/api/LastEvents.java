package io.merkato.api;

import java.util.Map;
import org.reactivestreams.Publisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Ends event streams before the server does, with {@code UNAVAILABLE}, as it would wait for them; sockets end by themselves. */
@Component
@Order(-1)
class LastEvents implements WebGraphQlInterceptor, SmartLifecycle {

    private volatile Sinks.Empty<Void> end = Sinks.empty();
    private volatile boolean running;

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        return request instanceof WebSocketGraphQlRequest
                ? chain.next(request)
                : chain.next(request).map(this::untilTheEnd);
    }

    private WebGraphQlResponse untilTheEnd(WebGraphQlResponse response) {
        return response.getData() instanceof Publisher<?> events
                ? response.transform(builder -> builder.data(Flux.from(events).takeUntilOther(end.asMono())))
                : response;
    }

    @Override
    public void start() {
        end = Sinks.empty();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        end.tryEmitError(Fault.of(
                FaultCode.UNAVAILABLE,
                "This server is about to end. Subscribe again, and another one answers.",
                Map.of("reason", "SERVER_ENDS")));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** With the sockets. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }
}
