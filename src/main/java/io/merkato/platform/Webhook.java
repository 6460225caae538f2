package io.merkato.platform;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An address of a tenant's that is told of events.
 *
 * @param selection what of the event's object is sent: the inside of a selection set
 * @param disabledBecause why the platform disabled it; null where it did not
 * @param previousSecretEnds until when what is sent is signed with the secret before as well; null where it is not
 * @param failingSince when the first attempt failed since one went through; null where the last one went through
 */
public record Webhook(
        Id id,
        String url,
        @Nullable String description,
        List<String> eventTypes,
        String selection,
        boolean enabled,
        @Nullable String disabledBecause,
        @Nullable Instant previousSecretEnds,
        @Nullable Instant failingSince,
        String createdBy,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    /** What the platform makes of it where it sends in vain. */
    Webhook disabled(String because, Instant at) {
        return new Webhook(
                id,
                url,
                description,
                eventTypes,
                selection,
                false,
                because,
                previousSecretEnds,
                failingSince,
                createdBy,
                version + 1,
                createdAt,
                at);
    }

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "webhook";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
