package io.merkato.api;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * The socket as one operation sees it. What it answers is made no faster than it is sent: a query or a mutation has one of a socket's few places until its answer
 * is sent, an event is made when the one before it is, so that little waits for a client that reads slowly, or never.
 */
final class SocketOperation extends WebSocketSessionDecorator {

    private final Semaphore places;
    private final AtomicBoolean inside = new AtomicBoolean();
    private final AtomicReference<Sinks.@Nullable Empty<Object>> unsent = new AtomicReference<>();
    private final Sinks.Empty<Void> dropped = Sinks.empty();
    private volatile boolean unheard;

    SocketOperation(OpenSocket socket, Semaphore places) {
        super(socket);
        this.places = places;
    }

    /** Waits for a place. */
    void enter() throws InterruptedException {
        places.acquire();
        inside.set(true);
    }

    /** Gives its place back. */
    void leave() {
        if (inside.compareAndSet(true, false)) {
            places.release();
        }
    }

    /** Its client wants to hear no more of it. A query goes on to its end, and keeps its place until then, as nothing can end it. */
    void drop() {
        unheard = true;
        dropped.tryEmitEmpty();
    }

    /** Events as they are sent; in between it has no place. Where the socket is gone nothing comes any more, not even an end, which nobody would take. */
    Flux<Object> atItsPace(Flux<?> events) {
        leave();
        return events.takeUntilOther(dropped.asMono())
                .concatMap(event -> Flux.defer(() -> isOpen() ? sent(event) : Flux.never()), 0)
                .onErrorResume(failed -> isOpen() ? Flux.error(failed) : Flux.never())
                .concatWith(Flux.defer(() -> isOpen() ? Flux.empty() : Flux.never()));
    }

    /** The event, and its end once it has been sent. */
    private Flux<Object> sent(Object event) {
        Sinks.Empty<Object> sent = Sinks.empty();
        unsent.set(sent);
        return Flux.just(event).concatWith(sent.asMono());
    }

    @Override
    public void sendMessage(WebSocketMessage<?> message) throws IOException {
        try {
            if (!unheard) {
                super.sendMessage(message);
            }
        } finally {
            leave();
            Sinks.Empty<Object> sent = unsent.getAndSet(null);
            if (sent != null && isOpen()) { // else it would make one more for nobody
                sent.tryEmitEmpty();
            }
        }
    }
}
