package io.merkato.ordering;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.EventStream;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Socket;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.Uuid7;
import io.merkato.identity.BuiltInRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Watching an order, over a WebSocket and an event stream: who may, what they hear, and until when. */
@MerkatoTest
class OrderChangedTest {

    private static final String CHANGED =
            "subscription ($id: ID!) { orderChanged(id: $id) { status paymentStatus fulfilmentStatus } }";

    private final Merchants merchants;
    private final Client client;
    private final Statements statements;
    private final OrderShop shop;
    private final OrderShop.Placed order;

    OrderChangedTest(Merchants merchants, Client client, Statements statements) {
        this.merchants = merchants;
        this.client = client;
        this.statements = statements;
        this.shop = new OrderShop(merchants, client);
        this.order = shop.basket(shop.variant("CUP", "100", 9), 2).order();
    }

    private Socket watch(Client as, String id) {
        Socket socket = client.socket();
        assertThat(socket.begin(as.headers())).contains("connection_ack");
        return socket.subscribe("1", CHANGED, Map.of("id", id));
    }

    private static String state(JsonNode message) {
        return String.join(
                " ",
                message.findValuesAsString("status").toString(),
                message.findValuesAsString("paymentStatus").toString(),
                message.findValuesAsString("fulfilmentStatus").toString());
    }

    private static String ending(JsonNode message) {
        assertThat(message.get("type").asString()).as(message.toString()).isEqualTo("error");
        return message.at("/payload/0/extensions").toString();
    }

    @Test
    void a_guest_and_the_desk_see_an_order_as_it_is_then_paid_then_sent() {
        try (Socket guest = watch(order.guest(), order.id());
                EventStream desk = shop.owner.watch(CHANGED, Map.of("id", order.id()))) {
            assertThat(state(guest.nextMessage())).isEqualTo("[OPEN] [PENDING] [UNFULFILLED]");
            assertThat(state(desk.nextEvent())).isEqualTo("[OPEN] [PENDING] [UNFULFILLED]");
            assertThat(order.pays("250").get("userErrors")).isEmpty();
            assertThat(state(guest.nextMessage())).isEqualTo("[OPEN] [PAID] [UNFULFILLED]");
            assertThat(state(desk.nextEvent())).isEqualTo("[OPEN] [PAID] [UNFULFILLED]");
            assertThat(order.sends(Map.of()).get("userErrors")).isEmpty();
            assertThat(state(guest.nextMessage())).isEqualTo("[COMPLETED] [PAID] [FULFILLED]");
            assertThat(state(desk.nextEvent())).isEqualTo("[COMPLETED] [PAID] [FULFILLED]");
        }
    }

    @Test
    void what_is_asked_of_a_parcel_is_heard_when_it_is_said() {
        String parcels = "subscription ($id: ID!) { orderChanged(id: $id) { fulfilments { trackingNumber } } }";
        String parcel = order.sends(Map.of()).at("/fulfilment/id").asString();
        try (EventStream guest = order.guest().watch(parcels, Map.of("id", order.id()))) {
            assertThat(guest.nextEvent().at("/data/orderChanged/fulfilments").toString())
                    .isEqualTo("[{\"trackingNumber\":null}]");
            shop.does("fulfilmentUpdate(id: \"" + parcel
                    + "\", input: {trackingNumber: \"ET123\"}) { fulfilment { id } %s }");
            assertThat(guest.nextEvent().at("/data/orderChanged/fulfilments").toString())
                    .isEqualTo("[{\"trackingNumber\":\"ET123\"}]");
        }
    }

    @Test
    void another_guests_order_and_another_tenants_are_orders_that_never_were() {
        Client stranger = shop.basket(shop.variant("POT", "10", 9), 1).guest();
        Client elsewhere = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        String never = new Order.Id(Uuid7.next()).text();
        for (Client each : List.of(stranger, elsewhere)) {
            for (String id : List.of(order.id(), never)) {
                try (Socket socket = watch(each, id);
                        EventStream stream = each.watch(CHANGED, Map.of("id", id))) {
                    assertThat(ending(socket.nextMessage())).isEqualTo("{\"code\":\"NOT_FOUND\"}");
                    assertThat(stream.next())
                            .isEqualTo(
                                    "{\"errors\":[{\"message\":\"There is nothing with this id.\",\"extensions\":{\"code\":\"NOT_FOUND\"}}]}");
                    assertThat(stream.next()).isIn("", "{}");
                    assertThat(stream.next()).isEqualTo("ended");
                }
            }
        }
    }

