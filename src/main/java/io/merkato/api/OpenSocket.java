package io.merkato.api;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;

/** A WebSocket, with what is known of it: whether it was let in, what has come of a message, what runs. Closed by the server it says why. */
final class OpenSocket extends WebSocketSessionDecorator {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSocket.class);
    private static final String KEY = OpenSocket.class.getName();
    /** Of a message before it is known who sends it, in characters; the first has little to say. */
    private static final int LARGEST_OF_STRANGERS = 8 * 1024;
    /** How many queries and mutations are under way, or their answers not sent. */
    private static final int AT_ONCE = 8;

    private final FaultCounts counts;
    private final Runnable in;
    private final AtomicInteger running = new AtomicInteger();
    private final Map<String, SocketOperation> operations = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final StringBuilder part = new StringBuilder();
    private boolean inHand;
    private @Nullable Runnable end;
    private volatile boolean accepted;
    private volatile long quietSince = System.nanoTime();
    private volatile @Nullable Fault refusal;

    /** @param in to be run once it is let in, or is closed */
    OpenSocket(WebSocketSession session, FaultCounts counts, Runnable in) {
        super(session);
        this.counts = counts;
        this.in = in;
        session.getAttributes().put(KEY, this);
    }

    static OpenSocket of(Map<String, Object> attributes) {
        return Objects.requireNonNull((OpenSocket) attributes.get(KEY));
    }

    static OpenSocket of(WebSocketSession session) {
        return of(session.getAttributes());
    }

    void accept() {
        accepted = true;
        quietSince = System.nanoTime();
        in.run();
    }

    /**
     * One of its messages is taken in hand, by one thread after another.
     *
     * @return false where the socket is gone
     */
    synchronized boolean takesInHand() {
        inHand = end == null;
        return inHand;
    }

    /** What was taken in hand is done. */
    void isDone() {
        Runnable waiting;
        synchronized (this) {
            inHand = false;
            waiting = end;
        }
        if (waiting != null) {
            waiting.run();
        }
    }

    /** @param end of what the socket had; not while a message is in hand, which would find that missing */
    void isGone(Runnable end) {
        in.run();
        operations.values().forEach(SocketOperation::drop);
        places.release(AT_ONCE); // for whoever waits for one
        synchronized (this) {
            this.end = end;
            if (inHand) {
                return;
            }
        }
        end.run();
    }

    void refuse(Fault why) {
        refusal = why;
    }

    /** Something begins to run; {@link #ends} when it does. */
    void begins() {
        running.incrementAndGet();
    }

    void ends() {
        quietSince = System.nanoTime();
        running.decrementAndGet();
    }

    /**
     * @return the operation that the message begins; null where something runs by its id
     */
    @Nullable
    SocketOperation begin(SocketMessage message) {
        var operation = new SocketOperation(this, places);
        return operations.putIfAbsent(Objects.requireNonNull(message.id()), operation) == null ? operation : null;
    }

    /** What has begun by this id. */
    SocketOperation operation(String id) {
        return Objects.requireNonNull(operations.get(id));
    }

    /** The operation ends, and another may have its id; what it came to may have to be sent yet. */
    void free(String id, SocketOperation operation) {
        operations.remove(id, operation);
    }

    /** Nobody wants to hear any more of what runs by this id. */
    void drop(String id) {
        SocketOperation operation = operations.remove(id);
        if (operation != null) {
            operation.drop();
        }
    }

    boolean isQuietFor(Duration time) {
        return accepted && running.get() == 0 && System.nanoTime() - quietSince > time.toNanos();
    }

    /**
     * The whole message, where this is its last part; null where it is not, and where it is too large, for which it is closed.
     *
     * @param largest in characters
     */
    @Nullable
    TextMessage whole(TextMessage message, int largest) {
        if (!isOpen()) {
            return null;
        }
        if (part.length() + message.getPayloadLength() > (accepted ? largest : LARGEST_OF_STRANGERS)) {
            leave(CloseStatus.TOO_BIG_TO_PROCESS);
            return null;
        }
        if (message.isLast() && part.isEmpty()) {
            return message;
        }
        part.append(message.getPayload());
        if (!message.isLast()) {
            return null;
        }
        var whole = new TextMessage(part);
        part.setLength(0);
        part.trimToSize();
        return whole;
    }

    /** Nothing of ours has failed where a client goes while it is answered; Tomcat says so before it knows that the socket is closed. */
    @Override
    public void sendMessage(WebSocketMessage<?> message) throws IOException {
        try {
            super.sendMessage(message);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A socket went before it was answered", e);
            leave(CloseStatus.SERVER_ERROR);
        }
    }

    @Override
    public void close(CloseStatus status) throws IOException {
        Fault why = refusal;
        refusal = null;
        if (why != null) {
            counts.count(why);
        }
        super.close(why == null ? status : Sockets.status(why));
    }

    void leave(CloseStatus why) {
        try {
            close(why);
        } catch (IOException | RuntimeException e) {
            LOG.debug("A socket was gone already", e);
        }
    }
}
