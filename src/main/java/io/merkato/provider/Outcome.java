package io.merkato.provider;

import io.merkato.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of a request. */
public sealed interface Outcome {

    /**
     * It is done.
     *
     * @param reference what the provider calls it
     * @param amount what was moved or held: as asked, or less where the provider says so
     * @param fee what the provider keeps of it, where it tells
     * @param at when the provider says it was done
     */
    record Done(String reference, Money amount, @Nullable Money fee, Instant at) implements Outcome {}

    /**
     * It was not done and will not be.
     *
     * @param code the provider's own
     * @param message for staff; holds nothing of the payer's beyond what was sent
     */
    record Declined(DeclineReason reason, @Nullable String code, String message) implements Outcome {}

    /**
     * It waits, for the payer or for the provider.
     *
     * @param reference what the provider calls it; null where it tells only later
     */
    record Pending(@Nullable String reference, NextAction next) implements Outcome {}

    /**
     * Nobody knows: no answer, or none that says. It may have been done.
     *
     * @param cause for staff and logs
     */
    record Unknown(String cause) implements Outcome {}

    /** The provider knows nothing of it: it may be asked again, with the same key. */
    record NeverSeen() implements Outcome {}
}
