package io.merkato.ordering;

import io.merkato.api.TypeId;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Goods that came back together.
 *
 * @param amount their share of what was charged for them
 */
public record OrderReturn(
        Id id,
        Order.Id orderId,
        List<Piece> lines,
        @Nullable String reason,
        Money amount,
        Instant returnedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "order_return";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** Pieces of one line. */
    public record Piece(OrderLine.Id lineId, long quantity, boolean restocked, Money amount) {}
}
