package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.GraphQLContext;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.util.context.Context;

class RequestLogTest {

    @Test
    void trace_and_tenant_follow_a_request_to_another_thread() throws InterruptedException {
        var snapshots = ContextSnapshotFactory.builder().build();
        RequestLog.begin("4bf92f3577b34da6a3ce929d0e0e4736");
        Context begun = snapshots.captureAll().updateContext(Context.empty());
        RequestLog.end();
        Context found = RequestLog.of("abol", begun);

        Thread other = Thread.startVirtualThread(() -> {
            try (var scope = snapshots.captureFrom(found).setThreadLocals()) {
                assertThat(scope).isNotNull();
                assertThat(MDC.get("tenant")).isEqualTo("abol");
                assertThat(MDC.get("trace_id")).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
                Thread.currentThread().setName("seen");
            }
            assertThat(MDC.get("tenant")).isNull();
        });
        other.join();
        assertThat(other.getName()).isEqualTo("seen");
        assertThat(MDC.get("tenant")).isNull();
    }

    @Test
    void a_failure_is_logged_with_what_its_request_carries() {
        var seen = new AtomicReference<String>();
        Context carried = RequestLog.of("abol", Context.empty());
        var context = GraphQLContext.newContext().build();
        ContextSnapshotFactory.builder().build().captureFrom(carried).updateContext(context);

        RequestLog.with(context, () -> seen.set(MDC.get("tenant")));

        assertThat(seen).hasValue("abol");
        assertThat(MDC.get("tenant")).isNull();
    }
}
