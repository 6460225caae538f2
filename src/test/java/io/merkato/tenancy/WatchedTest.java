package io.merkato.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Uuid7;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

class WatchedTest {

    private static final Tenant.Id TENANT = new Tenant.Id(Uuid7.next());

    private final Map<Lookout.Key, Integer> rows = new ConcurrentHashMap<>();
    private final List<Integer> looks = new CopyOnWriteArrayList<>();
    private final Watched<Integer> watched = new Watched<>(keys -> {
        looks.add(keys.size());
        var found = new HashMap<>(rows);
        found.keySet().retainAll(keys);
        return found;
    });

    /** Takes only as many as it asks for. */
    private static final class Listener extends BaseSubscriber<Integer> {
        private final List<Object> heard = new CopyOnWriteArrayList<>();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(Integer state) {
            heard.add(state);
        }

        @Override
        protected void hookOnError(Throwable ended) {
            heard.add(ended instanceof Fault fault ? fault.code() : ended);
        }

        void hears(Object... states) {
            request(1);
            await().untilAsserted(() -> assertThat(heard).containsExactly(states));
        }
    }

    private Lookout.Key thing(int state) {
        var key = new Lookout.Key(TENANT, Uuid7.next());
        rows.put(key, state);
        return key;
    }

    private Listener watch(Lookout.Key key) {
        var listener = new Listener();
        watched.states(key, mark -> mark, () -> Optional.ofNullable(rows.get(key)))
                .subscribe(listener);
        return listener;
    }

    private void becomes(Lookout.Key key, int state) {
        rows.put(key, state);
        watched.look();
    }

    @Test
    void who_is_slow_gets_the_latest_and_nothing_is_kept_for_them() {
        Lookout.Key thing = thing(1);
        Listener slow = watch(thing);
        slow.hears(1);
        Listener ready = watch(thing);
        ready.hears(1);
        ready.request(1);
        await().until(() -> watched.watchers(thing) == 2);

        IntStream.rangeClosed(2, 1_000).forEach(state -> becomes(thing, state));

        slow.request(100);
        await().untilAsserted(() -> assertThat(slow.heard).endsWith(1_000));
        becomes(thing, 1_001);
        await().untilAsserted(() -> assertThat(slow.heard).endsWith(1_001));
        assertThat(slow.heard).hasSizeLessThan(6);
    }

    @Test
    void what_has_not_changed_is_not_said_again() {
        Lookout.Key thing = thing(1);
        Listener listener = watch(thing);
        listener.hears(1);
        listener.request(5);
        await().until(() -> watched.watchers(thing) == 1);
        watched.look();
        watched.look();
        becomes(thing, 2);
        listener.hears(1, 2);
    }

    @Test
    void all_that_is_watched_is_looked_at_together_and_nothing_is_where_nobody_watches() {
        List<Listener> listeners =
                IntStream.range(0, 20).mapToObj(each -> watch(thing(each))).toList();
        listeners.forEach(listener -> listener.request(9));
        await().until(() -> watched.watched() == 20);
        looks.clear();
        watched.look();
        assertThat(looks).containsExactly(20);

        listeners.forEach(BaseSubscriber::cancel);
        await().until(() -> watched.watched() == 0);
        looks.clear();
        watched.look();
        assertThat(looks).isEmpty();
    }

    @Test
    void it_ends_once_the_thing_is_gone_or_where_it_never_was() {
        Lookout.Key thing = thing(1);
        Listener listener = watch(thing);
        listener.hears(1);
        listener.request(1);
        await().until(() -> watched.watchers(thing) == 1);
        rows.remove(thing);
        watched.look();
        listener.hears(1, FaultCode.NOT_FOUND);
        watch(thing).hears(FaultCode.NOT_FOUND);
    }
}
