package io.merkato.ordering;

import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The total is not what the customer was shown. */
record TotalChanged(
        UserErrorCode code, String message, @Nullable List<String> path, Money total) implements UserError {

    static TotalChanged to(Money total) {
        return new TotalChanged(
                UserErrorCode.CONFLICT,
                "It comes to " + total.amount() + " " + total.currency() + " now.",
                List.of("input", "expectedTotal"),
                total);
    }
}
