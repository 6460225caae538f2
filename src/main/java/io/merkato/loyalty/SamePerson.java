package io.merkato.loyalty;

import io.merkato.api.EmailAddress;
import io.merkato.customer.Customer;
import org.jspecify.annotations.Nullable;

/** By what two customers are taken for one. */
final class SamePerson {

    private SamePerson() {}

    static boolean are(Customer one, Customer other) {
        return one.id().equals(other.id()) || has(one, other.email(), other.phone());
    }

    /** @param phone E.164 */
    static boolean has(Customer customer, @Nullable String email, @Nullable String phone) {
        return phone != null && phone.equals(customer.phone())
                || email != null && customer.email() != null && key(email).equals(key(customer.email()));
    }

    /** What an address is compared by. */
    static String key(String email) {
        return EmailAddress.parse(email).map(EmailAddress::key).orElse(email);
    }
}
