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
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class TurnsTest {

    private static final HttpServletResponse RESPONSE = new MockHttpServletResponse();

    // By then all classes are there: who loads one may leave its processor.
    private static final int WARM = 1_000;

    private final Turns turns = new Turns();

    @Test
    void who_asks_again_and_again_leaves_a_processor_to_who_has_not_asked_yet() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        var begun = new CountDownLatch(processors);
        var answered = new CountDownLatch(1);
        var enough = new AtomicBoolean();
        List<Thread> busy = new ArrayList<>();
        for (int i = 0; i < processors; i++) {
            busy.add(Thread.startVirtualThread(() -> {
                var request = new MockHttpServletRequest();
                for (int asked = 0; !enough.get(); asked++) {
                    ask(request, () -> {});
                    if (asked == WARM) {
                        begun.countDown();
                    }
                }
            }));
        }
        begun.await();

        Thread.startVirtualThread(() -> ask(new MockHttpServletRequest(), answered::countDown));
        boolean whileOthersAsk = answered.await(30, TimeUnit.SECONDS);

        enough.set(true);
        for (Thread each : busy) {
            each.join();
        }
        assertThat(whileOthersAsk).isTrue();
    }

    private void ask(HttpServletRequest request, Runnable answer) {
        try {
            turns.doFilter(request, RESPONSE, (asked, answered) -> answer.run());
        } catch (IOException | ServletException e) {
            throw new AssertionError(e);
        }
    }
}
