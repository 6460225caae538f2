package io.merkato.channel;

import io.merkato.api.UserError;
import io.merkato.inventory.StockShortfall;
import io.merkato.ordering.Order;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param orderId null where there is none */
record PosSaleResult(
        String reference,
        PosSaleOutcome outcome,
        Order.@Nullable Id orderId,
        List<StockShortfall> shortfalls,
        List<UserError> userErrors) {

    static PosSaleResult imported(String reference, Order.Id order, List<StockShortfall> shortfalls) {
        return new PosSaleResult(reference, PosSaleOutcome.IMPORTED, order, shortfalls, List.of());
    }

    static PosSaleResult unchanged(String reference, Order.Id order) {
        return new PosSaleResult(reference, PosSaleOutcome.UNCHANGED, order, List.of(), List.of());
    }

    static PosSaleResult conflict(String reference, Order.@Nullable Id order, UserError error) {
        return new PosSaleResult(reference, PosSaleOutcome.CONFLICT, order, List.of(), List.of(error));
    }

    static PosSaleResult refused(String reference, List<UserError> errors) {
        return new PosSaleResult(reference, PosSaleOutcome.REFUSED, null, List.of(), errors);
    }
}
