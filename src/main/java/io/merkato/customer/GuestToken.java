package io.merkato.customer;

import io.merkato.api.Sha256;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a guest shows to be the same guest again, in the header {@code Merkato-Guest}. Only its SHA-256 is kept: 256 random bits
 * need no slow hash. Its text never shows in a log, because {@code toString} does not say it.
 */
record GuestToken(String text) {

    static final String HEADER = "Merkato-Guest";

    private static final String PREFIX = "guest_";
    private static final int LONGEST = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    static GuestToken random() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new GuestToken(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** Null where the header says nothing that could be one. */
    static @Nullable GuestToken of(@Nullable String header) {
        return header != null && header.startsWith(PREFIX) && header.length() <= LONGEST
                ? new GuestToken(header.strip())
                : null;
    }

    byte[] hash() {
        return Sha256.of(text);
    }

    @Override
    public String toString() {
        return "GuestToken[…]";
    }
}
