package io.merkato.platform;

import io.merkato.api.Actor;
import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One deed in the audit log.
 *
 * @param sequence its place in the chain, from 1 without gaps
 * @param action the mutation's name
 * @param before null for what was created
 * @param after null for what was deleted
 * @param hash SHA-256 over the previous hash and this entry, in hexadecimal
 */
public record AuditEntry(
        Id id,
        long sequence,
        Instant at,
        Actor actor,
        String action,
        @Nullable String targetType,
        @Nullable String targetId,
        @Nullable Object before,
        @Nullable Object after,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String requestId,
        String previousHash,
        String hash) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "audit_entry";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
