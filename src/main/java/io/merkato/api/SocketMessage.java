package io.merkato.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.TextMessage;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client says on a socket, read as strictly as a request over HTTP: Spring, which reads it after this, takes what is malformed for a failure of ours.
 *
 * @param id of what a {@code subscribe} begins or a {@code complete} ends; null of the others
 */
record SocketMessage(String type, @Nullable String id, TextMessage text) {

    /** Stands, as in Spring's clients, where a document is named by its hash alone. */
    private static final String NAMED = "PersistedDocumentMarker";

    /** @throws Fault where it is none of the protocol */
    static SocketMessage of(TextMessage text) {
        if (!(GraphQlParameters.json(text.getPayload(), "The message") instanceof Map<?, ?> message)) {
            throw Fault.badInput("The message is no object.");
        }
        String type = GraphQlParameters.string(message, "type");
        Map<?, ?> payload = GraphQlParameters.object(message, "payload");
        return switch (type) {
            case "connection_init", "ping", "pong" -> new SocketMessage(type, null, text);
            case "complete" -> new SocketMessage(type, id(message), text);
            case "subscribe" ->
                new SocketMessage(type, id(message), hasDocument(payload) ? text : withDocument(message, payload));
            case null, default -> throw Fault.badInput("“type” is none that a client sends.");
        };
    }

    boolean begins() {
        return type.equals("subscribe");
    }

    boolean ends() {
        return type.equals("complete");
    }

    private static String id(Map<?, ?> message) {
        String id = GraphQlParameters.string(message, "id");
        if (id == null || id.isEmpty()) {
            throw Fault.badInput("“id” is missing.");
        }
        return id;
    }

    private static boolean hasDocument(Map<?, ?> payload) {
        GraphQlParameters.string(payload, "operationName");
        GraphQlParameters.object(payload, "variables");
        Map<?, ?> extensions = GraphQlParameters.object(payload, "extensions");
        String document = GraphQlParameters.string(payload, "query");
        if (document != null && !document.isBlank()) {
            return true;
        }
        if (extensions.get(RequestedDocument.PERSISTED_QUERY) == null) {
            throw Fault.badInput("“query” is missing.");
        }
        return false;
    }

    private static TextMessage withDocument(Map<?, ?> message, Map<?, ?> payload) {
        var named = new LinkedHashMap<Object, @Nullable Object>(payload);
        named.put("query", NAMED);
        var whole = new LinkedHashMap<Object, @Nullable Object>(message);
        whole.put("payload", named);
        return new TextMessage(JsonMapper.shared().writeValueAsString(whole));
    }
}
