package io.merkato.ordering;

import io.merkato.api.Uuid7;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Money that came in for an order, or went back. */
record MovedMoney(Order.Id order, OrderPayment payment) {

    static MovedMoney of(
            Order.Id order,
            OrderPaymentKind kind,
            OrderPaymentMethod method,
            Money amount,
            @Nullable String reference,
            Instant at) {
        return new MovedMoney(
                order, new OrderPayment(new OrderPayment.Id(Uuid7.next()), kind, method, amount, reference, at));
    }

    /** Of one that was cancelled all went back by the ways it came. */
    static Stream<MovedMoney> of(PastOrder past) {
        Stream<MovedMoney> came =
                past.payments().stream().map(paid -> of(past, OrderPaymentKind.PAYMENT, paid, paid.at()));
        return past.cancellation() instanceof PastOrder.Cancellation off
                ? Stream.concat(
                        came, past.payments().stream().map(paid -> of(past, OrderPaymentKind.REFUND, paid, off.at())))
                : came;
    }

    private static MovedMoney of(PastOrder past, OrderPaymentKind kind, PastOrder.Payment payment, Instant at) {
        return of(past.id(), kind, payment.method(), payment.amount(), payment.reference(), at);
    }
}
