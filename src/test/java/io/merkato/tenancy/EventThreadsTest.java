package io.merkato.tenancy;

import static io.merkato.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.api.Uuid7;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;

class EventThreadsTest {

    private final EventThreads threads = new EventThreads(4);
    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();

    private void hold() {
        begun.incrementAndGet();
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void of_one_tenant_four_are_made_at_once_and_nobody_elses_wait_for_them() {
        Scheduler busy = threads.of(new Tenant.Id(Uuid7.next()));
        for (int i = 0; i < 50; i++) {
            busy.createWorker().schedule(this::hold);
        }
        await().until(() -> begun.get() == 4);
        var other = new AtomicInteger();
        threads.of(new Tenant.Id(Uuid7.next())).createWorker().schedule(other::incrementAndGet);
        await().until(() -> other.get() == 1);
        assertThat(begun).hasValue(4);

        held.countDown();
        await().until(() -> begun.get() == 50);
    }
}
