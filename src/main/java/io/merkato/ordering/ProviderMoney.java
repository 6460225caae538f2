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
 * @param reinstated whether staff had said so before, and the provider had denied it
 */
public record ProviderMoney(
        TypeId payment,
        TypeId account,
        OrderPaymentMethod method,
        Money amount,
        @Nullable Money fee,
        @Nullable String reference,
        boolean attested,
        boolean reinstated,
        Instant at) {

    /** What a provider says by now that staff alone had said; null where it is none of that. */
    @Nullable
    Money confirmed() {
        return reinstated && !attested ? amount : null;
    }
}
