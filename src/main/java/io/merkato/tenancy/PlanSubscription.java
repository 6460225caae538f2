package io.merkato.tenancy;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A term during which a tenant was subscribed to one plan.
 *
 * @param endedAt null for the one in force
 */
public record PlanSubscription(
        Id id, String plan, Instant startedAt, @Nullable Instant endedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "plan_subscription";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
