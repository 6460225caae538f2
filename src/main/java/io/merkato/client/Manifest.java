package io.merkato.client;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.TOO_LONG;

import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import io.merkato.api.Documents;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Sha256;
import io.merkato.api.UserErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The documents of one version of an application, as Apollo's and Relay's compilers write them. */
record Manifest(Map<String, String> texts) {

    private static final String APOLLO = "apollo-persisted-query-manifest";
    private static final int MOST = 5_000;

    /** A document that holds one operation. */
    record Entry(
            String id,
            String sha256,
            String text,
            OperationKind kind,
            @Nullable String operationName,
            Document document) {

        /** Empty where it cannot be parsed, or has not one operation. */
        static Optional<Entry> of(String id, String text) {
            if (!Documents.isReadable(text)) {
                return Optional.empty();
            }
            try {
                Document document = Parser.parse(text);
                List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
                return operations.size() != 1
                        ? Optional.empty()
                        : Optional.of(new Entry(
                                id,
                                Sha256.hex(text),
                                text,
                                OperationKind.valueOf(
                                        operations.getFirst().getOperation().name()),
                                operations.getFirst().getName(),
                                document));
            } catch (InvalidSyntaxException | NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    /** @throws Refused where it is none that is taken */
    static Manifest of(@Nullable Object json) {
        Manifest manifest = read(json);
        if (manifest.texts.isEmpty()) {
            throw refused(INVALID, "The manifest has no documents.");
        }
        if (manifest.texts.size() > MOST) {
            throw refused(TOO_LONG, "A manifest has 5000 documents at most.");
        }
        manifest.texts.forEach((id, text) -> {
            if (!PersistedDocument.mayBeNamed(id)) {
                throw refused(INVALID, "The id of a document is 1 to 200 letters, digits and _.:/+=-.");
            }
            if (!DocumentUses.isText(text)) {
                throw new Refused(refusal(id, "There is a NUL or half a surrogate pair in it."));
            }
        });
        return manifest;
    }

    /**
     * However many documents, under whatever names.
     *
     * @throws Refused where it is neither Apollo's nor Relay's
     */
    static Manifest read(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> members)) {
            throw refused(INVALID, "This is no manifest: neither Apollo's nor Relay's.");
        }
        var texts = new LinkedHashMap<String, String>();
        if (members.get("operations") instanceof List<?> operations) {
            if (!APOLLO.equals(members.get("format"))
                    || !(members.get("version") instanceof Number version)
                    || version.intValue() != 1) {
                throw refused(INVALID, "Of Apollo's manifests, the format “" + APOLLO + "” in version 1 is known.");
            }
            for (Object operation : operations) {
                if (!(operation instanceof Map<?, ?> one)) {
                    throw refused(INVALID, "An operation of the manifest is no object.");
                }
                put(texts, one.get("id"), one.get("body"));
            }
        } else {
            members.forEach((id, text) -> put(texts, id, text));
        }
        return new Manifest(texts);
    }

    private static void put(Map<String, String> texts, @Nullable Object id, @Nullable Object text) {
        if (!(id instanceof String name) || !(text instanceof String body)) {
            throw refused(INVALID, "A document of the manifest has no id, or no text.");
        }
        String other = texts.put(name, body);
        if (other != null && !other.equals(body)) {
            throw refused(INVALID, "Two documents of the manifest have the id “" + name + "”.");
        }
    }

    /** @throws Refused where a document is not one operation */
    List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        var errors = new ArrayList<Refusal>();
        texts.forEach((id, text) -> Entry.of(id, text)
                .ifPresentOrElse(
                        entries::add, () -> errors.add(refusal(id, "This is not one operation that can be read."))));
        if (!errors.isEmpty()) {
            throw new Refused(errors.subList(0, Math.min(errors.size(), 20)));
        }
        return entries;
    }

    static Refusal refusal(String id, String message) {
        return Refusal.of(INVALID, "“" + id + "”: " + message, "input", "manifest", id);
    }

    private static Refused refused(UserErrorCode code, String message) {
        return new Refused(Refusal.of(code, message, "input", "manifest"));
    }
}
