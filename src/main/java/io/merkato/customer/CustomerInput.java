package io.merkato.customer;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.REQUIRED;
import static io.merkato.api.UserErrorCode.TOO_LONG;

import io.merkato.api.EmailAddress;
import io.merkato.api.PhoneNumber;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;

/**
 * What a mutation says of a customer; what it does not say stays as it is.
 *
 * @param email null in it to clear it, as in the others
 */
record CustomerInput(
        ArgumentValue<String> email,
        ArgumentValue<String> phone,
        ArgumentValue<String> givenName,
        ArgumentValue<String> familyName,
        ArgumentValue<String> company,
        ArgumentValue<Locale> locale,
        ArgumentValue<String> externalId) {

    static final int LONGEST_NAME = 100;
    private static final int LONGEST_COMPANY = 200;
    private static final int LONGEST_EXTERNAL_ID = 255;

    /**
     * The customer as they would be.
     *
     * @param country in which a number without a country code is dialled
     * @throws Refused with everything that is wrong, by the fields of {@code input}
     */
    Customer applyTo(Customer customer, String country) {
        var errors = new ArrayList<UserError>();
        Customer wanted = new Customer(
                customer.id(),
                customer.kind(),
                customer.userId(),
                parsed(
                        errors,
                        email,
                        customer.email(),
                        "email",
                        "This is no e-mail address.",
                        typed -> EmailAddress.parse(typed).map(EmailAddress::text)),
                parsed(
                        errors,
                        phone,
                        customer.phone(),
                        "phone",
                        "This is no phone number.",
                        typed -> PhoneNumber.parse(typed, country)),
                text(errors, givenName, customer.givenName(), LONGEST_NAME, "givenName"),
                text(errors, familyName, customer.familyName(), LONGEST_NAME, "familyName"),
                text(errors, company, customer.company(), LONGEST_COMPANY, "company"),
                locale.isOmitted() ? customer.locale() : locale.value(),
                text(errors, externalId, customer.externalId(), LONGEST_EXTERNAL_ID, "externalId"),
                customer.version(),
                customer.createdAt(),
                customer.updatedAt(),
                customer.deletedAt());
        if (wanted.kind() == CustomerKind.REGISTERED && isNobody(wanted)) {
            errors.add(Refusal.of(
                    REQUIRED, "A customer has a name, a company, an e-mail address or a phone number.", "input"));
        }
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
        return wanted;
    }

    private static boolean isNobody(Customer customer) {
        return !customer.signsIn()
                && customer.email() == null
                && customer.phone() == null
                && customer.givenName() == null
                && customer.familyName() == null
                && customer.company() == null;
    }

    private interface Parse {
        Optional<String> of(String typed);
    }

    private static @Nullable String parsed(
            List<UserError> errors,
            ArgumentValue<String> given,
            @Nullable String otherwise,
            String field,
            String message,
            Parse parse) {
        if (given.isOmitted()) {
            return otherwise;
        }
        String typed = given.value();
        if (typed == null || typed.isBlank()) {
            return null;
        }
        Optional<String> parsed = parse.of(typed);
        if (parsed.isEmpty()) {
            errors.add(Refusal.of(INVALID, message, "input", field));
        }
        return parsed.orElse(null);
    }

    private static @Nullable String text(
            List<UserError> errors,
            ArgumentValue<String> given,
            @Nullable String otherwise,
            int longest,
            String field) {
        if (given.isOmitted()) {
            return otherwise;
        }
        String typed = given.value();
        String text = typed == null ? "" : typed.strip();
        if (text.codePointCount(0, text.length()) > longest) {
            errors.add(Refusal.of(TOO_LONG, "This has at most %d characters.".formatted(longest), "input", field));
        } else if (text.codePoints().anyMatch(Character::isISOControl)) {
            errors.add(Refusal.of(INVALID, "This is one line, without control characters.", "input", field));
        }
        return text.isEmpty() ? null : text;
    }
}
