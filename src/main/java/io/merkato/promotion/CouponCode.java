package io.merkato.promotion;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.stream.Collectors;

/** Codes of coupons: as they are kept, and new ones that nobody guesses. */
final class CouponCode {

    /** Without what reads like something else: I, L, O, U. */
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private CouponCode() {}

    static String normalised(String code) {
        return code.strip().toUpperCase(Locale.ROOT);
    }

    /** Twelve letters and digits, 60 bits, after the prefix. */
    static String random(String prefix) {
        return prefix
                + RANDOM.ints(LENGTH, 0, LETTERS.length())
                        .mapToObj(i -> String.valueOf(LETTERS.charAt(i)))
                        .collect(Collectors.joining());
    }
}
