package io.merkato.ordering;

import org.jspecify.annotations.Nullable;

/**
 * What money came in by, or goes back by.
 *
 * @param through the id, as the API writes it, of the payment or the gift card that it is of; of store credit, in place of whose money it is given
 * @param reference what people call it
 */
public record Means(
        OrderPaymentMethod method,
        @Nullable String through,
        @Nullable String reference) {

    public static Means of(OrderPaymentMethod method, @Nullable String reference) {
        return new Means(method, null, reference);
    }

    public static Means of(OrderPaymentMethod method) {
        return new Means(method, null, null);
    }
}
