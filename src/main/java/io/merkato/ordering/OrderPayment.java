package io.merkato.ordering;

import io.merkato.api.TypeId;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money that came in for an order or went back.
 *
 * @param through the id, as the API writes it, of the payment by which a provider moved it; null of what was recorded by hand
 */
public record OrderPayment(
        Id id,
        OrderPaymentKind kind,
        OrderPaymentMethod method,
        Money amount,
        @Nullable String reference,
        Instant recordedAt,
        @Nullable String through) {

    /** Recorded by hand. */
    public OrderPayment(
            Id id,
            OrderPaymentKind kind,
            OrderPaymentMethod method,
            Money amount,
            @Nullable String reference,
            Instant recordedAt) {
        this(id, kind, method, amount, reference, recordedAt, null);
    }

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "order_payment";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
