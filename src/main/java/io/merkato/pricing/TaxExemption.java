package io.merkato.pricing;

import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a customer pays no tax.
 *
 * @param zoneId null everywhere
 * @param taxClassId null for everything
 * @param endsAt the first moment at which it no longer holds; null for good
 */
public record TaxExemption(
        Id id,
        Customer.Id customerId,
        TaxZone.@Nullable Id zoneId,
        TaxClass.@Nullable Id taxClassId,
        String certificate,
        Instant startsAt,
        @Nullable Instant endsAt,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "tax_exemption";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** What the audit log keeps of it: that the certificate is another one, not what it says of a person. */
    record Logged(
            Customer.Id customerId,
            TaxZone.@Nullable Id zoneId,
            TaxClass.@Nullable Id taxClassId,
            Instant startsAt,
            @Nullable Instant endsAt,
            List<String> fields) {}

    /** @param before null for a new one */
    Logged logged(@Nullable TaxExemption before) {
        boolean same = before != null && before.certificate.equals(certificate);
        return new Logged(customerId, zoneId, taxClassId, startsAt, endsAt, same ? List.of() : List.of("certificate"));
    }
}
