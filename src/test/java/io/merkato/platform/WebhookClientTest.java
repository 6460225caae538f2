package io.merkato.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.Patience;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver that means ill, or does not know better, can do to us. */
class WebhookClientTest {

    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void no_node_starts_that_lets_others_take_over_what_it_still_sends() {
        assertThatThrownBy(() -> Sending.properties(1, Duration.ofSeconds(15), Duration.ofSeconds(15)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "merkato.webhooks.lease, PT15S, has to be longer than merkato.webhooks.timeout, PT15S");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void nothing_is_sent_to_an_address_that_is_not_public(String address) {
        assertThat(PublicHosts.isPublic(InetAddress.ofLiteral(address))).isFalse();
        assertThat(send("http://some.name/", name -> new InetAddress[] {InetAddress.ofLiteral(address)})
                        .error())
                .isEqualTo("The host leads to an address that is not public.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "197.156.64.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1"
            })
    void the_rest_of_the_world_is_public(String address) {
        assertThat(PublicHosts.isPublic(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void one_private_address_among_public_ones_is_one_too_many() {
        assertThat(send(
                                "http://some.name/", name -> new InetAddress[] {
                                    InetAddress.ofLiteral("1.1.1.1"), InetAddress.ofLiteral("127.0.0.1")
                                })
                        .error())
                .isEqualTo("The host leads to an address that is not public.");
    }

    @Test
    void a_literal_address_and_a_name_of_this_machine_are_judged_like_any_other() {
        assertThat(send(receiver.url(), SystemDefaultDnsResolver.INSTANCE::resolve)
                        .error())
                .isEqualTo("The host leads to an address that is not public.");
        assertThat(send(receiver.url().replace("127.0.0.1", "localhost"), SystemDefaultDnsResolver.INSTANCE::resolve)
                        .error())
                .isEqualTo("The host leads to an address that is not public.");
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void a_name_that_leads_elsewhere_the_second_time_is_judged_the_second_time() {
        var asked = new ArrayList<String>();
        Names rebinding = name -> {
            asked.add(name);
            return new InetAddress[] {InetAddress.ofLiteral(asked.size() == 1 ? "192.0.2.1" : "127.0.0.1")};
        };
        // The first address is nobody's; allowed here so that it is the connection that fails.
        try (var client = client(rebinding, true, Duration.ofMillis(200))) {
            Patience.await()
                    .until(
                            () -> { // again where the time was over before it came to that
                                client.apply(message("http://some.name/"));
                                return !asked.isEmpty();
                            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }

        assertThat(send(receiver.url().replace("127.0.0.1", "some.name"), rebinding)
                        .error())
                .isEqualTo("The host leads to an address that is not public.");
        assertThat(asked).containsExactly("some.name", "some.name");
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void the_connection_goes_to_the_address_that_was_judged() {
        var asked = new ArrayList<String>();
        try (var client = client(
                name -> {
                    asked.add(name);
                    return new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
                },
                true,
                Patience.MOST)) {
            assertThat(client.apply(message(receiver.url().replace("127.0.0.1", "some.name")))
                            .statusCode())
                    .isEqualTo(204);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(asked).containsExactly("some.name");
    }

    @Test
    void nobody_is_followed_elsewhere() {
        receiver.answering((what, exchange) -> {
            exchange.getResponseHeaders().add("Location", receiver.url() + "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
        });

        assertThat(here().error()).isEqualTo("The receiver answered 307.");
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void a_receiver_that_answers_without_end_is_taken_at_its_first_word() {
        receiver.answering((what, exchange) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = new byte[1 << 20];
            java.util.Arrays.fill(much, (byte) 'x');
            while (true) {
                exchange.getResponseBody().write(much);
            }
        });

        WebhookOutcome outcome = here();

        assertThat(outcome.delivered()).isTrue();
        assertThat(outcome.response()).isEqualTo("x".repeat(1024));
    }

    @ParameterizedTest
    @CsvSource({"1, 9000", "101, 1"})
    void a_receiver_with_too_much_of_a_head_is_not_listened_to(int headers, int length) {
        receiver.answering((what, exchange) -> {
            for (int i = 0; i < headers; i++) {
                exchange.getResponseHeaders().add("X-" + i, "x".repeat(length));
            }
            exchange.sendResponseHeaders(200, -1);
        });

        WebhookOutcome outcome = here();

        assertThat(outcome.statusCode()).isNull();
        assertThat(outcome.error()).isEqualTo("The connection failed: MessageConstraintException");
    }

    @Test
    void a_receiver_that_drips_is_left_when_its_time_is_over() {
        var over = new CountDownLatch(1);
        receiver.answering((what, exchange) -> {
            exchange.sendResponseHeaders(500, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            await(over);
        });

        WebhookOutcome outcome;
        Duration time = Duration.ofSeconds(1);
        do { // until it is long enough to hear how the answer begins
            time = time.multipliedBy(2);
            outcome = send(receiver.url(), true, time);
        } while (outcome.statusCode() == null && time.compareTo(Patience.MOST) < 0);
        over.countDown();

        assertThat(outcome.error()).isEqualTo("The receiver answered 500.");
        assertThat(outcome.response()).isEqualTo("x");
    }

    @Test
    void a_receiver_that_hangs_is_left_when_its_time_is_over() {
        var over = new CountDownLatch(1);
        receiver.answering((what, exchange) -> await(over));

        WebhookOutcome outcome = send(receiver.url(), true, Duration.ofMillis(300));
        over.countDown();

        assertThat(outcome.error()).isEqualTo("There was no answer in time.");
        assertThat(outcome.statusCode()).isNull();
    }

    @Test
    void a_host_that_nobody_knows_is_said_to_be_unknown() {
        assertThat(send("https://some.name/", name -> {
                            throw new UnknownHostException(name);
                        })
                        .error())
                .isEqualTo("The host is not known.");
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com/, INVALID",
        "ftp://example.com/, INVALID",
        "example.com, INVALID",
        "https://, INVALID",
        "https:///path, INVALID",
        "https://user:password@example.com/, INVALID",
        "https://example.com/#part, INVALID",
        "https://exa mple.com/, INVALID",
        "https://example.com:22/, NOT_ALLOWED",
        "https://localhost/, NOT_ALLOWED",
        "https://LOCALHOST./, NOT_ALLOWED",
        "https://a.localhost/, NOT_ALLOWED",
        "https://127.0.0.1/, NOT_ALLOWED",
        "https://127.1/, INVALID",
        "https://2130706433/, NOT_ALLOWED",
        "https://0x7f000001/, NOT_ALLOWED",
        "https://0177.0.0.1/, NOT_ALLOWED",
        "https://10.0.0.1:8443/, NOT_ALLOWED",
        "https://169.254.169.254/latest/meta-data, NOT_ALLOWED",
        "https://[::1]/, NOT_ALLOWED",
        "https://[::ffff:127.0.0.1]/, NOT_ALLOWED",
        "https://[fd00::1]/, NOT_ALLOWED",
        "https://[fe80::1%25eth0]/, NOT_ALLOWED",
        "https://[::1%25lo]/, NOT_ALLOWED"
    })
    void an_address_that_nothing_would_ever_be_sent_to_is_refused(String url, UserErrorCode code) {
        assertThatThrownBy(() -> WebhookUrl.check(url, false)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.errors().getFirst().code()).isEqualTo(code);
            assertThat(refused.errors().getFirst().path()).isEqualTo(List.of("input", "url"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://example.com:443/hook?shop=1",
                "https://hooks.example.et:8443/a/b",
                "https://1.1.1.1/",
                "https://[2606:4700::1111]/"
            })
    void any_other_is_taken(String url) {
        assertThat(WebhookUrl.check(' ' + url + ' ', false)).isEqualTo(url);
    }

    private interface Names {
        InetAddress[] of(String name) throws UnknownHostException;
    }

    private static WebhookClient client(Names names, boolean allowPrivate, Duration timeout) {
        var resolver = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return names.of(host);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        return new WebhookClient(new PublicHosts(resolver, allowPrivate), timeout);
    }

    private static WebhookMessage message(String url) {
        return new WebhookMessage(url, "event_1", List.of(new byte[32]), "{}");
    }

    private static WebhookOutcome send(String url, Names names) {
        try (var client = client(names, false, Patience.MOST)) {
            return client.apply(message(url));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static WebhookOutcome send(String url, boolean allowPrivate, Duration timeout) {
        try (var client = client(SystemDefaultDnsResolver.INSTANCE::resolve, allowPrivate, timeout)) {
            return client.apply(message(url));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private WebhookOutcome here() {
        return send(receiver.url(), true, Patience.MOST);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
