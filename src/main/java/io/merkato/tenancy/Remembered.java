package io.merkato.tenancy;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.function.Function;

/**
 * What is read often and changes seldom, remembered for a while. Nobody asks within a transaction, whether it is remembered or
 * not: reading it would take a second connection while the first is held, and as many of those as the pool has wait for
 * each other.
 */
public final class Remembered<K, V> {

    private final LoadingCache<K, V> values;

    /** @param read runs outside any transaction */
    public Remembered(long most, Duration staleness, Function<? super K, ? extends V> read) {
        values = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(staleness)
                .build(read::apply);
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
