package io.merkato.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.server.WebGraphQlRequest;

/**
 * How a request names the document that it asks for; one at least of the three is there.
 *
 * @param text of the document itself
 * @param id of a document that was registered before, as {@code documentId}, {@code doc_id} or {@code id}
 * @param hash as {@code extensions.persistedQuery.sha256Hash}: of the text in hexadecimal, for clients that find out by asking whether
 *     the text is known here, or the id of a registered document, for clients that know no other way to send one
 */
public record RequestedDocument(
        @Nullable String text,
        @Nullable String id,
        @Nullable String hash) {

    private static final String KEY = RequestedDocument.class.getName();
    static final String PERSISTED_QUERY = "persistedQuery";
    /** Where {@link SocketMessage} puts the id, as Spring reads no other members of what a socket's client says. */
    static final String ID = RequestedDocument.class.getName() + ".id";

    /** However it came; what came over a socket has a placeholder where the text is missing. */
    public static RequestedDocument of(WebGraphQlRequest request) {
        if (request.getAttributes().get(KEY) instanceof RequestedDocument known) {
            return known;
        }
        Object named = request.getExtensions().get(PERSISTED_QUERY);
        String id = request.getExtensions().get(ID) instanceof String given ? given : null;
        boolean hasText = named == null && id == null || request.getDocument().contains("{");
        return new RequestedDocument(hasText ? request.getDocument() : null, id, named == null ? null : hash(named));
    }

    /**
     * From the members of a request's body, or the parameters of its address. Members that it does not know are ignored.
     *
     * @throws Fault where none names a document, or one is malformed
     */
    static RequestedDocument of(Map<?, ?> members, Map<?, ?> extensions) {
        Object named = extensions.get(PERSISTED_QUERY);
        String hash = named == null ? null : hash(named);
        String text = GraphQlParameters.string(members, "query");
        if (text != null && text.isEmpty() && hash != null) {
            text = null;
        }
        String id = id(members, text == null && hash == null);
        if (text == null && hash == null && id == null) {
            throw malformed(
                    "The request names no document: send “query”, “documentId” or “extensions.persistedQuery”.");
        }
        if (id != null && (text != null || hash != null)) {
            throw malformed("The request names two documents: send “documentId” alone.");
        }
        return new RequestedDocument(text, id, hash);
    }

    /** @param nothingElse names a document; then also the member that is but {@code id} does. */
    static @Nullable String id(Map<?, ?> members, boolean nothingElse) {
        for (String name : nothingElse ? List.of("documentId", "doc_id", "id") : List.of("documentId", "doc_id")) {
            String id = GraphQlParameters.string(members, name);
            if (id != null && !id.isEmpty()) {
                return id;
            }
        }
        return null;
    }

    void into(Map<String, Object> attributes) {
        attributes.put(KEY, this);
    }

    private static String hash(Object named) {
        if (!(named instanceof Map<?, ?> members) || !(members.get("sha256Hash") instanceof String hash)) {
            throw malformed("“extensions.persistedQuery” is no object with “version” and “sha256Hash”.");
        }
        if (!(members.get("version") instanceof Integer version) || version != 1) {
            throw malformed("Unsupported persisted query version");
        }
        return hash;
    }

    private static Fault malformed(String message) {
        return Fault.ofTransport(400, FaultCode.BAD_USER_INPUT, message);
    }
}
