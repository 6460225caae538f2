package io.merkato.ordering;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has become elsewhere of an order that is here already. What happened here too is no matter.
 *
 * @param paid how all of it was paid; null where nothing came in
 * @param sentAt when all of it was sent; null where that is still to be done
 * @param cancellation null where it stands
 */
public record OrderProgress(
        Order.Id order, @Nullable Paid paid, @Nullable Instant sentAt, PastOrder.@Nullable Cancellation cancellation) {

    public record Paid(OrderPaymentMethod method, @Nullable String reference, Instant at) {}
}
