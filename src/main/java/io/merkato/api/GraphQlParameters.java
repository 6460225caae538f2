package io.merkato.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a request over HTTP asks for, read strictly (GraphQL over HTTP): UTF-8 without a flaw, one JSON object, no name twice.
 * Every method throws a {@link Fault} with the status 400 where it is anything else.
 */
record GraphQlParameters(
        RequestedDocument document,
        @Nullable String operationName,
        Map<String, @Nullable Object> variables,
        Map<String, Object> extensions) {

    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    static GraphQlParameters ofBody(byte[] body) {
        if (!(json(utf8(body), "The body") instanceof Map<?, ?> members)) {
            throw malformed("The body is no request: send one JSON object with the member “query”.");
        }
        return of(members);
    }

    /** @param query the part of the address after the question mark, as it was sent */
    static GraphQlParameters ofQuery(@Nullable String query) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int end = pair.indexOf('=');
            String name = decoded(end < 0 ? pair : pair.substring(0, end));
            String value = end < 0 ? "" : decoded(pair.substring(end + 1));
            if (members.containsKey(name)) {
                throw malformed("A parameter of the address is there twice.");
            }
            members.put(name, parameter(name, value));
        }
        return of(members);
    }

    private static @Nullable Object parameter(String name, String value) {
        return switch (name) {
            case "variables", "extensions" -> value.isEmpty() ? null : json(value, "The parameter “" + name + "”");
            case "operationName" -> value.isEmpty() ? null : value;
            default -> value;
        };
    }

    @SuppressWarnings("unchecked") // an object of JSON has names for keys
    private static GraphQlParameters of(Map<?, ?> members) {
        var extensions = (Map<String, Object>) object(members, "extensions");
        return new GraphQlParameters(
                RequestedDocument.of(members, extensions),
                string(members, "operationName"),
                (Map<String, @Nullable Object>) object(members, "variables"),
                extensions);
    }

    /** As the members of a body, where a document's id stands as the hash of an automatic one would. */
    Map<String, Object> members() {
        var members = new LinkedHashMap<String, Object>();
        if (document.text() != null) {
            members.put("query", document.text());
        }
        if (operationName != null) {
            members.put("operationName", operationName);
        }
        members.put("variables", variables);
        members.put(
                "extensions",
                document.id() == null
                        ? extensions
                        : Map.of("persistedQuery", Map.of("version", 1, "sha256Hash", document.id())));
        return members;
    }

    static @Nullable String string(Map<?, ?> members, String name) {
        Object value = members.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw malformed("“" + name + "” is no string.");
    }

    static Map<?, ?> object(Map<?, ?> members, String name) {
        Object value = members.get(name);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> object) {
            return object;
        }
        throw malformed("“" + name + "” is no object.");
    }

    static @Nullable Object json(String text, String what) {
        try {
            return STRICT.readValue(text, Object.class);
        } catch (StreamReadException e) {
            throw malformed(
                    String.valueOf(e.getOriginalMessage()).startsWith("Duplicate")
                            ? what + " has a name twice in one object."
                            : what + " is no JSON.");
        } catch (JacksonException e) {
            throw malformed(what + " is no JSON.");
        }
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("The request is no UTF-8.");
        }
    }

    /** A form's encoding: {@code +} is a blank, {@code %} begins a byte. */
    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] coded = text.getBytes(StandardCharsets.ISO_8859_1);
        var bytes = ByteBuffer.allocate(coded.length);
        for (int at = 0; at < coded.length; at++) {
            if (coded[at] == '%') {
                bytes.put((byte) (digit(coded, at + 1) << 4 | digit(coded, at + 2)));
                at += 2;
            } else {
                bytes.put(coded[at] == '+' ? (byte) ' ' : coded[at]);
            }
        }
        return utf8(java.util.Arrays.copyOf(bytes.array(), bytes.position()));
    }

    private static int digit(byte[] coded, int at) {
        int digit = at < coded.length ? Character.digit(coded[at], 16) : -1;
        if (digit < 0) {
            throw malformed("The address has a % without two hexadecimal digits.");
        }
        return digit;
    }

    private static Fault malformed(String message) {
        return Fault.ofTransport(400, FaultCode.BAD_USER_INPUT, message);
    }
}
