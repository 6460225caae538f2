package io.merkato.provider;

import io.merkato.money.Money;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a provider.
 *
 * @param key the provider's idempotency key: a UUID without dashes (32 characters), the same each time this is asked
 * @param reference what the provider called this request when it answered it; null until it did
 * @param paymentReference what the provider calls the payment that is captured, refunded or voided; null for a payment itself
 * @param orderNumber shown to the payer, at most 20 characters
 * @param payer the payer's phone in E.164, where the provider asks it for consent or gives back to it
 * @param returnUrl where the payer's browser goes on, where the provider has pages of its own
 * @param whole whether a refund gives back all that was taken, which happens once however many ask for it
 * @param again whether this was asked before with this key and no answer is known, so that a provider without keys of its own is not asked twice
 */
public record ProviderRequest(
        String key,
        Kind kind,
        Money amount,
        @Nullable String reference,
        @Nullable String paymentReference,
        String orderNumber,
        @Nullable String payer,
        @Nullable URI returnUrl,
        boolean whole,
        boolean again) {

    /** Asked for the first time. */
    public ProviderRequest(
            String key,
            Kind kind,
            Money amount,
            @Nullable String reference,
            @Nullable String paymentReference,
            String orderNumber,
            @Nullable String payer,
            @Nullable URI returnUrl) {
        this(key, kind, amount, reference, paymentReference, orderNumber, payer, returnUrl, false, false);
    }

    /** The same, of all that was taken or not. */
    public ProviderRequest ofWhole(boolean isWhole) {
        return new ProviderRequest(
                key, kind, amount, reference, paymentReference, orderNumber, payer, returnUrl, isWhole, again);
    }

    /** The same once more, no answer being known. */
    public ProviderRequest repeated() {
        return new ProviderRequest(
                key, kind, amount, reference, paymentReference, orderNumber, payer, returnUrl, whole, true);
    }

    public enum Kind {
        /** Takes the money at once, or as soon as the payer consents. */
        CHARGE,
        /** Holds the money, to be captured. */
        AUTHORISE,
        /** Takes of what is held. */
        CAPTURE,
        /** Gives back of what was taken. */
        REFUND,
        /** Lets go of what is held. */
        VOID
    }
}
