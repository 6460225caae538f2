package io.merkato.customer;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a customer did.
 *
 * @param subjectId what they did it to, as the API names it
 */
public record CustomerActivity(
        Id id,
        Customer.Id customerId,
        CustomerActivityKind kind,
        @Nullable String subjectId,
        Instant at) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "activity";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
