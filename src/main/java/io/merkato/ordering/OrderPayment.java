package io.merkato.ordering;

import io.merkato.api.TypeId;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Money that came in for an order or went back. */
public record OrderPayment(
        Id id,
        OrderPaymentKind kind,
        OrderPaymentMethod method,
        Money amount,
        @Nullable String reference,
        Instant recordedAt) {

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
