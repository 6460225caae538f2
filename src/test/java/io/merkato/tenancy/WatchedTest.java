package io.merkato.tenancy;

import static io.merkato.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Recurring;
import io.merkato.api.Uuid7;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BaseSubscriber;

class WatchedTest {

    private static final Tenant.Id TENANT = new Tenant.Id(Uuid7.next());
    private static final Tenant.Id OTHER = new Tenant.Id(Uuid7.next());

    private final Map<Lookout.Key, Integer> rows = new ConcurrentHashMap<>();
    private final Set<Tenant.Id> slow = ConcurrentHashMap.newKeySet();
    private final List<Integer> looks = new CopyOnWriteArrayList<>();
    private final Watched<Integer> watched = new Watched<>(new EventThreads(4), keys -> {
        looks.add(keys.size());
        if (keys.stream().map(Lookout.Key::tenant).anyMatch(slow::contains)) {
            throw new DataAccessException("slow", new SQLException("slow", "57014"));
        }
        var found = new HashMap<>(rows);
        found.keySet().retainAll(keys);
        return found;
    });
    private final Looks all =
            new Looks(watched, new Semaphore(1), new Recurring(LoggerFactory.getLogger(WatchedTest.class), "Looking"));

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
        return thing(TENANT, state);
    }

    private Lookout.Key thing(Tenant.Id tenant, int state) {
        var key = new Lookout.Key(tenant, Uuid7.next());
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
        all.look();
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
    void what_is_read_again_after_a_lost_connection_is_read_on_the_tenants_threads() {
        Lookout.Key thing = thing(1);
        var threads = new CopyOnWriteArrayList<String>();
        var listener = new Listener();
        watched.states(thing, mark -> mark, () -> {
                    threads.add(Thread.currentThread().getName());
                    if (threads.size() < 3) {
                        throw new DataAccessException("lost", new SQLException("lost", "08006"));
                    }
                    return Optional.ofNullable(rows.get(thing));
                })
                .subscribe(listener);

        listener.hears(1);

        assertThat(threads).hasSize(3).noneMatch(name -> name.startsWith("parallel"));
    }

    @Test
    void what_takes_too_long_is_not_read_again_and_says_so() {
        assertThat(endOf("57014")).containsExactly("57014");
    }

    @Test
    void who_is_not_answered_for_long_hears_of_the_outage() {
        assertThat(endOf("08006")).hasSize(6).containsOnly("08006");
    }

    /** The state of each try; the listener is told the last. */
    private List<String> endOf(String state) {
        Lookout.Key thing = thing(1);
        var tries = new CopyOnWriteArrayList<String>();
        var failed = new DataAccessException("failed", new SQLException("failed", state));
        var listener = new Listener();
        watched.<Integer>states(thing, mark -> mark, () -> {
                    tries.add(state);
                    throw failed;
                })
                .subscribe(listener);
        listener.hears(failed);
        return tries;
    }

    @Test
    void what_has_not_changed_is_not_said_again() {
        Lookout.Key thing = thing(1);
        Listener listener = watch(thing);
        listener.hears(1);
        listener.request(5);
        await().until(() -> watched.watchers(thing) == 1);
        all.look();
        all.look();
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
        all.look();
        assertThat(looks).containsExactly(20);

        listeners.forEach(BaseSubscriber::cancel);
        await().until(() -> watched.watched() == 0);
        looks.clear();
        all.look();
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
        all.look();
        listener.hears(1, FaultCode.NOT_FOUND);
        watch(thing).hears(FaultCode.NOT_FOUND);
    }

    private void watchAll(Lookout.Key... things) {
        for (Lookout.Key thing : things) {
            watch(thing).request(9);
        }
    }

    @Test
    void tenants_share_statements_of_two_hundred_and_one_of_whom_more_is_watched_has_its_own() {
        watchAll(IntStream.range(0, 150).mapToObj(this::thing).toArray(Lookout.Key[]::new));
        watchAll(IntStream.range(0, 150).mapToObj(each -> thing(OTHER, each)).toArray(Lookout.Key[]::new));
        await().until(() -> watched.watched() == 300);
        looks.clear();
        all.look();
        assertThat(looks).containsExactly(200, 100);

        watchAll(IntStream.range(0, 300).mapToObj(this::thing).toArray(Lookout.Key[]::new));
        await().until(() -> watched.watched() == 600);
        looks.clear();
        all.look();
        await().untilAsserted(() -> assertThat(looks).containsExactlyInAnyOrder(150, 200, 200, 50));
    }

    @Test
    void with_whom_a_look_takes_too_long_keeps_nobody_else_waiting_and_hears_when_it_does_no_more() {
        Lookout.Key heavy = thing(1);
        Lookout.Key light = thing(OTHER, 1);
        Listener watchesHeavy = watch(heavy);
        Listener watchesLight = watch(light);
        watchesHeavy.hears(1);
        watchesHeavy.request(1);
        watchesLight.hears(1);
        watchesLight.request(1);
        await().until(() -> watched.watched() == 2);

        slow.add(TENANT);
        becomes(heavy, 2);
        becomes(light, 2);
        watchesLight.hears(1, 2);
        assertThat(watchesHeavy.heard).containsExactly(1);

        slow.clear();
        await().until(() -> {
            all.look();
            return watchesHeavy.heard.equals(List.of(1, 2));
        });
    }
}
