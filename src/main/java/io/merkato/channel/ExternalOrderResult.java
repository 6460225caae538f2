package io.merkato.channel;

import io.merkato.api.UserError;
import io.merkato.inventory.StockShortfall;
import io.merkato.ordering.Order;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param orderId null where there is none */
record ExternalOrderResult(
        String externalId,
        ExternalOrderOutcome outcome,
        Order.@Nullable Id orderId,
        List<StockShortfall> shortfalls,
        List<UserError> userErrors) {

    static ExternalOrderResult done(
            String externalId, ExternalOrderOutcome outcome, Order.Id order, List<StockShortfall> shortfalls) {
        return new ExternalOrderResult(externalId, outcome, order, shortfalls, List.of());
    }

    static ExternalOrderResult refused(String externalId, List<UserError> errors) {
        return new ExternalOrderResult(externalId, ExternalOrderOutcome.REFUSED, null, List.of(), errors);
    }

    static ExternalOrderResult conflict(String externalId, Order.Id order, List<UserError> errors) {
        return new ExternalOrderResult(externalId, ExternalOrderOutcome.CONFLICT, order, List.of(), errors);
    }
}
