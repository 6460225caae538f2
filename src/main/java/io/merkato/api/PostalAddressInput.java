package io.merkato.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A postal address to set, as the schema's input of this name says. */
public record PostalAddressInput(
        @Nullable String givenName,
        @Nullable String familyName,
        @Nullable String company,
        @Nullable String line1,
        @Nullable String line2,
        @Nullable String city,
        @Nullable String region,
        @Nullable String postalCode,
        String country,
        @Nullable String phone) {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_LINE = 200;
    private static final int LONGEST_POSTAL_CODE = 20;

    /**
     * The address, without surrounding white space and with the phone number in E.164.
     *
     * @param path from the mutation's arguments down to this input
     * @throws Refused with everything that is wrong with it
     */
    public PostalAddress address(String... path) {
        var errors = new ArrayList<UserError>();
        String number = phone == null || phone.isBlank()
                ? null
                : PhoneNumber.parse(phone, country).orElse(null);
        if (number == null && phone != null && !phone.isBlank()) {
            errors.add(Refusal.of(UserErrorCode.INVALID, "This is no phone number.", below(path, "phone")));
        }
        var address = new PostalAddress(
                text(errors, givenName, LONGEST_NAME, below(path, "givenName")),
                text(errors, familyName, LONGEST_NAME, below(path, "familyName")),
                text(errors, company, LONGEST_LINE, below(path, "company")),
                text(errors, line1, LONGEST_LINE, below(path, "line1")),
                text(errors, line2, LONGEST_LINE, below(path, "line2")),
                text(errors, city, LONGEST_NAME, below(path, "city")),
                text(errors, region, LONGEST_NAME, below(path, "region")),
                text(errors, postalCode, LONGEST_POSTAL_CODE, below(path, "postalCode")),
                country,
                number);
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
        return address;
    }

    private static @Nullable String text(List<UserError> errors, @Nullable String given, int longest, String... path) {
        String text = Objects.requireNonNullElse(given, "").strip();
        if (text.codePointCount(0, text.length()) > longest) {
            errors.add(Refusal.of(UserErrorCode.TOO_LONG, "This has at most %d characters.".formatted(longest), path));
        } else if (text.codePoints().anyMatch(Character::isISOControl)) {
            errors.add(Refusal.of(UserErrorCode.INVALID, "This is one line, without control characters.", path));
        }
        return text.isEmpty() ? null : text;
    }

    private static String[] below(String[] path, String name) {
        return Stream.concat(Stream.of(path), Stream.of(name)).toArray(String[]::new);
    }

    /** Says neither who nor where: addresses have no place in a log. */
    @Override
    public String toString() {
        return "PostalAddressInput[" + country + "]";
    }
}
