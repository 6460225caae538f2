package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class TurnsTest {

    private static final HttpServletResponse RESPONSE = new MockHttpServletResponse();

    // By then all classes are there: who loads one may leave its processor.
    private static final int WARM = 1_000;

    private final Turns turns = new Turns();

    private final int processors = Runtime.getRuntime().availableProcessors();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void who_asks_again_and_again_leaves_a_processor_to_who_has_not_asked_yet() throws Exception {
        var begun = new CountDownLatch(processors);
        List<Thread> busy = IntStream.range(0, processors)
                .mapToObj(i -> Thread.startVirtualThread(() -> askOnAndOn(begun)))
                .toList();

        letAsk(begun, busy);
    }

    @Test
    void several_who_wait_for_one_processor_leave_it_to_who_waits_for_any() throws Exception {
        var begun = new CountDownLatch(2 * processors);
        var busy = new ArrayList<Thread>();
        for (int i = 0; i < processors; i++) {
            Thread second = Thread.startVirtualThread(() -> {
                LockSupport.park();
                askOnAndOn(begun);
            });
            busy.add(second);
            busy.add(Thread.startVirtualThread(() -> {
                while (second.getState() != Thread.State.WAITING) {
                    Thread.yield();
                }
                LockSupport.unpark(second); // which makes it wait for the processor of who does so
                askOnAndOn(begun);
            }));
        }

        letAsk(begun, busy);
    }

    private void letAsk(CountDownLatch begun, List<Thread> busy) throws InterruptedException {
        var answered = new CountDownLatch(1);
        boolean whileOthersAsk;
        try {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            Thread.startVirtualThread(() -> ask(new MockHttpServletRequest(), answered::countDown));
            whileOthersAsk = answered.await(30, TimeUnit.SECONDS);
        } finally {
            enough.set(true);
            for (Thread each : busy) {
                each.join();
            }
        }
        assertThat(whileOthersAsk).isTrue();
    }

    private void askOnAndOn(CountDownLatch begun) {
        var request = new MockHttpServletRequest();
        for (int asked = 0; !enough.get(); asked++) {
            ask(request, () -> {});
            if (asked == WARM) {
                begun.countDown();
            }
        }
    }

    private void ask(HttpServletRequest request, Runnable answer) {
        try {
            turns.doFilter(request, RESPONSE, (asked, answered) -> answer.run());
        } catch (IOException | ServletException e) {
            throw new AssertionError(e);
        }
    }
}
