package io.merkato.ordering;

import io.merkato.api.EmailAddress;
import io.merkato.api.PhoneNumber;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import org.jspecify.annotations.Nullable;

/** Where people who buy can be reached, as they type it. */
final class Contact {

    private Contact() {}

    /** @throws Refused where it is no address */
    static @Nullable String email(@Nullable String typed, String... path) {
        return typed == null || typed.isBlank()
                ? null
                : EmailAddress.parse(typed)
                        .map(EmailAddress::text)
                        .orElseThrow(() -> refused("This is no e-mail address.", path));
    }

    /**
     * In E.164.
     *
     * @param country in which a number without a country code is dialled
     * @throws Refused where it is no number
     */
    static @Nullable String phone(@Nullable String typed, String country, String... path) {
        return typed == null || typed.isBlank()
                ? null
                : PhoneNumber.parse(typed, country).orElseThrow(() -> refused("This is no phone number.", path));
    }

    private static Refused refused(String message, String... path) {
        return new Refused(Refusal.of(UserErrorCode.INVALID, message, path));
    }
}
