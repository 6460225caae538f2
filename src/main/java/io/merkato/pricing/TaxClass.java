package io.merkato.pricing;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;

/**
 * Products that are taxed alike.
 *
 * @param isDefault whether it is that of products that have none of their own
 */
public record TaxClass(
        Id id, String code, String name, boolean isDefault, int version, Instant createdAt, Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "tax_class";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
