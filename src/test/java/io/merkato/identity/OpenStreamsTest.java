package io.merkato.identity;

import static io.merkato.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.Socket;
import io.merkato.api.Actor;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Permission;
import io.merkato.api.Reach;
import io.merkato.api.Viewer;
import io.merkato.ordering.OrderShop;
import io.merkato.tenancy.RequestTerms;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** How many subscriptions run at once and how many sockets there are: of a tenant, of a caller, of a socket. */
@MerkatoTest
class OpenStreamsTest {

    private static final int OF_SOCKET = 20;
    private static final int SOCKETS_OF_CALLER = 20;
    private static final int OF_BASIC_TENANT = 200;
    private static final int OF_ITS_OUTSIDERS = 150;
    private static final int SOCKETS_OF_BASIC_TENANT = 100;
    private static final int SOCKETS_OF_ITS_OUTSIDERS = 75;

    private final Merchants merchants;
    private final Client client;
    private final OpenStreams open;

    OpenStreamsTest(RequestTerms terms, Merchants merchants, Client client) {
        this.merchants = merchants;
        this.client = client;
        this.open = new OpenStreams(terms, 2, 50, 3, 50, 2);
    }

    private static Visit from(String address, Merchant merchant) {
        return new Visit(
                Viewer.anonymous(new Viewer.Origin(address, null, null)),
                merchant.slug(),
                "basic",
                merchant.tenant(),
                null);
    }

    /** Somebody who works there. */
    private static Visit clerk(int number, Merchant merchant) {
        return new Visit(
                new Viewer(
                        new Actor(Actor.Kind.USER, "clerk" + number, "Clerk"),
                        Map.of(Permission.ORDERS_READ, new Reach.EveryStore()),
                        Viewer.Origin.NONE),
                merchant.slug(),
                "basic",
                merchant.tenant(),
                null);
    }

    private Disposable runs(Visit visit, String socket) {
        return open.bounded(visit, socket, Flux.never()).subscribe();
    }

    private void isRefused(Visit visit, String socket, String limit) {
        assertThatThrownBy(() -> open.bounded(visit, socket, Flux.never()).blockFirst(Duration.ofSeconds(60)))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.code()).isEqualTo(FaultCode.THROTTLED);
                    assertThat(fault.extensions()).containsEntry("limit", limit);
                });
    }

    @Test
    void a_socket_and_a_caller_run_so_many_at_once_and_more_when_one_ends() {
        Merchant merchant = merchants.open("basic");
        Visit one = from("192.0.2.1", merchant);
        runs(one, "a");
        Disposable second = runs(one, "a");
        isRefused(one, "a", "SUBSCRIPTIONS_OF_CONNECTION");
        runs(one, "b");
        isRefused(one, "b", "SUBSCRIPTIONS_OF_CALLER");
        runs(from("192.0.2.2", merchant), "c");
        runs(from("192.0.2.1", merchants.open("basic")), "d");

        second.dispose();

        runs(one, "b");
        isRefused(one, "e", "SUBSCRIPTIONS_OF_CALLER");
    }

    @Test
    void of_an_address_whose_half_is_its_owners_to_choose_that_half_counts_as_one_caller() {
        Merchant merchant = merchants.open("basic");
        runs(from("2001:db8:1:2:0:0:0:1", merchant), "a");
        runs(from("2001:db8:1:2:0:0:0:2", merchant), "b");
        runs(from("2001:db8:1:2:ffff:0:0:3", merchant), "c");
        isRefused(from("2001:db8:1:2:0:0:0:4", merchant), "d", "SUBSCRIPTIONS_OF_CALLER");
    }

    @Test
    void a_tenant_runs_as_many_as_its_plan_allows_and_no_fewer_because_of_others() {
        Merchant merchant = merchants.open("basic");
        IntStream.range(0, OF_ITS_OUTSIDERS).forEach(each -> runs(from("198.51.100." + each, merchant), "s" + each));
        isRefused(from("192.0.2.9", merchant), "t", "SUBSCRIPTIONS_OF_OUTSIDERS");
        IntStream.range(OF_ITS_OUTSIDERS, OF_BASIC_TENANT).forEach(each -> runs(clerk(each, merchant), "s" + each));
        isRefused(clerk(0, merchant), "t", "SUBSCRIPTIONS_OF_TENANT");
        runs(from("192.0.2.9", merchants.open("basic")), "u");
    }

    @Test
    void a_tenant_has_as_many_sockets_as_its_plan_allows() {
        Merchant merchant = merchants.open("basic");
        IntStream.range(0, SOCKETS_OF_ITS_OUTSIDERS)
                .forEach(each -> open.connect(from("198.51.100." + each, merchant)));
        isClosed(from("192.0.2.9", merchant), "CONNECTIONS_OF_OUTSIDERS");
        IntStream.range(SOCKETS_OF_ITS_OUTSIDERS, SOCKETS_OF_BASIC_TENANT)
                .forEach(each -> open.connect(clerk(each, merchant)));
        isClosed(clerk(0, merchant), "CONNECTIONS_OF_TENANT");
    }

    private void isClosed(Visit visit, String limit) {
        assertThatThrownBy(() -> open.connect(visit))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.extensions()).containsEntry("limit", limit));
    }

    @Test
    void one_that_ends_by_itself_counts_no_longer() {
        Visit one = from("192.0.2.1", merchants.open("basic"));
        for (int i = 0; i < 10; i++) {
            assertThat(open.bounded(one, "a", Flux.just(1)).blockLast()).isEqualTo(1);
        }
    }

    @Test
    void on_one_socket_one_more_is_refused_until_another_is_completed() {
        OrderShop shop = new OrderShop(merchants, client);
        Map<String, String> cup = Map.of("id", shop.variant("CUP", "100", 5));
        String stock = "subscription ($id: ID!) { productVariantStockChanged(id: $id) { sku } }";
        try (Socket socket = client.socket()) {
            assertThat(socket.begin(shop.owner.headers())).contains("connection_ack");
            for (int i = 0; i < OF_SOCKET; i++) {
                assertThat(socket.subscribe("s" + i, stock, cup).next()).contains("\"next\"");
            }
            JsonNode refused =
                    socket.subscribe("more", stock, cup).nextMessage().at("/payload/0/extensions");
            assertThat(refused.get("code").asString()).isEqualTo("THROTTLED");
            assertThat(refused.get("limit").asString()).isEqualTo("SUBSCRIPTIONS_OF_CONNECTION");
            assertThat(refused.get("retryAfter").asInt()).isEqualTo(5);

            socket.say("{\"id\":\"s3\",\"type\":\"complete\"}");

            await().until(() -> socket.subscribe("other", stock, cup).next().contains("\"next\""));
        }
    }

    @Test
    void one_caller_has_so_many_sockets_and_another_when_one_is_closed() {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        Socket[] sockets = IntStream.range(0, SOCKETS_OF_CALLER)
                .mapToObj(each -> client.socket())
                .toArray(Socket[]::new);
        for (Socket each : sockets) {
            assertThat(each.begin(owner.headers())).contains("connection_ack");
        }
        try (Socket more = client.socket()) {
            assertThat(more.begin(owner.headers())).isEqualTo("closed 1013");
            assertThat(more.why()).isEqualTo("THROTTLED CONNECTIONS_OF_CALLER");
        }
        sockets[0].close();
        await().until(() -> {
            Socket again = client.socket();
            return again.begin(owner.headers()).contains("connection_ack");
        });
        for (Socket each : sockets) {
            each.close();
        }
    }
}
