package io.merkato.customer;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;

/**
 * What staff note about a customer, who never sees it.
 *
 * @param author who wrote it, as staff know them
 */
public record CustomerNote(
        Id id, Customer.Id customerId, String body, String author, int version, Instant createdAt, Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "customer_note";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
