package io.merkato.client;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.TOO_LONG;

import graphql.language.Document;
import graphql.language.OperationDefinition;
import io.merkato.api.Documents;
import io.merkato.api.Fault;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Sha256;
import io.merkato.api.UserErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The documents of one version of an application, as Apollo's and Relay's compilers write them. */
record Manifest(Map<String, String> texts) {

    private static final String APOLLO = "apollo-persisted-query-manifest";
    private static final int MOST = 5_000;

    /** Characters of a document, as in its table. */
    private static final int LONGEST = 100_000;

    /** A document that holds one operation. */
    record Entry(
            String id,
            String sha256,
            String text,
            OperationKind kind,
            @Nullable String operationName) {

        /** Of a text that was only seen, by its hash and {@link Documents#blanked}. Empty where it cannot be parsed, has not one operation, or is too long. */
        static Optional<Entry> seen(String sha256, String text) {
            try {
                Document document = Documents.parse(text);
                Entry sent = of(sha256, text, document);
                String kept = Documents.blanked(document);
                return kept.length() > LONGEST
                        ? Optional.empty()
                        : Optional.of(new Entry(sha256, sha256, kept, sent.kind(), sent.operationName()));
            } catch (Fault unread) {
                return Optional.empty();
            }
        }

        /** @throws Fault where it has not one operation */
        private static Entry of(String id, String text, Document document) {
            List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
            if (operations.size() != 1) {
                throw Fault.badInput("This is not one operation.");
            }
            return new Entry(
                    id,
                    Sha256.hex(text),
                    text,
                    OperationKind.valueOf(operations.getFirst().getOperation().name()),
                    operations.getFirst().getName());
        }
    }

    /** @throws Refused where it is none that is taken */
    static Manifest of(@Nullable Object json) {
        Manifest manifest = read(json);
        if (manifest.texts.isEmpty()) {
            throw refused(INVALID, "The manifest has no documents.");
        }
        if (manifest.texts.size() > MOST) {
            throw refused(TOO_LONG, "A manifest has " + MOST + " documents at most.");
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

    /**
     * Those that would be carried out. One is read after the other and its syntax tree let go of, which takes many times what its text does.
     *
     * @param problems what is wrong with a document, in words for callers
     * @param refused is told of each of the others
     */
    List<Entry> entries(Function<Document, List<String>> problems, Consumer<Refusal> refused) {
        var entries = new ArrayList<Entry>();
        texts.forEach((id, text) -> {
            try {
                entries.add(entry(id, text, problems));
            } catch (Fault fault) {
                refused.accept(refusal(id, String.valueOf(fault.getMessage())));
            }
        });
        return entries;
    }

    private static Entry entry(String id, String text, Function<Document, List<String>> problems) {
        if (text.codePointCount(0, text.length()) > LONGEST) {
            throw Fault.badInput("A document has 100000 characters at most.");
        }
        Document document = Documents.parse(text);
        Entry entry = Entry.of(id, text, document);
        problems.apply(document).stream().findFirst().ifPresent(problem -> {
            throw Fault.badInput(problem);
        });
        return entry;
    }

    private static Refusal refusal(String id, String message) {
        return Refusal.of(INVALID, "“" + id + "”: " + message, "input", "manifest", id);
    }

    private static Refused refused(UserErrorCode code, String message) {
        return new Refused(Refusal.of(code, message, "input", "manifest"));
    }
}
