package io.merkato.identity;

import io.merkato.api.EmailAddress;
import io.merkato.api.PhoneNumber;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What somebody signs in by: an e-mail address or a phone number, in the one form it is kept and looked for in. */
sealed interface Login {

    /** As it is shown. */
    String text();

    /** As it is compared. */
    String key();

    record Email(String text, String key) implements Login {

        static Optional<Email> parse(String typed) {
            return EmailAddress.parse(typed).map(address -> new Email(address.text(), address.key()));
        }
    }

    /** @param text E.164 */
    record Phone(String text) implements Login {

        @Override
        public String key() {
            return text;
        }

        static Optional<Phone> parse(String typed, @Nullable String country) {
            return PhoneNumber.parse(typed, country).map(Phone::new);
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
                .orElseGet(() -> typed.substring(0, Math.min(typed.length(), EmailAddress.LONGEST))
                        .strip()
                        .toLowerCase(Locale.ROOT));
    }
}
