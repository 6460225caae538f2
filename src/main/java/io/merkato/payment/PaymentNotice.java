package io.merkato.payment;

import io.merkato.api.TypeId;
import io.merkato.provider.ProviderNotice;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a provider told by itself. */
public record PaymentNotice(
        Id id,
        PaymentAccount.Id accountId,
        String providerEvent,
        ProviderNotice.About about,
        Payment.@Nullable Id paymentId,
        @Nullable String problem,
        String body,
        Instant occurredAt,
        Instant receivedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "payment_notice";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
