package io.merkato.client;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A document that an application may ask for without sending its text.
 *
 * @param documentId what is sent instead
 * @param firstVersion of the application, that brought it
 * @param registeredAt null where it was only seen
 */
public record PersistedDocument(
        Id id,
        String documentId,
        ClientApplication.Id applicationId,
        String text,
        OperationKind kind,
        @Nullable String operationName,
        @Nullable String firstVersion,
        @Nullable Instant registeredAt,
        long uses,
        @Nullable Instant lastUsedAt) {

    /** As {@code document_sent_as_check} has it: nothing else is worth a question to the database, which takes no NUL. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:/+=-]{1,200}");

    static boolean mayBeNamed(String documentId) {
        return NAME.matcher(documentId).matches();
    }

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "persisted_document";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
