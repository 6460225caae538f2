package io.merkato.client;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A program that asks documents.
 *
 * @param code as it names itself; {@link #EVERYBODY_ELSE} speaks for those that name none of the others
 * @param documents how many are registered
 * @param unlistedUses of documents that are not registered, and found no place in the list of those
 */
public record ClientApplication(
        Id id,
        String code,
        @Nullable String description,
        DocumentMode mode,
        int documents,
        long unlistedUses,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    static final String EVERYBODY_ELSE = "*";

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "client_application";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
