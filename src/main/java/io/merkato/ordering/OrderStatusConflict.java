package io.merkato.ordering;

import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The order is not where this can be done: no transition leads on from there. */
record OrderStatusConflict(
        UserErrorCode code,
        String message,
        @Nullable List<String> path,
        OrderStatus status,
        PaymentStatus paymentStatus,
        FulfilmentStatus fulfilmentStatus)
        implements UserError {

    static OrderStatusConflict of(Order order, String message) {
        return new OrderStatusConflict(
                UserErrorCode.CONFLICT,
                message,
                List.of("id"),
                order.status(),
                order.paymentStatus(),
                order.fulfilmentStatus());
    }
}
