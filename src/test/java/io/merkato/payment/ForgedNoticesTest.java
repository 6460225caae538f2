package io.merkato.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.LogLines;
import io.merkato.MovedClock;
import io.merkato.api.Uuid7;
import io.merkato.provider.ForgedNotice;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ForgedNoticesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MovedClock clock = new MovedClock();
    private final ForgedNotices forged = new ForgedNotices(meters, clock);
    private final PaymentAccount.Id account = new PaymentAccount.Id(Uuid7.next());

    @Test
    void all_are_counted_and_one_of_each_provider_is_told_in_ten_minutes() {
        try (var log = new LogLines(ForgedNotices.class)) {
            for (int second : new int[] {0, 1, 600, 601, 602, 1201, 1202}) {
                come("wave", second, "after " + second);
            }
            come("chapa", 1, "of another");

            String words = "INFO A notice for " + account + " was not its provider's, as more may be: ";
            assertThat(log.all())
                    .containsExactly(
                            words + "after 0", words + "after 601", words + "after 1202", words + "of another");
        }
        assertThat(counted("wave")).isEqualTo(7);
        assertThat(counted("chapa")).isEqualTo(1);
    }

    private void come(String provider, int second, String words) {
        clock.at(NOW.plusSeconds(second), () -> {
            forged.count(account, provider, new ForgedNotice(words));
            return words;
        });
    }

    private double counted(String provider) {
        return meters.get("merkato.payments.notices.forged")
                .tag("provider", provider)
                .counter()
                .count();
    }
}
