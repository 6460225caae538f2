package io.merkato.payment;

import io.merkato.money.Money;
import io.merkato.ordering.OrderPaymentMethod;
import org.jspecify.annotations.Nullable;

/**
 * What goes back by one way.
 *
 * @param paymentId through which, or in place of whose money store credit is given
 */
record OrderRefundPart(
        OrderPaymentMethod method,
        Money amount,
        OrderRefundPartStatus status,
        Payment.@Nullable Id paymentId,
        @Nullable String reference) {}
