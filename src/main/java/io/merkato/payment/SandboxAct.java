package io.merkato.payment;

import io.merkato.money.Money;
import io.merkato.provider.DeclineReason;
import io.merkato.provider.NextAction;
import io.merkato.provider.Outcome;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox did, in its own book.
 *
 * @param key the caller's
 * @param paymentReference of what is captured, given back, let go or taken back
 */
public record SandboxAct(
        String key,
        Kind kind,
        String reference,
        @Nullable String paymentReference,
        Money amount,
        PaymentOperationStatus status,
        @Nullable DeclineReason declineReason,
        Instant at) {

    public enum Kind {
        CHARGE,
        AUTHORISE,
        CAPTURE,
        REFUND,
        VOID,
        CHARGEBACK
    }

    Outcome outcome() {
        return switch (status) {
            case DONE -> new Outcome.Done(reference, amount, null, at);
            case DECLINED ->
                new Outcome.Declined(
                        Objects.requireNonNull(declineReason), "SANDBOX", "The sandbox was told to decline this.");
            default -> new Outcome.Pending(reference, new NextAction.ConfirmOnPhone(null));
        };
    }
}
