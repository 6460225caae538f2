package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionResult;
import io.merkato.Patience;
import jakarta.servlet.ServletOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.graphql.autoconfigure.GraphQlProperties;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.support.DefaultExecutionGraphQlResponse;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class EventStreamsTest {

    private static final List<HttpMessageConverter<?>> CONVERTERS = List.of(new JacksonJsonHttpMessageConverter());

    private final LinkedBlockingQueue<Thread> writers = new LinkedBlockingQueue<>();

    private MockHttpServletResponse stream(Flux<ExecutionResult> events) throws Exception {
        var properties = new GraphQlProperties();
        properties.getHttp().getSse().setKeepAlive(Duration.ofMillis(10));
        properties.getHttp().getSse().setTimeout(Duration.ZERO);
        var streams = new EventStreams(
                WebGraphQlHandler.builder(request -> Mono.just(new DefaultExecutionGraphQlResponse(
                                request.toExecutionInput(),
                                ExecutionResult.newExecutionResult()
                                        .data(events)
                                        .build())))
                        .build(),
                properties);
        var request = new MockHttpServletRequest("POST", "/graphql");
        request.setAsyncSupported(true);
        request.setContentType("application/json");
        request.setContent("{\"query\":\"subscription { it }\"}".getBytes(StandardCharsets.UTF_8));
        var response = new MockHttpServletResponse() {
            @Override
            public ServletOutputStream getOutputStream() {
                writers.add(Thread.currentThread());
                return super.getOutputStream();
            }
        };
        streams.handleRequest(ServerRequest.create(request, CONVERTERS))
                .writeTo(request, response, new ServerResponse.Context() {
                    @Override
                    public List<HttpMessageConverter<?>> messageConverters() {
                        return CONVERTERS;
                    }
                });
        return response;
    }

    @Test
    void events_and_heartbeats_are_written_by_threads_that_others_do_not_need() throws Exception {
        stream(Flux.concat(
                Flux.just(ExecutionResult.newExecutionResult()
                        .data(Map.of("it", 1))
                        .build()),
                Flux.never()));
        for (int i = 0; i < 10; i++) {
            assertThat(writers.poll(Patience.MOST.toSeconds(), TimeUnit.SECONDS))
                    .isNotNull()
                    .matches(Thread::isVirtual);
        }
    }
}
