package io.merkato.ordering;

import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something stands in the way of an order. */
record CartNotReady(
        UserErrorCode code, String message, @Nullable List<String> path, CartProblem problem) implements UserError {

    static CartNotReady of(CartProblem problem) {
        return new CartNotReady(UserErrorCode.CONFLICT, problem.message(), List.of("input", "cartId"), problem);
    }
}
