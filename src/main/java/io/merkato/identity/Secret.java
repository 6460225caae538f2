package io.merkato.identity;

import io.merkato.api.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A token that is worth something to whoever has it. Only its SHA-256 is kept: 256 random bits need no slow hash.
 * Its text never shows in a log, because {@code toString} does not say it.
 */
record Secret(String text) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static Secret random(String prefix) {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new Secret(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** Arguments bind by it, so that a password too goes by a type that does not print it. */
    public static Secret valueOf(String text) {
        return new Secret(text);
    }

    byte[] hash() {
        return Sha256.of(text);
    }

    @Override
    public String toString() {
        return "Secret[…]";
    }
}
