package io.merkato.pricing;

import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import java.time.Instant;
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
        @Nullable Instant endsAt) {

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
}
