package io.merkato.tenancy;

import io.merkato.api.Fault;
import io.merkato.api.TypeId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * What subscribers of this node watch of one kind of things; see {@link Lookout}.
 *
 * @param <M> a mark: another one whenever the thing has changed
 */
public final class Watched<M> {

    private static final Retry AFTER_A_LOST_CONNECTION = Retry.backoff(5, Duration.ofMillis(100))
            .filter(failed -> failed instanceof DataAccessException lost && Fault.isOutage(lost))
            .onRetryExhaustedThrow((retries, last) -> last.failure());

    private final EventThreads threads;
    private final Function<List<Lookout.Key>, Map<Lookout.Key, M>> marks;
    private final Map<Lookout.Key, Set<Watcher<M>>> watchers = new ConcurrentHashMap<>();

    private static final class Watcher<M> {
        private final FluxSink<M> sink;
        private volatile M seen;

        Watcher(FluxSink<M> sink, M seen) {
            this.sink = sink;
            this.seen = seen;
        }

        /** Told by one look at a time. */
        void tell(@Nullable M mark) {
            if (mark == null) {
                sink.complete();
            } else if (!mark.equals(seen)) {
                seen = mark;
                sink.next(mark);
            }
        }
    }

    /** @param marks by one statement, of those that there are */
    Watched(EventThreads threads, Function<List<Lookout.Key>, Map<Lookout.Key, M>> marks) {
        this.threads = threads;
        this.marks = marks;
    }

    /**
     * What the thing is now, and again whenever it has changed; nothing between is missed, but who is slow gets only the latest.
     * Ends with {@code NOT_FOUND} where it is not there, or no longer.
     *
     * @param concerns what of a mark concerns this subscriber
     * @param now reads the thing; empty where this subscriber does not see it
     */
    public <T> Flux<T> states(
            TenantContext tenant, TypeId id, Function<M, Object> concerns, Supplier<Optional<T>> now) {
        return states(new Lookout.Key(tenant.id(), id.value()), concerns, now);
    }

    <T> Flux<T> states(Lookout.Key key, Function<M, Object> concerns, Supplier<Optional<T>> now) {
        Scheduler tenants = threads.of(key.tenant());
        return Flux.defer(() -> marks(key))
                .distinctUntilChanged(concerns)
                .concatMap(
                        mark -> Mono.fromCallable(now::get).subscribeOn(tenants).retryWhen(AFTER_A_LOST_CONNECTION), 0)
                .map(found -> found.orElseThrow(Fault::notFound))
                .subscribeOn(tenants);
    }

    private Flux<M> marks(Lookout.Key key) {
        M first = marks.apply(List.of(key)).get(key);
        return first == null
                ? Flux.error(Fault.notFound())
                : Flux.just(first).concatWith(after(key, first)).concatWith(Mono.error(Fault::notFound));
    }

    private Flux<M> after(Lookout.Key key, M seen) {
        return Flux.create(
                sink -> {
                    var watcher = new Watcher<>(sink, seen);
                    watchers.compute(key, (same, all) -> {
                        Set<Watcher<M>> more = all == null ? ConcurrentHashMap.newKeySet() : all;
                        more.add(watcher);
                        return more;
                    });
                    sink.onDispose(() -> watchers.computeIfPresent(
                            key, (same, all) -> all.remove(watcher) && all.isEmpty() ? null : all));
                },
                FluxSink.OverflowStrategy.LATEST);
    }

    /** How many things are. */
    int watched() {
        return watchers.size();
    }

    /** By how many it is. */
    int watchers(Lookout.Key key) {
        return watchers.getOrDefault(key, Set.of()).size();
    }

    Map<Tenant.Id, List<Lookout.Key>> keys() {
        return watchers.keySet().stream().collect(Collectors.groupingBy(Lookout.Key::tenant));
    }

    /** By one statement. Who comes while it is looked knows something newer, and is told next time. */
    void look(List<Lookout.Key> keys) {
        var asked = new HashMap<Lookout.Key, List<Watcher<M>>>();
        keys.forEach(key -> asked.put(key, List.copyOf(watchers.getOrDefault(key, Set.of()))));
        Map<Lookout.Key, M> now = marks.apply(keys);
        asked.forEach((key, all) -> all.forEach(watcher -> watcher.tell(now.get(key))));
    }
}
