package io.merkato.customer;

import io.merkato.api.EmailAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who an order says bought it.
 *
 * @param phone E.164
 */
public record NamedBuyer(
        EmailAddress email,
        @Nullable String phone,
        @Nullable String givenName,
        @Nullable String familyName,
        @Nullable String company,
        Locale locale) {

    /** Says nothing about the person: a log has no business with it. */
    @Override
    public String toString() {
        return "NamedBuyer";
    }
}
