package io.merkato.identity;

import io.merkato.api.Fault;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Counts what is open at once. */
final class Places {

    private static final int SECONDS_TO_WAIT = 5;

    private final Map<Kind, Integer> taken = new ConcurrentHashMap<>();

    private record Kind(String limit, Object whose) {}

    /**
     * A place among those of somebody.
     *
     * @param limit what clients read it is
     * @param whose they are
     * @param most null for any number
     */
    record Claim(String limit, Object whose, @Nullable Long most) {
        private Kind kind() {
            return new Kind(limit, whose);
        }
    }

    /**
     * Takes a place in each, or none.
     *
     * @return gives them back, however often it is run
     * @throws Fault {@code THROTTLED}
     */
    Runnable take(List<Claim> claims) {
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            int now = taken.merge(claim.kind(), 1, Integer::sum);
            if (claim.most() != null && now > claim.most()) {
                claims.subList(0, i + 1).forEach(this::leave);
                throw Fault.throttled(
                        "Too many of these are open at once. End one, or wait.", claim.limit(), SECONDS_TO_WAIT);
            }
        }
        var left = new AtomicBoolean();
        return () -> {
            if (left.compareAndSet(false, true)) {
                claims.forEach(this::leave);
            }
        };
    }

    private void leave(Claim claim) {
        taken.computeIfPresent(claim.kind(), (same, count) -> count == 1 ? null : count - 1);
    }
}
