package io.merkato.ordering;

import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Money that came in for an order, or went back.
 *
 * @param account at a provider that holds it; null of what was recorded by hand
 * @param fee what the provider keeps of it
 */
record MovedMoney(
        Order.Id order,
        OrderPayment payment,
        @Nullable TypeId account,
        @Nullable Money fee) {

    MovedMoney(Order.Id order, OrderPayment payment) {
        this(order, payment, null, null);
    }

    static MovedMoney of(Order.Id order, OrderPaymentKind kind, ProviderMoney money) {
        var payment = new OrderPayment(
                new OrderPayment.Id(Uuid7.next()),
                kind,
                money.method(),
                money.amount(),
                money.reference(),
                money.at(),
                money.payment().text());
        return new MovedMoney(order, payment, money.account(), money.fee());
    }

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
