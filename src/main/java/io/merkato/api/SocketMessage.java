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

    /** Stands, as in Spring's clients, where a document is named by its hash or id alone. */
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
            case "subscribe" -> new SocketMessage(type, id(message), named(text, message, payload));
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

    /** The message itself where it says its document, or one that Spring takes where it names it by id or hash. */
    private static TextMessage named(TextMessage text, Map<?, ?> message, Map<?, ?> payload) {
        GraphQlParameters.string(payload, "operationName");
        GraphQlParameters.object(payload, "variables");
        Map<?, ?> extensions = GraphQlParameters.object(payload, "extensions");
        String document = GraphQlParameters.string(payload, "query");
        boolean hasText = document != null && !document.isBlank();
        boolean hasHash = extensions.get(RequestedDocument.PERSISTED_QUERY) != null;
        String id = RequestedDocument.id(payload, !hasText && !hasHash);
        if (id != null && (hasText || hasHash)) {
            throw Fault.badInput("The message names two documents: send “documentId” alone.");
        }
        if (hasText) {
            return text;
        }
        if (id == null && !hasHash) {
            throw Fault.badInput("“query” is missing.");
        }
        var members = new LinkedHashMap<Object, @Nullable Object>(payload);
        members.put("query", NAMED);
        if (id != null) {
            var own = new LinkedHashMap<Object, @Nullable Object>(extensions);
            own.put(RequestedDocument.ID, id);
            members.put("extensions", own);
        }
        var whole = new LinkedHashMap<Object, @Nullable Object>(message);
        whole.put("payload", members);
        return new TextMessage(JsonMapper.shared().writeValueAsString(whole));
    }
}
