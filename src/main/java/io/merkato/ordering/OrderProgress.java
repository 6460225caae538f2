package io.merkato.ordering;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has become elsewhere of an order that is here already, since it was last told. What happened here too is no matter.
 *
 * @param paid how all of it was paid; null where nothing came in since
 * @param sentAt when all of it was sent; null where that is still to be done, or was told before
 * @param cancellation null where it stands
 * @param refundMethod by which way money goes back where it is cancelled; null where nobody said so
 */
public record OrderProgress(
        Order.Id order,
        @Nullable Paid paid,
        @Nullable Instant sentAt,
        PastOrder.@Nullable Cancellation cancellation,
        @Nullable OrderPaymentMethod refundMethod) {

    public record Paid(OrderPaymentMethod method, @Nullable String reference, Instant at) {}

    /** Which axis it moves furthest. */
    StatusAxis axis() {
        if (cancellation != null) {
            return StatusAxis.ORDER;
        }
        return sentAt != null ? StatusAxis.FULFILMENT : StatusAxis.PAYMENT;
    }
}
