package io.merkato.tenancy;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
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

    private final LoadingCache<K, V> values;

    /**
     * @param staleness how long after it was read it is given at most; with none, what was read is given to who waits for it
     * @param read runs outside any transaction
     */
    public Remembered(long most, Duration staleness, Function<? super K, ? extends V> read) {
        this(most, staleness, read, Ticker.systemTicker());
    }

    Remembered(long most, Duration staleness, Function<? super K, ? extends V> read, Ticker ticker) {
        var caches = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(staleness)
                .ticker(ticker);
        if (staleness.isPositive()) {
            caches.refreshAfterWrite(staleness.dividedBy(2));
        }
        values = caches.build(new Reading<K, V>(read));
    }

    private record Reading<K, V>(Function<? super K, ? extends V> read) implements CacheLoader<K, V> {

        @Override
        public V load(K key) {
            return read.apply(key);
        }

        @Override
        public CompletableFuture<V> asyncReload(K key, V old, Executor unused) {
            var anew = new CompletableFuture<V>();
            if (!BESIDE.tryAcquire()) {
                anew.cancel(false); // the next who asks tries again
                return anew;
            }
            Thread.ofVirtual().name("remembered").start(() -> {
                try {
                    anew.complete(read.apply(key));
                } catch (RuntimeException e) {
                    LOG.debug("{} could not be read anew; what was read before is given until it is too old", key, e);
                } finally {
                    BESIDE.release();
                    anew.cancel(false); // where nothing was read: any other failure would be logged as a warning
                }
            });
            return anew;
        }
    }

    public V get(K key) {
        Transactions.requireNone();
        return values.get(key);
    }

    public void forget(K key) {
        values.invalidate(key);
    }

    public void forget() {
        values.invalidateAll();
    }
}
