package io.merkato.tenancy;

import io.merkato.api.Recurring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has all that is watched of one kind looked at: tenants share statements, asked one after the other. Of whom more is watched than one statement asks about, or with
 * whom one took too long, is looked at apart and beside the others, and keeps nobody else waiting.
 */
final class Looks {

    private static final Logger LOG = LoggerFactory.getLogger(Looks.class);
    private static final ThreadFactory THREADS =
            Thread.ofVirtual().name("lookout-", 0).factory();
    private static final int OF_ONE_STATEMENT = 200;
    private static final String TOOK_TOO_LONG = "57014";
    /** So many times this fits into what a statement may take that whoever needs no more may share one again. */
    private static final Duration QUICK = Duration.ofMillis(10);

    private final Watched<?> watched;
    private final Semaphore apart;
    private final Recurring together;
    private final Set<Tenant.Id> slow = ConcurrentHashMap.newKeySet();
    private final Set<Tenant.Id> underWay = ConcurrentHashMap.newKeySet();

    /**
     * @param apart as many statements at once are asked of whom is looked at apart
     * @param together tells the log whether those that are shared work
     */
    Looks(Watched<?> watched, Semaphore apart, Recurring together) {
        this.watched = watched;
        this.apart = apart;
        this.together = together;
    }

    /** To be called by one at a time. */
    void look() {
        Map<Tenant.Id, List<Lookout.Key>> keys = watched.keys();
        slow.retainAll(keys.keySet());
        var shared = new ArrayList<Lookout.Key>();
        keys.forEach((tenant, theirs) -> {
            if (underWay.contains(tenant)) {
                LOG.debug("What is watched of tenant {} is looked at still", tenant);
            } else if (theirs.size() > OF_ONE_STATEMENT || slow.contains(tenant)) {
                underWay.add(tenant);
                THREADS.newThread(() -> lookApart(tenant, theirs)).start();
            } else {
                shared.addAll(theirs);
            }
        });
        parts(shared).forEach(this::lookTogether);
    }

    private void lookTogether(List<Lookout.Key> part) {
        together.run(() -> {
            try {
                watched.look(part);
            } catch (DataAccessException e) {
                if (!e.sqlState().equals(TOOK_TOO_LONG)) {
                    throw e;
                }
                slow.addAll(part.stream().map(Lookout.Key::tenant).collect(Collectors.toSet()));
                LOG.warn("What is watched took too long to look at; those whose it is are looked at apart", e);
            }
        });
    }

    private void lookApart(Tenant.Id tenant, List<Lookout.Key> keys) {
        try {
            long took = 0;
            for (List<Lookout.Key> part : parts(keys)) {
                took += lookApart(part, tenant);
            }
            if (took < QUICK.toNanos()) {
                slow.remove(tenant);
            }
        } finally {
            underWay.remove(tenant);
        }
    }

    /** @return for how many nanoseconds it was looked */
    private long lookApart(List<Lookout.Key> part, Tenant.Id tenant) {
        apart.acquireUninterruptibly();
        long begun = System.nanoTime();
        try {
            watched.look(part);
            return System.nanoTime() - begun;
        } catch (RuntimeException e) {
            if (slow.add(tenant)) {
                LOG.warn("Some of what is watched of tenant {} was not looked at", tenant, e);
            } else {
                LOG.debug("Some of what is watched of tenant {} was not looked at again", tenant, e);
            }
            return QUICK.toNanos();
        } finally {
            apart.release();
        }
    }

    private static List<List<Lookout.Key>> parts(List<Lookout.Key> keys) {
        return IntStream.iterate(0, from -> from < keys.size(), from -> from + OF_ONE_STATEMENT)
                .mapToObj(from -> keys.subList(from, Math.min(keys.size(), from + OF_ONE_STATEMENT)))
                .toList();
    }
}
