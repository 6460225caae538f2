package io.merkato.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.merkato.api.Fault;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * How many connections one tenant has at once on this node, whatever its plan says: three quarters of the pool. What it needs beyond waits for its own, and its
 * neighbours find the others.
 */
@Component
class ConnectionShares {

    private final int most;
    private final Duration patience;
    private final Cache<Tenant.Id, Share> shares =
            Caffeine.newBuilder().weakValues().build();

    ConnectionShares(
            @Value("${spring.datasource.hikari.maximum-pool-size:20}") int pool,
            @Value("${spring.datasource.hikari.connection-timeout:3000}") long patience) {
        this.most = Math.max(1, pool * 3 / 4);
        this.patience = Duration.ofMillis(patience);
    }

    Share of(Tenant.Id tenant) {
        return shares.get(tenant, unseen -> new Share());
    }

    /** To be taken before a connection, and given back after it. */
    final class Share {

        private final Semaphore free = new Semaphore(most);

        void take() {
            try {
                if (!free.tryAcquire() && !free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw Fault.throttled(
                            "This tenant asks the database for more at once than one tenant may.",
                            "CONNECTIONS_AT_ONCE",
                            1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for a connection", e);
            }
        }

        <T> T during(Supplier<T> work) {
            take();
            try {
                return work.get();
            } finally {
                give();
            }
        }

        void give() {
            free.release();
        }
    }
}
