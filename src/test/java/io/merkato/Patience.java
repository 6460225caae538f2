package io.merkato;

import static org.awaitility.pollinterval.IterativePollInterval.iterative;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests wait for what comes: as long as the slowest machine may take, since it is there to end what hangs. */
public final class Patience {

    public static final Duration MOST = Duration.ofMinutes(2);

    /** What comes at once is seen at once, and what takes long is not asked for all the time. */
    private static final Duration SOON = Duration.ofMillis(3);

    private static final Duration SELDOM = Duration.ofMillis(100);

    private static final LocalTime LAST_HALF_MINUTE = LocalTime.of(23, 59, 30);

    private Patience() {}

    public static ConditionFactory await() {
        return Awaitility.await()
                .pollInterval(iterative(
                        each -> each.multipliedBy(2).compareTo(SELDOM) < 0 ? each.multipliedBy(2) : SELDOM, SOON))
                .atMost(MOST);
    }

    /** For tests that compare what is counted by days of UTC: one that would begin just before midnight begins after it. */
    public static void withinOneDay() {
        await().until(() -> LocalTime.now(ZoneOffset.UTC).isBefore(LAST_HALF_MINUTE));
    }
}
