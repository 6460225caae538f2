package io.merkato.ordering;

import io.merkato.api.TypeId;
import io.merkato.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Money that a provider moved for an order.
 *
 * @param payment which it is of
 * @param account at the provider, that holds it
 * @param fee what the provider keeps of it; null where it does not tell
 * @param reference what the provider calls it
 * @param attested whether the provider did not say so, but staff, or it is money of tests that is none
 * @param correction how it corrects what was booked before; null where it moved
 */
public record ProviderMoney(
        TypeId payment,
        TypeId account,
        OrderPaymentMethod method,
        Money amount,
        @Nullable Money fee,
        @Nullable String reference,
        boolean attested,
        @Nullable Correction correction,
        Instant at) {

    /** Of what staff had said that the provider had done. */
    public enum Correction {
        /** The provider says that it did not. */
        DENIED,
        /** The provider had denied it, and says by now that it did. */
        REINSTATED
    }

    /** What a provider says by now that staff alone had said; null where it is none of that. */
    @Nullable
    Money confirmed() {
        return correction == Correction.REINSTATED && !attested ? amount : null;
    }
}
