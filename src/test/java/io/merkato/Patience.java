package io.merkato;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests wait for what comes: as long as the slowest machine may take, since it is there to end what hangs. */
public final class Patience {

    public static final Duration MOST = Duration.ofMinutes(2);

    private Patience() {}

    public static ConditionFactory await() {
        return Awaitility.await().atMost(MOST);
    }
}
