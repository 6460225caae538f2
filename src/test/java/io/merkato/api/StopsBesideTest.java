package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Patience;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;

class StopsBesideTest {

    private final CyclicBarrier all = new CyclicBarrier(3);
    private final AtomicInteger stopped = new AtomicInteger();

    @Test
    void what_stops_beside_others_does_not_wait_for_them_and_the_context_waits_for_all() {
        var context = new GenericApplicationContext();
        for (String name : new String[] {"jobs", "imports", "webhooks"}) {
            context.registerBean(name, Slow.class, Slow::new);
        }
        context.refresh();
        context.close();
        assertThat(stopped).hasValue(3);
    }

    /** Has stopped once all are about to. */
    private final class Slow implements StopsBeside {

        private volatile boolean running;

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            try {
                all.await(Patience.MOST.toSeconds(), TimeUnit.SECONDS);
                stopped.incrementAndGet();
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new AssertionError(e);
            } finally {
                running = false;
            }
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
