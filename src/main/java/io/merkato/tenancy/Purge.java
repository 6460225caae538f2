package io.merkato.tenancy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends for good what was deleted too long ago to be restored. */
public final class Purge {

    /** How long one statement may take, with all that goes with what it deletes. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

    /** A statement that took too long, and one that waited too long for a lock. */
    private static final Set<String> TOO_LONG = Set.of("57014", "55P03");

    private Purge() {}

    /**
     * So many at a time. What something still needs, or what takes too long, stays for another night and keeps back no other.
     *
     * @param next the first of what is left, without those that stay
     * @param end carries out one transaction
     */
    public static <I> void all(TenantContext tenant, Function<List<I>, List<I>> next, Predicate<List<I>> end) {
        var kept = new ArrayList<I>();
        for (List<I> ids = next.apply(kept); !ids.isEmpty(); ids = next.apply(kept)) {
            List<I> some = ids;
            if (!isDone(() -> end.test(some))) {
                some.stream()
                        .filter(id -> some.size() == 1 || !isDone(() -> end.test(List.of(id))))
                        .forEach(kept::add);
            }
        }
        if (!kept.isEmpty()) {
            LOG.warn("Tenant {}: something still needs {}, or it took too long to end them", tenant.id(), kept);
        }
    }

    /** Whether it could be ended: not where something still needs it, or where it took too long. */
    public static boolean isDone(BooleanSupplier end) {
        try {
            return end.getAsBoolean();
        } catch (DataAccessException e) {
            if (e.sqlState().startsWith("23") || TOO_LONG.contains(e.sqlState())) {
                return false;
            }
            throw e;
        }
    }
}
