package io.merkato.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What somebody signs in by: an e-mail address or a phone number, in the one form it is kept and looked for in. */
sealed interface Login {

    /** More is looked at no further: normalising takes its time. */
    int LONGEST = 254;

    /** As it is shown. */
    String text();

    /** As it is compared. */
    String key();

    /** @param text as typed; the address goes by {@code key}, in lower case and with the domain in ASCII */
    record Email(String text, String key) implements Login {

        static Optional<Email> parse(String typed) {
            if (typed.length() > LONGEST) {
                return Optional.empty();
            }
            String text = Normalizer.normalize(typed.strip(), Normalizer.Form.NFKC);
            int at = text.lastIndexOf('@');
            if (at < 1
                    || at > 64
                    || text.length() > LONGEST
                    || text.indexOf('@') != at
                    || !text.codePoints().allMatch(Login::isVisible)) {
                return Optional.empty();
            }
            return asciiDomain(text.substring(at + 1))
                    .map(domain -> text.substring(0, at).toLowerCase(Locale.ROOT) + '@' + domain)
                    .filter(key -> key.length() <= LONGEST)
                    .map(key -> new Email(text, key));
        }

        private static Optional<String> asciiDomain(String domain) {
            try {
                String ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
                return Optional.of(ascii).filter(name -> name.matches("[a-z0-9-]+(\\.[a-z0-9-]+)+"));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    /** @param text E.164 */
    record Phone(String text) implements Login {

        @Override
        public String key() {
            return text;
        }

        /** Whether the number is possible, not whether it is assigned: numbering plans change faster than the library. */
        static Optional<Phone> parse(String typed, @Nullable String country) {
            if (typed.length() > LONGEST) {
                return Optional.empty();
            }
            var numbers = PhoneNumberUtil.getInstance();
            try {
                var number = numbers.parse(typed, country);
                return numbers.isPossibleNumber(number)
                        ? Optional.of(new Phone(numbers.format(number, PhoneNumberFormat.E164)))
                        : Optional.empty();
            } catch (NumberParseException e) {
                return Optional.empty();
            }
        }
    }

    /** @param country ISO 3166 code of the country that a phone number without a country code is dialled in */
    static Optional<Login> parse(String typed, @Nullable String country) {
        return typed.indexOf('@') < 0
                ? Phone.parse(typed, country).map(Login.class::cast)
                : Email.parse(typed).map(Login.class::cast);
    }

    /** What tries are counted by: the login, and where it is none, as much as is needed to tell what was typed. */
    static String counted(Optional<Login> parsed, String typed) {
        return parsed.map(Login::key)
                .orElseGet(() -> typed.substring(0, Math.min(typed.length(), LONGEST))
                        .strip()
                        .toLowerCase(Locale.ROOT));
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
