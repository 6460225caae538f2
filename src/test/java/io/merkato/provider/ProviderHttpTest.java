package io.merkato.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.merkato.provider.ProviderAccount.Environment;
import io.merkato.provider.ProviderAnswer.Said;
import io.merkato.provider.ProviderAnswer.Silence;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class ProviderHttpTest {

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final ProviderAccount account = account(Environment.TEST);
    private HttpServer server;
    private int status = 200;
    private int farther;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("Location", "/elsewhere" + "x".repeat(farther));
            byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/silent", exchange -> {
            asked.incrementAndGet();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    @Test
    void nobody_is_followed_elsewhere() throws Exception {
        status = 302;

        assertThat(call(Duration.ofSeconds(20), ProviderCall.get(url("/"))))
                .isInstanceOfSatisfying(
                        Said.class, said -> assertThat(said.status()).isEqualTo(302));
        assertThat(asked).hasValue(1);
    }

    @Test
    void an_answer_with_too_long_a_head_is_none() throws Exception {
        farther = 9_000;

        assertThat(call(Duration.ofSeconds(20), ProviderCall.post(url("/"), Map.of())))
                .isEqualTo(new Silence("The connection to the provider failed: MessageConstraintException", true));
    }

    @Test
    void a_question_that_may_be_repeated_is_asked_twice_and_any_other_once() throws Exception {
        status = 503;

        call(Duration.ofSeconds(20), ProviderCall.get(url("/")));
        assertThat(asked).hasValue(2);
        call(Duration.ofSeconds(20), ProviderCall.post(url("/"), Map.of()));
        assertThat(asked).hasValue(3);
        call(Duration.ofSeconds(20), ProviderCall.post(url("/"), Map.of()).asOften());
        assertThat(asked).hasValue(5);
    }

    @Test
    void silence_ends_after_a_while_and_may_hide_that_it_was_done() throws Exception {
        assertThat(call(Duration.ofMillis(50), ProviderCall.post(url("/silent"), Map.of())))
                .isEqualTo(new Silence("There was no answer in time.", true));
    }

    @Test
    void what_was_never_sent_is_said_to_be() throws Exception {
        URI nobody = url("/");
        server.stop(0);

        assertThat(call(Duration.ofSeconds(20), ProviderCall.post(nobody, Map.of())))
                .isEqualTo(new Silence("The provider could not be reached.", false));
    }

    @Test
    void a_stand_in_is_for_test_accounts_only() throws Exception {
        URI live = URI.create("https://provider.example");
        try (var http = new ProviderHttp(
                Rig.properties("wave", url("/"), Duration.ofSeconds(1)), java.time.Clock.systemUTC())) {
            assertThat(http.address("wave", account, live, live)).isEqualTo(url("/"));
            assertThat(http.address("wave", account(Environment.LIVE), live, live))
                    .isEqualTo(live);
            assertThat(http.address("chapa", account, live, live)).isEqualTo(live);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{\"a\":1",
                "{\"a\":1}{}",
                "{\"a\":1,\"a\":2}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":1234567890123456789012345678901234567890}"
            })
    void what_is_no_strict_json_object_is_none(String json) {
        assertThat(ProviderJson.read(json.getBytes(StandardCharsets.UTF_8))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1005.355\"",
                "\"-1\"",
                "\"1e3\"",
                "1e400",
                "\"\"",
                "\" 5\"",
                "null",
                "true",
                "\"99999999999999999999\""
            })
    void what_is_no_exact_amount_is_none(String amount) {
        var json = ProviderJson.read(("{\"amount\":" + amount + "}").getBytes(StandardCharsets.UTF_8));
        assertThat(json.money("amount", java.util.Currency.getInstance("ETB"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1005.1\"", "1005.10", "\"1005.100\"", "1005.1"})
    void an_amount_is_exact_however_it_is_written(String amount) {
        var json = ProviderJson.read(("{\"amount\":" + amount + "}").getBytes(StandardCharsets.UTF_8));
        assertThat(json.money("amount", java.util.Currency.getInstance("ETB")).minorUnits())
                .isEqualTo(100510);
    }

    private ProviderAnswer call(Duration response, ProviderCall call) throws IOException {
        var properties = new ProviderProperties(
                Duration.ofSeconds(20), response, Duration.ofSeconds(20), 100, Duration.ofSeconds(1), Map.of());
        try (var http = new ProviderHttp(properties, java.time.Clock.systemUTC())) {
            return http.call(account, call);
        }
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static ProviderAccount account(Environment environment) {
        return new ProviderAccount("1", 1, environment, Map.of(), Map.of(), Rig.NOTICES);
    }
}
