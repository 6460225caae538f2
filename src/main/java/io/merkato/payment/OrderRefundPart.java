package io.merkato.payment;

import io.merkato.money.Money;
import io.merkato.ordering.OrderPaymentMethod;
import org.jspecify.annotations.Nullable;

/**
 * What goes back by one way.
 *
 * @param returned what of it went back by now, as far as is known
 * @param paymentId through which, or in place of whose money store credit is given
 */
record OrderRefundPart(
        OrderPaymentMethod method,
        Money amount,
        Money returned,
        OrderRefundPartStatus status,
        Payment.@Nullable Id paymentId,
        @Nullable String reference) {

    /** What is neither planned nor under way, and did not go back. */
    Money failed() {
        return switch (status) {
            case PLANNED, UNDER_WAY -> Money.zero(amount.currency());
            case DONE, FAILED -> amount.minus(returned);
        };
    }
}
