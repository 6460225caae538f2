package io.merkato.ordering;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Goods that left together. */
public record Fulfilment(
        Id id,
        Order.Id orderId,
        List<Piece> lines,
        @Nullable String trackingCompany,
        @Nullable String trackingNumber,
        @Nullable String trackingUrl,
        Instant shippedAt,
        @Nullable Instant deliveredAt,
        int version) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "fulfilment";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** Pieces of one line. */
    public record Piece(OrderLine.Id lineId, long quantity) {}
}
