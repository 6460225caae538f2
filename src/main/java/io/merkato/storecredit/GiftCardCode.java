package io.merkato.storecredit;

import io.merkato.api.Sha256;
import java.util.Locale;

/**
 * A gift card's code, as it is hashed: 16 letters and digits, 80 bits, without hyphens. Its text never shows in a log, because {@code toString} does not say it.
 */
record GiftCardCode(String text) {

    /** Crockford's base 32: without what reads like something else. */
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 16;
    private static final int BITS = 5;

    /** @param random 10 bytes at least */
    static GiftCardCode of(byte[] random) {
        var text = new StringBuilder(LENGTH);
        int bits = 0;
        int kept = 0;
        for (int i = 0; text.length() < LENGTH; i++) {
            kept = kept << Byte.SIZE | random[i] & 0xff;
            bits += Byte.SIZE;
            while (bits >= BITS && text.length() < LENGTH) {
                bits -= BITS;
                text.append(LETTERS.charAt(kept >> bits & 31));
            }
            kept &= (1 << bits) - 1;
        }
        return new GiftCardCode(text.toString());
    }

    /** Arguments bind by it. However people write it: in small letters, with hyphens or spaces, with O for 0 and I or L for 1. */
    public static GiftCardCode valueOf(String written) {
        return new GiftCardCode(normalised(written));
    }

    static String normalised(String written) {
        return written.replaceAll("[\\s-]", "")
                .toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
    }

    byte[] hash() {
        return Sha256.of(text);
    }

    String lastFour() {
        return text.substring(LENGTH - 4);
    }

    /** In groups of four. */
    String shown() {
        return text.replaceAll("(.{4})(?=.)", "$1-");
    }

    @Override
    public String toString() {
        return "GiftCardCode[…]";
    }
}
