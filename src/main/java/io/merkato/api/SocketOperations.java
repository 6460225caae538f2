package io.merkato.api;

import org.reactivestreams.Publisher;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells a socket when what runs on it by an id ends, before its client hears of that, who may use the id again at once; events are made as fast as they are sent. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class SocketOperations implements WebGraphQlInterceptor {

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        if (!(request instanceof WebSocketGraphQlRequest on)) {
            return chain.next(request);
        }
        OpenSocket socket = OpenSocket.of(on.getSessionInfo().getAttributes());
        String id = request.getId();
        SocketOperation operation = socket.operation(id);
        return Mono.defer(() -> chain.next(request))
                .doOnError(failed -> socket.free(id, operation))
                .doOnCancel(() -> {
                    socket.free(id, operation);
                    operation.leave();
                })
                .map(answer -> untilFree(answer, socket, id, operation));
    }

    private static WebGraphQlResponse untilFree(
            WebGraphQlResponse answer, OpenSocket socket, String id, SocketOperation operation) {
        Runnable free = () -> socket.free(id, operation);
        if (answer.getData() instanceof Publisher<?> events) {
            Flux<?> running =
                    operation.atItsPace(Flux.from(events)).doOnTerminate(free).doOnCancel(free);
            return answer.transform(builder -> builder.data(running));
        }
        free.run();
        return answer;
    }
}
