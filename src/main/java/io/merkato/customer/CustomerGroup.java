package io.merkato.customer;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Customers who are treated alike: wholesale, staff, VIP. Prices, taxes and coupons name groups. */
public record CustomerGroup(
        Id id,
        String code,
        String name,
        @Nullable String description,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "customer_group";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
