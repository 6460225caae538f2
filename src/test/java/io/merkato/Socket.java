package io.merkato;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A frontend's WebSocket by the protocol graphql-transport-ws: sends messages and reads what comes, the server's pings left out. */
public final class Socket implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private @Nullable WebSocket socket;
    private volatile String why = "";
    private volatile boolean silent;
    private volatile boolean deaf;

    static Socket open(int port, Map<String, String> headers) {
        var opened = new Socket();
        var builder = HTTP.newWebSocketBuilder().subprotocols("graphql-transport-ws");
        headers.forEach(builder::header);
        try {
            opened.socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/graphql"), opened)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                opened.heard.add("refused " + refused.getResponse().statusCode());
            } else {
                throw e;
            }
        }
        return opened;
    }

    /** The first message, with its payload; answers what came back. */
    public String begin(Map<String, ?> payload) {
        send(Map.of("type", "connection_init", "payload", payload));
        return next();
    }

    public Socket subscribe(String id, String document, Map<String, ?> variables) {
        send(Map.of("id", id, "type", "subscribe", "payload", Map.of("query", document, "variables", variables)));
        return this;
    }

    /** Answers no ping from now on, as one who is gone. */
    public Socket fallSilent() {
        silent = true;
        return this;
    }

    /** Reads nothing from now on but what has come already, and one message more. */
    public void hearNothing() {
        deaf = true;
    }

    public void hearAgain() {
        deaf = false;
        if (socket != null) {
            socket.request(1);
        }
    }

    /** Says goodbye, without waiting for an answer. */
    public void leave() {
        if (socket != null) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
    }

    /** What a server that closed it said of it. */
    public String why() {
        return why;
    }

    private void send(Map<String, ?> message) {
        say(JSON.writeValueAsString(message));
    }

    public void say(String text) {
        if (socket != null) {
            socket.sendText(text, true).join();
        }
    }

    /** The next message as it came, or {@code closed 4401}, or {@code refused 401} where there was no handshake. */
    public String next() {
        try {
            String message = heard.poll(Patience.MOST.toSeconds(), TimeUnit.SECONDS);
            return message == null ? "nothing" : message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public JsonNode nextMessage() {
        String next = next();
        try {
            return JSON.readTree(next);
        } catch (RuntimeException e) {
            throw new AssertionError(next, e);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            String message = part.toString();
            part.setLength(0);
            if (!message.contains("\"type\":\"ping\"")) {
                heard.add(message);
            } else if (!silent) {
                from.sendText("{\"type\":\"pong\"}", true);
            }
        }
        if (!deaf) {
            from.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        why = reason;
        heard.add("closed " + code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        heard.add(error instanceof IOException ? "closed" : error.toString());
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
