package io.merkato.channel;

import io.merkato.api.TypeId;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Cash that came into a drawer or went out.
 *
 * @param amount below 0 for what went out
 * @param orderId what it paid for; null where it paid for nothing sold
 */
public record CashMovement(
        Id id,
        PosSession.Id sessionId,
        CashMovementKind kind,
        Money amount,
        @Nullable String reason,
        Order.@Nullable Id orderId,
        String actor,
        Instant movedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "cash_movement";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
