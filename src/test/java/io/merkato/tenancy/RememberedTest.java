package io.merkato.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RememberedTest {

    private static final String KEY = "abol";
    private static final Duration STALENESS = Duration.ofSeconds(10);
    private static final Duration HALF = STALENESS.dividedBy(2);

    private final AtomicLong time = new AtomicLong();
    private final AtomicInteger reads = new AtomicInteger();
    private final CountDownLatch slow = new CountDownLatch(1);
    private volatile boolean away;
    private final Remembered<String, Integer> remembered = new Remembered<>(10, STALENESS, key -> read(), time::get);

    /** The second is slow. */
    private int read() {
        int turn = reads.incrementAndGet();
        if (away) {
            throw new IllegalStateException("away");
        }
        if (turn == 2) {
            try {
                slow.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return turn;
    }

    private void pass(Duration duration) {
        time.addAndGet(duration.toNanos());
    }

    private void reads(int turns) {
        Patience.await().until(() -> reads.get() == turns);
    }

    @Test
    void what_is_half_as_old_as_it_may_be_is_read_once_more_while_nobody_waits() {
        assertThat(remembered.get(KEY)).isEqualTo(1);
        pass(HALF.minusNanos(1));
        assertThat(remembered.get(KEY)).isEqualTo(1);
        assertThat(reads).hasValue(1);

        pass(Duration.ofNanos(2));
        assertThat(remembered.get(KEY)).isEqualTo(1);
        reads(2);
        assertThat(remembered.get(KEY)).isEqualTo(1);
        slow.countDown();
        Patience.await().until(() -> remembered.get(KEY) == 2);
        assertThat(reads).hasValue(2);
    }

    @Test
    void what_began_to_be_read_before_all_was_forgotten_is_read_again() throws InterruptedException {
        remembered.get("linguere");
        Thread early = Thread.ofVirtual().start(() -> remembered.get(KEY));
        reads(2);

        remembered.forget();
        slow.countDown();
        early.join();
        assertThat(remembered.get(KEY)).isEqualTo(3);
        assertThat(remembered.get(KEY)).isEqualTo(3);
        assertThat(remembered.get("linguere")).isEqualTo(4);
    }

    @Test
    void what_is_read_anew_and_equal_is_given_as_the_same_object() {
        slow.countDown();
        var lists = new Remembered<String, List<String>>(
                10,
                STALENESS,
                key -> {
                    reads.incrementAndGet();
                    return new ArrayList<>(List.of(key));
                },
                time::get);
        Patience.await().untilAsserted(() -> {
            List<String> before = lists.get(KEY);
            int turns = reads.get();
            pass(HALF.plusNanos(1));
            lists.get(KEY);
            reads(turns + 1);
            pass(HALF);
            assertThat(lists.get(KEY)).isSameAs(before);
        });
    }

    @Test
    void what_was_being_read_when_it_was_forgotten_is_never_given() {
        remembered.get(KEY);
        pass(HALF.plusNanos(1));
        remembered.get(KEY);
        reads(2);

        remembered.forget(KEY);
        assertThat(remembered.get(KEY)).isEqualTo(3);
        slow.countDown();
        var given = new HashSet<Integer>();
        pass(HALF.plusNanos(1));
        Patience.await().until(() -> {
            given.add(remembered.get(KEY));
            return given.contains(4);
        });
        assertThat(given).isSubsetOf(3, 4);
    }

    @Test
    void what_cannot_be_read_is_given_until_it_is_too_old() {
        slow.countDown();
        remembered.get(KEY);
        away = true;
        pass(HALF.plusNanos(1));
        assertThat(remembered.get(KEY)).isEqualTo(1);
        reads(2);
        assertThat(remembered.get(KEY)).isEqualTo(1);

        pass(HALF);
        assertThatThrownBy(() -> remembered.get(KEY)).hasMessage("away");
        away = false;
        assertThat(remembered.get(KEY)).isGreaterThan(1);
    }

    @Test
    void whatever_ends_a_reading_takes_no_place_from_those_after_it() {
        var broken = new Remembered<String, Integer>(
                10,
                STALENESS,
                key -> {
                    if (reads.incrementAndGet() > 1) {
                        throw new StackOverflowError();
                    }
                    return 1;
                },
                time::get);
        assertThat(broken.get(KEY)).isEqualTo(1);
        pass(HALF.plusNanos(1));

        Patience.await().dontCatchUncaughtExceptions().until(() -> {
            assertThat(broken.get(KEY)).isEqualTo(1);
            return reads.get() > 2 * Remembered.MOST_BESIDE;
        });
    }
}