    @Test
    void who_is_nobody_or_may_not_is_told_so() {
        try (Socket visitor = watch(shop.visitor, order.id());
                Socket catalogue = watch(merchants.staff(shop.merchant, BuiltInRole.CATALOGUE), order.id())) {
            assertThat(ending(visitor.nextMessage())).isEqualTo("{\"code\":\"UNAUTHENTICATED\"}");
            assertThat(ending(catalogue.nextMessage())).isEqualTo("{\"code\":\"NOT_FOUND\"}");
        }
    }

    @Test
    void a_guest_who_signs_in_and_takes_the_order_along_watches_it_as_themselves() {
        Client customer = merchants.shopper(shop.merchant);
        try (Socket socket = watch(order.guest(), order.id())) {
            assertThat(state(socket.nextMessage())).isEqualTo("[OPEN] [PENDING] [UNFULFILLED]");
            customer.with(
                            "Merkato-Guest",
                            requireNonNull(order.guest().headers().get("Merkato-Guest")))
                    .data("mutation { guestClaim { userErrors { code } } }");
            assertThat(ending(socket.nextMessage()))
                    .isEqualTo("{\"code\":\"UNAUTHENTICATED\",\"reason\":\"GUEST_GONE\"}");
        }
        try (Socket socket = watch(customer, order.id())) {
            assertThat(state(socket.nextMessage())).isEqualTo("[OPEN] [PENDING] [UNFULFILLED]");
        }
    }

    @Test
    void a_guest_whose_token_is_over_hears_no_more() throws SQLException {
        try (EventStream stream = order.guest().watch(CHANGED, Map.of("id", order.id()))) {
            assertThat(state(stream.nextEvent())).isEqualTo("[OPEN] [PENDING] [UNFULFILLED]");
            try (Connection superuser = TestDatabase.superuser()) {
                superuser
                        .createStatement()
                        .execute("update customer.guest_token set expires_at = now() where tenant_id = '"
                                + shop.tenant.id().value() + "'");
            }
            order.pays("250");
            assertThat(stream.nextEvent().at("/errors/0/extensions").toString())
                    .isEqualTo("{\"code\":\"UNAUTHENTICATED\",\"reason\":\"GUEST_GONE\"}");
            assertThat(stream.next()).isIn("", "{}");
        }
    }

    @Test
    void who_signs_out_everywhere_hears_no_more() {
        String email = merchants.hire(shop.merchant, BuiltInRole.OWNER);
        Client second = merchants.signedIn(shop.merchant.slug(), email);
        try (EventStream stream = second.watch(CHANGED, Map.of("id", order.id()))) {
            assertThat(state(stream.nextEvent())).isEqualTo("[OPEN] [PENDING] [UNFULFILLED]");
            second.data("mutation { signOutEverywhere { ended } }");
            order.pays("250");
            assertThat(stream.nextEvent().at("/errors/0/extensions").toString())
                    .isEqualTo("{\"code\":\"UNAUTHENTICATED\",\"reason\":\"INVALID\"}");
        }
    }

    /** However many watch, they are looked at together; who watches asks who they are, and reads the order. */
    @Test
    void at_an_event_each_guest_is_looked_up_once_and_the_order_is_read_once_for_each() {
        try (EventStream first = order.guest().watch(CHANGED, Map.of("id", order.id()));
                EventStream second = order.guest().watch(CHANGED, Map.of("id", order.id()))) {
            first.nextEvent();
            second.nextEvent();
            var after = new AtomicReference<String>();
            List<String> sent = statements.ofEvents(() -> {
                order.pays("250");
                after.set(state(first.nextEvent()) + state(second.nextEvent()));
            });
            assertThat(after.get()).isEqualTo("[OPEN] [PAID] [UNFULFILLED]".repeat(2));
            assertThat(sent.stream().filter(sql -> sql.contains("\"guest_token\"")))
                    .hasSize(2);
            assertThat(sent.stream().filter(sql -> sql.contains("from \"ordering\".\"order\"")))
                    .hasSize(2);
            assertThat(sent.stream().filter(sql -> sql.contains("\"fulfilment\"") || sql.contains("\"order_line\"")))
                    .isEmpty();
            assertThat(sent)
                    .anyMatch(sql ->
                            sql.endsWith("from \"ordering\".\"order_marks\"(cast(? as uuid[]), cast(? as uuid[]))"));
        }
    }
}
