package io.merkato.payment;

import io.merkato.api.TypeId;
import io.merkato.money.Money;
import io.merkato.provider.DeclineReason;
import io.merkato.provider.ProviderRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a provider, under the key that its id is.
 *
 * @param reason why staff want it
 * @param attempts how often it was taken up
 * @param lease who asks, until {@code nextAt}
 * @param byHand whether people said what became of it, and the provider has not said the same
 * @param problem what speaks against what is written down
 */
public record PaymentOperation(
        Id id,
        Payment.Id paymentId,
        ProviderRequest.Kind kind,
        Money amount,
        PaymentOperationStatus status,
        @Nullable String reference,
        @Nullable DeclineReason declineReason,
        @Nullable String declineCode,
        @Nullable String message,
        @Nullable String reason,
        int attempts,
        UUID lease,
        @Nullable Instant nextAt,
        Instant startedAt,
        @Nullable Instant settledAt,
        boolean byHand,
        @Nullable String problem) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "payment_operation";
        }

        @Override
        public String toString() {
            return text();
        }

        /** As providers are told it. */
        String key() {
            return value.toString().replace("-", "");
        }

        static @Nullable Id ofKey(@Nullable String key) {
            return key == null || !key.matches("[0-9a-f]{32}")
                    ? null
                    : new Id(UUID.fromString(key.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5")));
        }
    }

    boolean takes() {
        return kind == ProviderRequest.Kind.CHARGE || kind == ProviderRequest.Kind.CAPTURE;
    }

    boolean isPayment() {
        return kind == ProviderRequest.Kind.CHARGE || kind == ProviderRequest.Kind.AUTHORISE;
    }

    /** Not asked yet; whoever takes it up from now on is the first. */
    PaymentOperation untouched(Instant now) {
        return new PaymentOperation(
                id,
                paymentId,
                kind,
                amount,
                status,
                reference,
                declineReason,
                declineCode,
                message,
                reason,
                0,
                lease,
                now,
                startedAt,
                settledAt,
                byHand,
                problem);
    }

    /** Whether the provider may be asked what became of it. */
    boolean isAsked() {
        return status.isOpen() || byHand || nextAt != null;
    }

    /** What has happened once it is done. */
    PaymentEventKind done() {
        return switch (kind) {
            case CHARGE -> PaymentEventKind.CHARGED;
            case AUTHORISE -> PaymentEventKind.AUTHORISED;
            case CAPTURE -> PaymentEventKind.CAPTURED;
            case REFUND -> PaymentEventKind.REFUNDED;
            case VOID -> PaymentEventKind.VOIDED;
        };
    }
}
