package io.merkato.tenancy;

import io.merkato.api.Recurring;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Record;
import org.jooq.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks again and again, on each node, at all that its subscribers watch, by few statements whichever tenants' it is, and none where nobody watches; see {@link Looks}.
 * So no writer has to know who watches or waits for anybody, and whatever happened while the database was away is seen at the next look.
 */
@Component
public class Lookout {

    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final int APART_AT_ONCE = 2;

    private final PlatformContext platform;
    private final EventThreads threads;
    private final List<Looks> kinds = new CopyOnWriteArrayList<>();

    /** Each turn has a thread of its own, and begins also while the one before still waits for the database. */
    private final AtomicBoolean looking = new AtomicBoolean();

    private final Semaphore apart = new Semaphore(APART_AT_ONCE, true);

    /** One thing of a tenant's. */
    record Key(Tenant.Id tenant, UUID id) {}

    Lookout(PlatformContext platform, EventThreads threads) {
        this.platform = platform;
        this.threads = threads;
    }

    /**
     * Another kind of things to look at.
     *
     * @param name for the log
     * @param marks the present mark of each that there is, with {@code tenant_id} and {@code watched}; takes ids beside the tenants that they are of
     * @param mark another one whenever the thing has changed
     */
    public <R extends Record, M> Watched<M> watch(
            String name, BiFunction<UUID[], UUID[], ? extends Table<R>> marks, Function<R, M> mark) {
        var kind = new Watched<M>(
                threads,
                keys -> platform.sql()
                        .selectFrom(marks.apply(
                                keys.stream().map(key -> key.tenant().value()).toArray(UUID[]::new),
                                keys.stream().map(Key::id).toArray(UUID[]::new)))
                        .fetchMap(
                                row -> new Key(row.get("tenant_id", Tenant.Id.class), row.get("watched", UUID.class)),
                                mark::apply));
        kinds.add(new Looks(kind, apart, new Recurring(LOG, "Looking at " + name)));
        return kind;
    }

    @Scheduled(fixedRateString = "${merkato.subscriptions.look:500ms}")
    void look() {
        if (looking.compareAndSet(false, true)) {
            try {
                kinds.forEach(Looks::look);
            } finally {
                looking.set(false);
            }
        }
    }
}
