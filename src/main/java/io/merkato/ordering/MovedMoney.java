package io.merkato.ordering;

import static java.util.Objects.requireNonNull;

import io.merkato.api.Uuid7;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Money that came in for an order, or went back.
 *
 * @param holder whose account it is in, by the id as the API writes it: the account at a provider, the customer of store credit, the gift card; null where it is
 *     the tenant's
 * @param fee what the provider keeps of it
 * @param attested whether it came through a provider as staff say, and not the provider, or is money of tests that is none
 */
record MovedMoney(
        Order.Id order,
        OrderPayment payment,
        @Nullable String holder,
        @Nullable Money fee,
        boolean attested) {

    static MovedMoney of(Order.Id order, OrderPaymentKind kind, ProviderMoney money) {
        var payment = new OrderPayment(
                new OrderPayment.Id(Uuid7.next()),
                kind,
                money.method(),
                money.amount(),
                money.reference(),
                money.at(),
                money.payment().text());
        return new MovedMoney(order, payment, money.account().text(), money.fee(), money.attested());
    }

    static MovedMoney of(
            Order.Id order,
            OrderPaymentKind kind,
            OrderPaymentMethod method,
            Money amount,
            @Nullable String reference,
            Instant at) {
        return of(order, null, kind, Means.of(method, reference), amount, at);
    }

    /** @param customer whose store credit it is */
    static MovedMoney of(
            Order.Id order,
            Customer.@Nullable Id customer,
            OrderPaymentKind kind,
            Means means,
            Money amount,
            Instant at) {
        var payment = new OrderPayment(
                new OrderPayment.Id(Uuid7.next()),
                kind,
                means.method(),
                amount,
                means.reference(),
                at,
                means.through());
        String holder = switch (means.method()) {
            case STORE_CREDIT -> requireNonNull(customer).text();
            case GIFT_CARD -> means.through();
            case CASH, BANK_TRANSFER, CASH_ON_DELIVERY, MOBILE_MONEY, CARD, LOYALTY_POINTS, OTHER -> null;
        };
        return new MovedMoney(order, payment, holder, null, false);
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
