package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RequestTraceTest {

    private final RequestTrace trace = new RequestTrace();

    @Test
    void a_callers_trace_id_is_kept() {
        assertThat(RequestTrace.traceId("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
                .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void a_traceparent_that_is_none_is_replaced() {
        for (var traceparent : new String[] {
            "",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "4bf92f3577b34da6\nforged",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"
        }) {
            assertThat(RequestTrace.traceId(traceparent))
                    .matches("[0-9a-f]{32}")
                    .isNotEqualTo("00000000000000000000000000000000");
        }
        assertThat(RequestTrace.traceId(null)).matches("[0-9a-f]{32}");
    }

    @Test
    void the_log_carries_the_trace_id_while_the_request_runs_and_no_longer() throws Exception {
        var response = new MockHttpServletResponse();
        var seen = new AtomicReference<Map<String, String>>();
        trace.doFilter(new MockHttpServletRequest(), response, (request, answer) -> {
            MDC.put(RequestLog.TENANT, "abol");
            seen.set(MDC.getCopyOfContextMap());
        });
        assertThat(seen.get())
                .containsEntry("tenant", "abol")
                .containsEntry("trace_id", response.getHeader("Trace-Id"));
        assertThat(MDC.get("trace_id")).isNull();
        assertThat(MDC.get("tenant")).isNull();
    }
}
