package io.merkato.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Where events of subscriptions are made: in virtual threads, so many of one tenant's at once and the others in their order, so that its shoppers find
 * connections however many watch. Nothing here waits for a client.
 */
@Component
public class EventThreads {

    private static final ThreadFactory THREADS =
            Thread.ofVirtual().name("events-", 0).factory();

    private final int most;
    private final Cache<Tenant.Id, Scheduler> schedulers =
            Caffeine.newBuilder().weakValues().build();

    EventThreads(@Value("${merkato.subscriptions.made-at-once:4}") int most) {
        this.most = most;
    }

    public Scheduler of(Tenant.Id tenant) {
        return schedulers.get(tenant, unseen -> atMost(new Semaphore(most, true)));
    }

    private static Scheduler atMost(Semaphore places) {
        return Schedulers.fromExecutor(
                task -> THREADS.newThread(() -> {
                            places.acquireUninterruptibly();
                            try {
                                task.run();
                            } finally {
                                places.release();
                            }
                        })
                        .start(),
                true);
    }
}
