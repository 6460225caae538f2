package io.merkato.tenancy;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is read often and changes seldom, remembered for a while. Nobody asks within a transaction, whether it is remembered or
 * not: reading it would take a second connection while the first is held, and as many of those as the pool has wait for
 * each other.
 *
 * <p>What is asked for all the time is read anew before it is too old, and meanwhile nobody waits for it.
 */
public final class Remembered<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(Remembered.class);

    /** So many are read beside requests at once, on the whole node: when the database is slow, connections are for who waits. */
    static final int MOST_BESIDE = 4;

    private static final Semaphore BESIDE = new Semaphore(MOST_BESIDE);

    private final LoadingCache<K, Kept<V>> values;
    private final Function<? super K, ? extends V> read;
    private final Ticker ticker;
    private final long half;
    private final AtomicLong forgotten = new AtomicLong();

    /** What was read, the same only as itself, and how often all had been forgotten when it began to be read. */
    private static final class Kept<V> {

        private final V value;
        private final long since;
        private final long forgotten;
        private final AtomicBoolean isReadAnew = new AtomicBoolean();

        Kept(V value, long since, long forgotten) {
            this.value = value;
            this.since = since;
            this.forgotten = forgotten;
        }
    }

    /**
     * @param staleness how long after it was read it is given at most; with none, what was read is given to who waits for it
     * @param read runs outside any transaction
     */
    public Remembered(long most, Duration staleness, Function<? super K, ? extends V> read) {
        this(most, staleness, read, Ticker.systemTicker());
    }

    Remembered(long most, Duration staleness, Function<? super K, ? extends V> read, Ticker ticker) {
        this.read = read;
        this.ticker = ticker;
        this.half = staleness.isPositive() ? staleness.dividedBy(2).toNanos() : Long.MAX_VALUE;
        this.values = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(staleness)
                .ticker(ticker)
                .build(this::read);
    }

    private Kept<V> read(K key) {
        long before = forgotten.get();
        return new Kept<>(read.apply(key), ticker.read(), before);
    }

    public V get(K key) {
        Transactions.requireNone();
        long asked = forgotten.get();
        Kept<V> kept = values.get(key);
        while (kept.forgotten < asked) {
            values.asMap().remove(key, kept);
            kept = values.get(key);
        }
        if (ticker.read() - kept.since > half && kept.isReadAnew.compareAndSet(false, true)) {
            readAnew(key, kept);
        }
        return kept.value;
    }

    /**
     * Beside who asks, unless there is no place: then the next who asks tries again. What was forgotten meanwhile takes no other's place. What is equal stays
     * the same object, as others keep it as part of their keys, and compare that at a glance.
     */
    private void readAnew(K key, Kept<V> old) {
        if (!BESIDE.tryAcquire()) {
            old.isReadAnew.set(false);
            return;
        }
        Thread.ofVirtual().name("remembered").start(() -> {
            try {
                Kept<V> now = read(key);
                V same = old.value.equals(now.value) ? old.value : now.value;
                values.asMap().replace(key, old, new Kept<>(same, now.since, now.forgotten));
            } catch (RuntimeException e) {
                LOG.debug("{} could not be read anew; what was read before is given until it is too old", key, e);
            } finally {
                BESIDE.release();
                old.isReadAnew.set(false);
            }
        });
    }

    /** Waits for who reads it meanwhile, and forgets that too. Within a transaction, once that is committed: until then others read what was. */
    public void forget(K key) {
        Transactions.afterCommit(() -> values.invalidate(key));
    }

    /** As {@link #forget(Object)}: whoever asks from then on is not given what was read, or began to be read, before. */
    public void forget() {
        Transactions.afterCommit(() -> {
            forgotten.incrementAndGet();
            values.invalidateAll();
        });
    }
}
