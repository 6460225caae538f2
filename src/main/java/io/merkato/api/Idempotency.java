package io.merkato.api;

import org.jspecify.annotations.Nullable;

/**
 * What makes a mutation safe to send again: its name, the key that its caller chose by {@code @idempotent(key:)}, and what
 * the arguments were. A mutation that is {@code @retriable} in the schema takes it as a parameter.
 *
 * @param fingerprint SHA-256 of the arguments, in hexadecimal
 * @param guest who calls, where the viewer is anonymous: the keys of one guest are not another's
 */
public record Idempotency(
        String mutation,
        String key,
        String fingerprint,
        @Nullable TypeId guest) {

    public Idempotency(String mutation, String key, String fingerprint) {
        this(mutation, key, fingerprint, null);
    }

    /** For what people may do who have not signed in. */
    public Idempotency of(TypeId guest) {
        return new Idempotency(mutation, key, fingerprint, guest);
    }
}
