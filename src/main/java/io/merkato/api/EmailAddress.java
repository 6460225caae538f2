package io.merkato.api;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * An e-mail address.
 *
 * @param text as typed
 * @param key what it is compared by: in lower case, the domain in ASCII
 */
public record EmailAddress(String text, String key) {

    /** Of an address, RFC 5321 (4.5.3.1); more is looked at no further, since normalising takes its time. */
    public static final int LONGEST = 254;

    private static final int LONGEST_LOCAL_PART = 64;

    /** Empty where it is none. */
    public static Optional<EmailAddress> parse(String typed) {
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        String text = Normalizer.normalize(typed.strip(), Normalizer.Form.NFKC);
        int at = text.lastIndexOf('@');
        if (at < 1
                || at > LONGEST_LOCAL_PART
                || text.length() > LONGEST
                || text.indexOf('@') != at
                || !text.codePoints().allMatch(EmailAddress::isVisible)) {
            return Optional.empty();
        }
        return asciiDomain(text.substring(at + 1))
                .map(domain -> text.substring(0, at).toLowerCase(Locale.ROOT) + '@' + domain)
                .filter(key -> key.length() <= LONGEST)
                .map(key -> new EmailAddress(text, key));
    }

    private static Optional<String> asciiDomain(String domain) {
        try {
            String ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return Optional.of(ascii).filter(name -> name.matches("[a-z0-9-]+(\\.[a-z0-9-]+)+"));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> !Character.isWhitespace(codePoint) && !Character.isSpaceChar(codePoint);
        };
    }
}
