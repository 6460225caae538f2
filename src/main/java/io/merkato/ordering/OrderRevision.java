package io.merkato.ordering;

import io.merkato.api.TypeId;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one edit of an order changed. */
public record OrderRevision(
        Id id,
        Order.Id orderId,
        Totals before,
        Totals after,
        List<Line> lines,
        String actor,
        @Nullable String note,
        Instant at) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "order_revision";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** @param before null where the edit added the line */
    record Line(OrderLine.Id lineId, @Nullable OrderLineFigures before, OrderLineFigures after) {}

    public Money difference() {
        return after.total().minus(before.total());
    }
}
