package io.merkato.loyalty;

import java.security.SecureRandom;
import java.util.Locale;

/** Codes that people read to one another: without letters and figures that are taken for others. */
final class ReferralCode {

    private static final String LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private static final int SHARED = 8;
    private static final int INVITATION = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ReferralCode() {}

    /** A customer's, to be shared. */
    static String shared() {
        return random(SHARED);
    }

    /** Of one invitation. */
    static String invitation() {
        return random(INVITATION);
    }

    /** As it is kept, of what was typed. */
    static String typed(String code) {
        return code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }

    private static String random(int length) {
        var code = new StringBuilder(length);
        RANDOM.ints(length, 0, LETTERS.length()).forEach(i -> code.append(LETTERS.charAt(i)));
        return code.toString();
    }
}
