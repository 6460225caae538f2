package io.merkato.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Viewer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class RunningSubscriptionsTest {

    private static final Viewer HERE = Viewer.anonymous(new Viewer.Origin("192.0.2.1", null, null));
    private static final Viewer THERE = Viewer.anonymous(new Viewer.Origin("192.0.2.2", null, null));
    private static final Viewer ELSEWHERE = Viewer.anonymous(new Viewer.Origin("192.0.2.3", null, null));

    private final RunningSubscriptions running = new RunningSubscriptions(3, 2);

    private Flux<Object> watch(Viewer viewer) {
        return running.bounded(null, viewer, Flux.never());
    }

    private void assertThrottled(Viewer viewer) {
        assertThatThrownBy(() -> watch(viewer).blockFirst())
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.THROTTLED));
    }

    @Test
    void a_caller_and_a_tenant_have_so_many_at_once_and_more_when_one_ends() {
        var first = watch(HERE).subscribe();
        watch(HERE).subscribe();
        assertThrottled(HERE);
        watch(THERE).subscribe();
        assertThrottled(ELSEWHERE);

        first.dispose();

        watch(THERE).subscribe();
        assertThrottled(HERE);
    }

    @Test
    void one_that_ends_by_itself_counts_no_longer() {
        for (int i = 0; i < 10; i++) {
            assertThat(running.bounded(null, HERE, Flux.just(1)).blockLast()).isEqualTo(1);
        }
    }
}
