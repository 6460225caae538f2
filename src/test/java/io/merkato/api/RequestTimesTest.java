package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RequestTimesTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RequestTimes times = new RequestTimes(ObservationRegistry.NOOP, registry, new AskedAgain("/graphql"));

    private void again(FilterChain chain) throws ServletException, IOException {
        var request = new MockHttpServletRequest("GET", "/graphql");
        request.setServletPath("/graphql");
        request.addHeader("If-None-Match", "\"tag\"");
        times.doFilter(request, new MockHttpServletResponse(), chain);
    }

    private List<String> timed() {
        return registry.getMeters().stream()
                .map(Timer.class::cast)
                .map(timer -> Stream.of("method", "uri", "status", "outcome", "exception", "error")
                                .map(tag -> String.valueOf(timer.getId().getTag(tag)))
                                .toList()
                        + " " + timer.count())
                .toList();
    }

    @Test
    void who_asks_again_is_timed_by_what_they_were_answered() throws Exception {
        for (int i = 0; i < 2; i++) {
            again((request, response) -> ((MockHttpServletResponse) response).setStatus(304));
        }

        assertThat(timed()).containsExactly("[GET, /graphql, 304, REDIRECTION, none, none] 2");
    }

    static List<Throwable> whatever() {
        return List.of(new IOException(), new IllegalStateException(), new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("whatever")
    void a_request_that_fails_is_timed_as_failed_and_fails_as_it_did(Throwable why) {
        assertThatThrownBy(() -> again((request, response) -> fail(why))).isSameAs(why);

        String name = why.getClass().getSimpleName();
        assertThat(timed()).containsExactly("[GET, /graphql, 500, SERVER_ERROR, %s, %s] 1".formatted(name, name));
    }

    private static void fail(Throwable why) throws IOException {
        switch (why) {
            case IOException checked -> throw checked;
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new AssertionError(why);
        }
    }
}
