package io.merkato.payment;

import io.merkato.api.Shortened;
import io.merkato.money.Money;
import io.merkato.provider.Outcome;
import io.merkato.provider.ProviderNotice;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What providers say beside what matters, so that no nonsense in it keeps what matters from being written down. */
final class Plausible {

    private static final int LONGEST = 255;
    private static final Duration NEAR = Duration.ofDays(2);

    private Plausible() {}

    /** @param otherwise what it is called where the provider gives it no name */
    static Outcome outcome(Outcome said, String otherwise, Instant now) {
        return switch (said) {
            case Outcome.Done done -> {
                String reference = reference(done.reference());
                yield new Outcome.Done(
                        reference == null ? otherwise : reference,
                        done.amount(),
                        fee(done.fee(), done.amount()),
                        time(done.at(), now));
            }
            case Outcome.Pending pending -> new Outcome.Pending(reference(pending.reference()), pending.next());
            default -> said;
        };
    }

    static ProviderNotice notice(ProviderNotice said, Instant now) {
        return new ProviderNotice(
                said.eventId().replace('\0', ' '),
                said.about(),
                said.key(),
                reference(said.reference()),
                said.outcome(),
                time(said.occurredAt(), now),
                said.isAnswer());
    }

    private static @Nullable Money fee(@Nullable Money fee, Money amount) {
        return fee == null
                        || !fee.currency().equals(amount.currency())
                        || fee.minorUnits() < 0
                        || fee.compareTo(amount) > 0
                ? null
                : fee;
    }

    private static @Nullable String reference(@Nullable String said) {
        if (said == null) {
            return null;
        }
        String clean = said.replaceAll("\\p{Cntrl}", " ").strip();
        return clean.isEmpty() ? null : Shortened.start(clean, LONGEST);
    }

    /** What was done lately, by a clock that is not far off. */
    private static Instant time(Instant said, Instant now) {
        return Duration.between(said, now).abs().compareTo(NEAR) > 0 ? now : said;
    }
}
