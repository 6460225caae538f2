package io.merkato.ordering;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;

/** What staff wrote about an order. */
public record OrderNote(Id id, String body, String author, Instant createdAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "order_note";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
