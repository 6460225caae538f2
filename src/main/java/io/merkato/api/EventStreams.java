package io.merkato.api;

import graphql.ExecutionResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.graphql.autoconfigure.GraphQlProperties;
import org.springframework.graphql.execution.SubscriptionPublisherException;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.graphql.server.webmvc.GraphQlSseHandler;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.function.ServerResponse.SseBuilder;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Server-sent events by <a href="https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md">GraphQL over SSE</a>, events and heartbeats alike
 * written by a virtual thread of the stream's own: a client that does not read keeps only that waiting.
 */
@Component
@ConditionalOnWebApplication
class EventStreams extends GraphQlSseHandler {

    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    private static final ThreadFactory THREADS =
            Thread.ofVirtual().name("event-streams-", 0).factory();
    private static final Scheduler WRITERS =
            Schedulers.fromExecutor(task -> THREADS.newThread(task).start(), true);

    private final Duration timeout;
    private final Duration keepAlive;

    /** What is written at once. */
    private interface Message {
        void write(SseBuilder stream) throws IOException;
    }

    EventStreams(WebGraphQlHandler graphQl, GraphQlProperties properties) {
        super(graphQl);
        var settings = properties.getHttp().getSse();
        this.timeout = Objects.requireNonNull(settings.getTimeout());
        this.keepAlive = Objects.requireNonNull(settings.getKeepAlive());
    }

    @Override
    protected ServerResponse prepareResponse(ServerRequest request, Mono<WebGraphQlResponse> response) {
        return ServerResponse.sse(
                stream -> withHeartbeats(
                                response.flatMapMany(EventStreams::events).map(event -> next(event.toSpecification())))
                        .publishOn(WRITERS, 1)
                        .subscribe(new Writer(stream)),
                timeout);
    }

    /** Whether a request is answered here, to which all come that are not answered in one piece. */
    static boolean answer(WebGraphQlRequest request) {
        return !(request instanceof WebSocketGraphQlRequest)
                && !request.getAttributes().containsKey(GraphQlEndpoint.IN_ONE_PIECE)
                && request.getHeaders().getAccept().contains(MediaType.TEXT_EVENT_STREAM);
    }

    private static Flux<ExecutionResult> events(WebGraphQlResponse response) {
        return response.getData() instanceof Publisher<?> events
                ? Flux.from(events).cast(ExecutionResult.class)
                : Flux.just(response.getExecutionResult());
    }

    private static Message next(Map<String, Object> event) {
        return stream -> stream.event("next").data(event);
    }

    private Flux<Message> withHeartbeats(Flux<Message> events) {
        Sinks.Empty<Void> over = Sinks.empty();
        Flux<Message> heartbeats = Flux.interval(keepAlive)
                .onBackpressureDrop()
                .map(time -> (Message) stream -> stream.comment(" ").send())
                .takeUntilOther(over.asMono());
        return Flux.merge(1, events.doOnComplete(over::tryEmitEmpty), heartbeats);
    }

    private static final class Writer extends BaseSubscriber<Message> {

        private final SseBuilder stream;

        Writer(SseBuilder stream) {
            this.stream = stream;
            stream.onTimeout(() -> end(new AsyncRequestTimeoutException()));
        }

        @Override
        protected void hookOnNext(Message message) {
            try {
                message.write(stream);
            } catch (IOException gone) {
                end(gone);
            }
        }

        private void end(Exception why) {
            cancel();
            stream.error(why);
        }

        @Override
        protected void hookOnComplete() {
            try {
                stream.event("complete").data("");
                stream.complete();
            } catch (IOException gone) {
                stream.error(gone);
            }
        }

        @Override
        protected void hookOnError(Throwable failed) {
            if (failed instanceof SubscriptionPublisherException known) {
                hookOnNext(next(known.toMap()));
                hookOnComplete();
            } else {
                LOG.error("An event stream ends after a failure", failed);
                stream.error(failed);
            }
        }
    }
}
