package io.merkato.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.EventStream;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.OwnProcess;
import io.merkato.Socket;
import io.merkato.TestDatabase;
import io.merkato.identity.BuiltInRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import tools.jackson.databind.JsonNode;

/** Another process on the same database: what one of them writes is heard at the other, whatever becomes of connections, and who listens there is told when it ends. */
@MerkatoTest
class WatchingOnNodesTest {

    private static final String CHANGED = "subscription ($id: ID!) { orderChanged(id: $id) { status paymentStatus } }";
    private static final String NAME = "second-node";
    private static final int ENDED_BY_SIGTERM = 128 + 15;

    private final Merchants merchants;
    private final OrderShop shop;
    private final Client client;
    private final OrderShop.Placed order;
    private final OrderShop.Placed another;

    WatchingOnNodesTest(Merchants merchants, Client client) {
        this.merchants = merchants;
        this.client = client;
        this.shop = new OrderShop(merchants, client);
        String cup = shop.variant("CUP", "100", 9);
        this.order = shop.basket(cup, 2).order();
        this.another = shop.basket(cup, 1).order();
    }

    private static OwnProcess start() throws Exception {
        return OwnProcess.start(
                OwnProcess.SMALL,
                Stream.concat(
                                Stream.of(TestDatabase.settingsOfNode(TestDatabase.port())),
                                Stream.of(
                                        "--spring.datasource.hikari.data-source-properties.ApplicationName=" + NAME,
                                        "--merkato.identity.sign-ins-per-address=100000",
                                        "--spring.graphql.websocket.keep-alive=4s",
                                        "--merkato.subscriptions.look-again=1s",
                                        "--merkato.connections.quiet=3s",
                                        "--merkato.cors.allowed-origins=https://abol.example",
                                        "--merkato.identity.access-token-life=15s"))
                        .toArray(String[]::new));
    }

    private Socket socket(int port, Client who, OrderShop.Placed what) {
        Socket socket = client.to(port).socket();
        assertThat(socket.begin(who.headers())).contains("connection_ack");
        return socket.subscribe("1", CHANGED, Map.of("id", what.id()));
    }

    private String hired() {
        return merchants.hire(shop.merchant, BuiltInRole.OWNER);
    }

    private static String state(JsonNode message) {
        return message.findValuesAsString("status") + " " + message.findValuesAsString("paymentStatus");
    }

    private static String ending(JsonNode message) {
        assertThat(message.get("type").asString()).as(message.toString()).isEqualTo("error");
        return message.at("/payload/0/extensions").toString();
    }

    private static void loseConnections() throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                var lost = superuser
                        .createStatement()
                        .executeQuery(
                                "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = '"
                                        + NAME + "'")) {
            lost.next();
            assertThat(lost.getInt(1)).isPositive();
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void what_one_node_writes_is_heard_at_the_other_also_after_its_connections_were_lost_until_rights_or_the_node_end()
            throws Exception {
        try (OwnProcess node = start();
                Socket silent = socket(node.port(), another.guest(), another).fallSilent();
                Socket expiring =
                        socket(node.port(), merchants.signedIn(shop.visitor.to(node.port()), hired()), another);
                Socket there = socket(node.port(), order.guest(), order);
                EventStream stream = order.guest().to(node.port()).watch(CHANGED, Map.of("id", order.id()));
                EventStream here = order.guest().watch(CHANGED, Map.of("id", order.id()))) {
            assertThat(state(there.nextMessage())).isEqualTo("[OPEN] [PENDING]");
            assertThat(state(silent.nextMessage())).isEqualTo("[OPEN] [PENDING]");
            assertThat(state(expiring.nextMessage())).isEqualTo("[OPEN] [PENDING]");
            assertThat(state(stream.nextEvent())).isEqualTo("[OPEN] [PENDING]");
            assertThat(state(here.nextEvent())).isEqualTo("[OPEN] [PENDING]");

            order.pays("100");
            assertThat(state(there.nextMessage())).isEqualTo("[OPEN] [PARTIALLY_PAID]");
            assertThat(state(stream.nextEvent())).isEqualTo("[OPEN] [PARTIALLY_PAID]");
            assertThat(state(here.nextEvent())).isEqualTo("[OPEN] [PARTIALLY_PAID]");

            loseConnections();
            order.pays("150");
            assertThat(state(there.nextMessage())).isEqualTo("[OPEN] [PAID]");
            assertThat(state(stream.nextEvent())).isEqualTo("[OPEN] [PAID]");
            assertThat(state(here.nextEvent())).isEqualTo("[OPEN] [PAID]");

            OrderShop.does(
                    shop.owner.to(node.port()),
                    "orderFulfil(id: \"" + order.id() + "\", input: {}) " + OrderShop.key() + " { %s }");
            assertThat(state(here.nextEvent())).isEqualTo("[COMPLETED] [PAID]");
            assertThat(state(there.nextMessage())).isEqualTo("[COMPLETED] [PAID]");
            assertThat(state(stream.nextEvent())).isEqualTo("[COMPLETED] [PAID]");

            Client signedOut = merchants.signedIn(shop.merchant.slug(), hired());
            try (Socket desk = socket(node.port(), signedOut, order)) {
                assertThat(state(desk.nextMessage())).isEqualTo("[COMPLETED] [PAID]");
                signedOut.data("mutation { signOutEverywhere { ended } }");
                assertThat(ending(desk.nextMessage()))
                        .isEqualTo("{\"code\":\"UNAUTHENTICATED\",\"reason\":\"INVALID\"}");
            }

            try (Socket quiet = client.to(node.port())
                            .with("Origin", "https://abol.example")
                            .socketByHandshake();
                    Socket elsewhere = client.to(node.port())
                            .with("Origin", "https://else.example")
                            .socketByHandshake()) {
                assertThat(quiet.begin(order.guest().headers())).contains("connection_ack");
                assertThat(quiet.next()).isEqualTo("closed 1000");
                assertThat(elsewhere.next()).isEqualTo("refused 403");
            }

            assertThat(ending(expiring.nextMessage()))
                    .isEqualTo("{\"code\":\"UNAUTHENTICATED\",\"reason\":\"EXPIRED\"}");
            assertThat(silent.next()).isEqualTo("closed 1001");

            node.terminate();
            assertThat(there.next()).isEqualTo("closed 1001");
            assertThat(stream.nextEvent().at("/errors/0/extensions").toString())
                    .isEqualTo("{\"code\":\"UNAVAILABLE\",\"reason\":\"SERVER_ENDS\"}");
            assertThat(stream.next()).isIn("", "{}");
            assertThat(node.ended()).isEqualTo(ENDED_BY_SIGTERM);
        }
    }
}
