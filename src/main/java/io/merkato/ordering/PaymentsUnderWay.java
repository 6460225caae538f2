package io.merkato.ordering;

import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some of the money is on its way through providers, and would come in twice. */
record PaymentsUnderWay(
        UserErrorCode code, String message, @Nullable List<String> path, Money amount, List<String> paymentIds)
        implements UserError {

    static PaymentsUnderWay of(MoneyHeld.UnderWay underWay, String field) {
        return new PaymentsUnderWay(
                UserErrorCode.CONFLICT,
                underWay.amount().amount() + " " + underWay.amount().currency()
                        + " are on their way through payment providers: give those payments up first, or wait for them.",
                List.of("input", field),
                underWay.amount(),
                underWay.payments());
    }
}
