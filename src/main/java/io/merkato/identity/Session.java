package io.merkato.identity;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A device's stay, from sign-in to sign-out. */
public record Session(
        Id id,
        @Nullable String device,
        @Nullable String userAgent,
        @Nullable String ip,
        Instant createdAt,
        Instant lastSeenAt,
        Instant expiresAt,
        @Nullable Instant revokedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "session";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** Why a session ended before its time. */
    enum Ended {
        SIGNED_OUT,
        SIGNED_OUT_EVERYWHERE,
        REVOKED,
        PASSWORD_CHANGED,
        TOKEN_REUSED
    }
}
