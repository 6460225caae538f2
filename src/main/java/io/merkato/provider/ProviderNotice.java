package io.merkato.provider;

import io.merkato.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a provider told by itself.
 *
 * @param eventId not empty; the same where the provider tells it again
 * @param key of the request it is about, where it says so
 * @param reference what the provider calls the request it is about, where it says so
 * @param outcome what it says; {@link Outcome.Unknown} where it proves nothing (it is not signed, say)
 * @param occurredAt the provider's time
 * @param isAnswer whether the provider was asked and tells this in answer
 */
public record ProviderNotice(
        String eventId,
        About about,
        @Nullable String key,
        @Nullable String reference,
        Outcome outcome,
        Instant occurredAt,
        boolean isAnswer) {

    public ProviderNotice {
        if (eventId.isEmpty()) {
            throw new IllegalArgumentException("A notice without an id");
        }
    }

    /** Told by the provider by itself. */
    public ProviderNotice(
            String eventId,
            About about,
            @Nullable String key,
            @Nullable String reference,
            Outcome outcome,
            Instant occurredAt) {
        this(eventId, about, key, reference, outcome, occurredAt, false);
    }

    public enum About {
        /** A charge or an authorisation. */
        PAYMENT,
        CAPTURE,
        REFUND,
        VOID,
        /** The payer had the money taken back; the outcome's amount left the merchant's account. */
        CHARGEBACK
    }

    /** Whether the provider is to be asked at once, which brings nothing new where it was asked just now. */
    public boolean isHint() {
        return outcome instanceof Outcome.Unknown && !isAnswer;
    }

    /** The amount of it, where it is said. */
    public @Nullable Money amount() {
        return outcome instanceof Outcome.Done done ? done.amount() : null;
    }
}
