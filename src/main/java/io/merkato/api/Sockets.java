package io.merkato.api;

import jakarta.websocket.Session;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.graphql.autoconfigure.GraphQlProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.WebSocketSessionInfo;
import org.springframework.graphql.server.webmvc.GraphQlWebSocketHandler;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/**
 * WebSockets by {@code graphql-transport-ws}, with what the protocol leaves to a server: a socket that is refused hears why, one whose client answers no ping, or
 * on which nothing runs for long, ends, an address has few that are not let in yet, and all end with 1001 before the server does, so that clients go to another
 * node by themselves.
 */
public final class Sockets extends GraphQlWebSocketHandler implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
    private static final String TIME_TO_SAY_WHY = "org.apache.tomcat.websocket.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT";
    private static final String SILENCE = "org.apache.tomcat.websocket.READ_IDLE_TIMEOUT_MS";
    private static final int PINGS = 3;
    /** In bytes, by RFC 6455. */
    private static final int LONGEST_REASON = 123;

    private static final int FORBIDDEN = 4403;
    private static final CloseStatus UNAUTHORISED = new CloseStatus(4401, "Unauthorized");
    private static final int INVALID = 4400;
    private static final int SAME_ID = 4409;
    private static final CloseStatus QUIET = CloseStatus.NORMAL.withReason("Nothing ran on it.");

    private final Duration ping;
    private final Limits limits;
    private final FaultCounts counts;
    private final Set<OpenSocket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> strangers = new ConcurrentHashMap<>();
    private volatile boolean running;

    /**
     * @param characters the most of a message
     * @param strangers the most of a network address that are not let in yet
     * @param quiet after how long one ends on which nothing runs
     */
    record Limits(int characters, int strangers, Duration quiet) {}

    Sockets(
            WebGraphQlHandler graphQl,
            JsonMapper json,
            GraphQlProperties.Websocket settings,
            Limits limits,
            CorsConfiguration origins,
            FaultCounts counts) {
        super(
                graphQl,
                new JacksonJsonHttpMessageConverter(json),
                settings.getConnectionInitTimeout(),
                settings.getKeepAlive(),
                origins);
        this.ping = Objects.requireNonNull(settings.getKeepAlive());
        this.limits = limits;
        this.counts = counts;
    }

    /** Lets a socket in whose first message is good. */
    public static void accept(WebSocketSessionInfo session) {
        of(session).accept();
    }

    /**
     * Lets a socket whose first message is refused be closed with what says why, instead of 4401, after which no client tries again: 4403, 1013 where trying later
     * may help, 1011 where it is a mistake of ours.
     */
    public static void refuse(WebSocketSessionInfo session, RuntimeException why) {
        of(session).refuse(Fault.known(why).orElseGet(() -> {
            LOG.error("Socket {} was not let in", session.getId(), why);
            return Fault.internal(session.getId());
        }));
    }

    /** Something that runs on a socket. */
    public static <T> Flux<T> runs(WebSocketSessionInfo session, Flux<T> events) {
        OpenSocket socket = of(session);
        return events.doOnSubscribe(begun -> socket.begins()).doFinally(how -> socket.ends());
    }

    private static OpenSocket of(WebSocketSessionInfo session) {
        return OpenSocket.of(session.getAttributes());
    }

    static CloseStatus status(Fault why) {
        Object more = why.extensions().getOrDefault("limit", why.extensions().getOrDefault("reason", ""));
        String reason = (why.code() + " " + more).strip();
        return switch (why.code()) {
            case THROTTLED, UNAVAILABLE, TIMEOUT -> CloseStatus.SERVICE_OVERLOAD.withReason(reason);
            case FORBIDDEN, NOT_FOUND -> new CloseStatus(FORBIDDEN, reason);
            case INTERNAL_ERROR -> CloseStatus.SERVER_ERROR;
            default -> UNAUTHORISED;
        };
    }

    /** What comes is put together here, so that no socket has the room of the largest message from its beginning. */
    @Override
    public boolean supportsPartialMessages() {
        return true;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        var settings = Objects.requireNonNull(((NativeWebSocketSession) session).getNativeSession(Session.class))
                .getUserProperties();
        settings.put(TIME_TO_SAY_WHY, Duration.ofSeconds(5).toMillis());
        settings.put(SILENCE, ping.multipliedBy(PINGS).toMillis());
        String from = network(session);
        boolean tooMany = strangers.merge(from, 1, Integer::sum) > limits.strangers();
        var known = new AtomicBoolean();
        var socket = new OpenSocket(session, counts, () -> {
            if (known.compareAndSet(false, true)) {
                strangers.computeIfPresent(from, (same, count) -> count == 1 ? null : count - 1);
            }
        });
        open.add(socket);
        if (tooMany) {
            socket.leave(CloseStatus.SERVICE_OVERLOAD.withReason("THROTTLED CONNECTIONS_NOT_LET_IN"));
            return;
        }
        super.afterConnectionEstablished(socket);
        if (!running) {
            socket.leave(CloseStatus.GOING_AWAY);
        }
    }

    private static String network(WebSocketSession session) {
        InetSocketAddress from = session.getRemoteAddress();
        return Addresses.network(Addresses.literal(from == null ? null : from.getHostString()));
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) throws Exception {
        Turns.letOthersGoFirst();
        OpenSocket socket = OpenSocket.of(session);
        TextMessage whole = socket.whole(message, limits.characters());
        if (whole == null) {
            return;
        }
        SocketMessage said;
        try {
            said = SocketMessage.of(whole);
        } catch (Fault malformed) {
            counts.count(malformed);
            socket.leave(new CloseStatus(INVALID, malformed.getMessage()));
            return;
        }
        WebSocketSession answers = socket;
        if (said.begins()) {
            SocketOperation operation = socket.begin(said);
            if (operation == null) {
                socket.leave(sameId(Objects.requireNonNull(said.id())));
                return;
            }
            operation.enter();
            answers = operation;
        }
        if (socket.takesInHand()) {
            try {
                super.handleTextMessage(answers, said.text());
            } finally {
                if (said.ends()) {
                    socket.drop(Objects.requireNonNull(said.id()));
                }
                socket.isDone();
            }
        }
    }

    private static CloseStatus sameId(String id) {
        String reason = "Subscriber for " + id + " already exists";
        return new CloseStatus(
                SAME_ID,
                reason.getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON
                        ? "Subscriber for this id already exists"
                        : reason);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        OpenSocket socket = OpenSocket.of(session);
        socket.isGone(() -> {
            open.remove(socket);
            super.afterConnectionClosed(socket, status);
        });
    }

    int open() {
        return open.size();
    }

    @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
    void endQuiet() {
        open.stream()
                .filter(socket -> socket.isQuietFor(limits.quiet()))
                .forEach(socket -> Thread.ofVirtual().start(() -> socket.leave(QUIET)));
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        open.forEach(socket -> socket.leave(CloseStatus.GOING_AWAY));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops when nobody comes any more, and before the server waits for what it still answers. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }
}
