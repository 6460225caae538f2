package io.merkato.ordering;

import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cart is no longer open. */
record CartClosed(
        UserErrorCode code, String message, @Nullable List<String> path, CartStatus status, Order.@Nullable Id orderId)
        implements UserError {

    static CartClosed of(Cart cart, String... path) {
        return new CartClosed(
                UserErrorCode.CONFLICT,
                cart.status() == CartStatus.COMPLETED
                        ? "This cart became an order already."
                        : "This cart is no longer open.",
                List.of(path),
                cart.status(),
                cart.orderId());
    }
}
