package io.merkato.api;

import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.graphql.autoconfigure.GraphQlProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.WebSocketSessionInfo;
import org.springframework.graphql.server.webmvc.GraphQlWebSocketHandler;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;
import tools.jackson.databind.json.JsonMapper;

/**
 * WebSockets by {@code graphql-transport-ws}, with what the protocol leaves to a server: a socket that is refused hears why, one whose client answers no ping
 * ends, and all end with 1001 before the server does, so that clients go to another node by themselves.
 */
public final class Sockets extends GraphQlWebSocketHandler implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
    private static final String REFUSAL = "io.merkato.refusal";
    private static final String TIME_TO_SAY_WHY = "org.apache.tomcat.websocket.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT";
    private static final String SILENCE = "org.apache.tomcat.websocket.READ_IDLE_TIMEOUT_MS";
    private static final int PINGS = 3;
    private static final int FORBIDDEN = 4403;

    private final Duration ping;
    private final Set<WebSocketSession> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    Sockets(WebGraphQlHandler graphQl, JsonMapper json, GraphQlProperties.Websocket settings) {
        super(
                graphQl,
                new JacksonJsonHttpMessageConverter(json),
                settings.getConnectionInitTimeout(),
                settings.getKeepAlive());
        this.ping = Objects.requireNonNull(settings.getKeepAlive());
    }

    /** Lets a socket whose first message is refused be closed with what says why, instead of 4401: 4403, or 1013 where trying later may help. */
    public static void refuse(WebSocketSessionInfo session, Fault why) {
        CloseStatus status = status(why);
        if (status != null) {
            session.getAttributes().put(REFUSAL, status);
        }
    }

    private static @Nullable CloseStatus status(Fault why) {
        Object more = why.extensions().getOrDefault("limit", why.extensions().getOrDefault("reason", ""));
        String reason = (why.code() + " " + more).strip();
        return switch (why.code()) {
            case THROTTLED, UNAVAILABLE -> CloseStatus.SERVICE_OVERLOAD.withReason(reason);
            case FORBIDDEN, NOT_FOUND -> new CloseStatus(FORBIDDEN, reason);
            default -> null;
        };
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        var settings = Objects.requireNonNull(((NativeWebSocketSession) session).getNativeSession(Session.class))
                .getUserProperties();
        settings.put(TIME_TO_SAY_WHY, Duration.ofSeconds(5).toMillis());
        settings.put(SILENCE, ping.multipliedBy(PINGS).toMillis());
        open.add(session);
        super.afterConnectionEstablished(session);
        if (!running) {
            leave(session);
        }
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) throws Exception {
        super.handleTextMessage(new SaysWhy(session), message);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        open.remove(session);
        super.afterConnectionClosed(session, status);
    }

    private static final class SaysWhy extends WebSocketSessionDecorator {

        SaysWhy(WebSocketSession session) {
            super(session);
        }

        @Override
        public void close(CloseStatus status) throws IOException {
            super.close(getAttributes().get(REFUSAL) instanceof CloseStatus why ? why : status);
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        open.forEach(Sockets::leave);
    }

    private static void leave(WebSocketSession session) {
        try {
            session.close(CloseStatus.GOING_AWAY);
        } catch (IOException | RuntimeException e) {
            LOG.debug("A socket was gone already", e);
        }
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
