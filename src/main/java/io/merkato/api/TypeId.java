package io.merkato.api;

import java.util.Arrays;
import java.util.UUID;

/**
 * An id that says what it identifies: {@code product_01h455vb4pex5vsknk084sn02q}, a lower-case prefix and a UUIDv7 in
 * Crockford's base 32 (the TypeID specification 0.3). Each aggregate nests its own: {@code Product.Id}.
 *
 * <p>Text that is malformed, or carries another type's prefix, binds to {@link #ABSENT}, which no row has: such an id
 * is answered exactly like one that never existed.
 */
public interface TypeId {

    UUID ABSENT = new UUID(0, 0);

    UUID value();

    /** The type's name in snake case, up to 63 characters. */
    String prefix();

    default String text() {
        return prefix() + '_' + Base32.encode(value());
    }

    /** The UUID of {@code text}, or {@link #ABSENT} where it is not an id with this prefix. */
    static UUID parse(String prefix, String text) {
        return text.length() == prefix.length() + 1 + Base32.LENGTH
                        && text.startsWith(prefix)
                        && text.charAt(prefix.length()) == '_'
                ? Base32.decode(text, prefix.length() + 1)
                : ABSENT;
    }

    /** Crockford's base 32 of 128 bits: 26 digits, the first at most 7. */
    final class Base32 {

        static final int LENGTH = 26;
        private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
        private static final byte[] VALUES = new byte[128];

        static {
            Arrays.fill(VALUES, (byte) -1);
            for (byte i = 0; i < DIGITS.length; i++) {
                VALUES[DIGITS[i]] = i;
            }
        }

        private Base32() {}

        static String encode(UUID uuid) {
            var text = new char[LENGTH];
            long high = uuid.getMostSignificantBits();
            long low = uuid.getLeastSignificantBits();
            for (int i = LENGTH - 1; i >= 0; i--) {
                text[i] = DIGITS[(int) low & 31];
                low = (low >>> 5) | (high << 59);
                high >>>= 5;
            }
            return new String(text);
        }

        static UUID decode(String text, int from) {
            if (text.charAt(from) > '7') {
                return ABSENT;
            }
            long high = 0;
            long low = 0;
            for (int i = from; i < from + LENGTH; i++) {
                char digit = text.charAt(i);
                int value = digit < 128 ? VALUES[digit] : -1;
                if (value < 0) {
                    return ABSENT;
                }
                high = (high << 5) | (low >>> 59);
                low = (low << 5) | value;
            }
            return new UUID(high, low);
        }
    }
}
