package io.merkato.customer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the audit log keeps of changes to customers: which fields, not what they say of a person. The log is never changed, and
 * what it said could never be erased.
 */
final class Logged {

    private Logged() {}

    /** @param fields that were given, or changed; none of what was before */
    record OfCustomer(
            CustomerKind kind,
            boolean signsIn,
            @Nullable String externalId,
            @Nullable Instant deletedAt,
            List<String> fields) {}

    record OfAddress(
            Customer.Id customerId,
            String country,
            boolean isDefaultShipping,
            boolean isDefaultBilling,
            List<String> fields) {}

    record OfNote(Customer.Id customerId, List<String> fields) {}

    record OfConsent(
            Customer.Id customerId,
            ConsentPurpose purpose,
            @Nullable ConsentChannel channel,
            boolean granted,
            String source) {}

    record OfGroupMembers(List<Customer.Id> customerIds) {}

    /** @param before null for somebody new */
    static OfCustomer of(Customer customer, @Nullable Customer before) {
        return new OfCustomer(
                customer.kind(),
                customer.signsIn(),
                customer.externalId(),
                customer.deletedAt(),
                fields(customer, before));
    }

    private static List<String> fields(Customer now, @Nullable Customer before) {
        var fields = new ArrayList<String>();
        note(fields, "email", now.email(), before == null ? null : before.email());
        note(fields, "phone", now.phone(), before == null ? null : before.phone());
        note(fields, "givenName", now.givenName(), before == null ? null : before.givenName());
        note(fields, "familyName", now.familyName(), before == null ? null : before.familyName());
        note(fields, "company", now.company(), before == null ? null : before.company());
        note(fields, "locale", now.locale(), before == null ? null : before.locale());
        note(fields, "externalId", now.externalId(), before == null ? null : before.externalId());
        return fields;
    }

    private static void note(List<String> fields, String name, @Nullable Object now, @Nullable Object before) {
        if (!Objects.equals(now, before)) {
            fields.add(name);
        }
    }

    /** @param before null for a new one */
    static OfAddress of(Address address, @Nullable Address before) {
        var fields = new ArrayList<String>();
        note(fields, "postalAddress", address.postalAddress(), before == null ? null : before.postalAddress());
        return new OfAddress(
                address.customerId(),
                address.postalAddress().country(),
                address.isDefaultShipping(),
                address.isDefaultBilling(),
                fields);
    }

    static OfNote of(CustomerNote note) {
        return new OfNote(note.customerId(), List.of());
    }

    static OfNote ofNew(CustomerNote note) {
        return new OfNote(note.customerId(), List.of("body"));
    }

    static OfConsent of(Consent consent) {
        return new OfConsent(
                consent.customerId(), consent.purpose(), consent.channel(), consent.granted(), consent.source());
    }
}
