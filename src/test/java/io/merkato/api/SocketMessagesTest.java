package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.Socket;
import io.merkato.ordering.OrderShop;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a socket's client says wrongly ends its socket with what says so, and none of it fills the log. */
@MerkatoTest
@ExtendWith(OutputCaptureExtension.class)
class SocketMessagesTest {

    private static final String WATCH =
            "subscription ($id: ID!) { productVariantStockChanged(id: $id) { quantityAvailable } }";
    private static final String SUBSCRIBE = "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":";

    private final Client client;
    private final OrderShop shop;
    private final MeterRegistry meters;
    private CapturedOutput log;

    SocketMessagesTest(Client client, Merchants merchants, MeterRegistry meters) {
        this.client = client;
        this.meters = meters;
        this.shop = new OrderShop(merchants, client);
    }

    @BeforeEach
    void listen(CapturedOutput log) {
        this.log = log;
    }

    @AfterEach
    void nothing_is_logged() {
        assertThat(log.getAll()).doesNotContain("\tat ", " ERROR ", " WARN ", "Exception");
    }

    private Socket begun() {
        Socket socket = client.socket();
        assertThat(socket.begin(Map.of("Merkato-Tenant", shop.merchant.slug()))).contains("connection_ack");
        return socket;
    }

    private static String answer(Socket socket, String message) {
        socket.say(message);
        String next = socket.next();
        return next.equals("closed 4400") ? next + " " + socket.why() : next;
    }

    @Test
    void a_message_that_is_none_closes_its_socket() {
        List<String> expected = """
                { | The message is no JSON.
                 | The message is no JSON.
                {"type":"ping"} {"type":"ping"} | The message is no JSON.
                {"type":"ping","type":"pong"} | The message has a name twice in one object.
                [] | The message is no object.
                1 | The message is no object.
                null | The message is no object.
                {} | “type” is none that a client sends.
                {"type":null} | “type” is none that a client sends.
                {"type":5} | “type” is no string.
                {"type":"start"} | “type” is none that a client sends.
                {"type":"next","id":"1","payload":{}} | “type” is none that a client sends.
                {"type":"connection_init","payload":[]} | “payload” is no object.
                {"type":"ping","payload":"x"} | “payload” is no object.
                {"type":"pong","payload":5} | “payload” is no object.
                {"type":"complete"} | “id” is missing.
                {"type":"complete","id":{}} | “id” is no string.
                {"type":"subscribe","payload":{"query":"{ __typename }"}} | “id” is missing.
                {"type":"subscribe","id":"","payload":{"query":"{ __typename }"}} | “id” is missing.
                {"type":"subscribe","id":{},"payload":{"query":"{ __typename }"}} | “id” is no string.
                {"type":"subscribe","id":"1"} | “query” is missing.
                {"type":"subscribe","id":"1","payload":null} | “query” is missing.
                {"type":"subscribe","id":"1","payload":"{ __typename }"} | “payload” is no object.
                {"type":"subscribe","id":"1","payload":{}} | “query” is missing.
                {"type":"subscribe","id":"1","payload":{"query":null}} | “query” is missing.
                {"type":"subscribe","id":"1","payload":{"query":""}} | “query” is missing.
                {"type":"subscribe","id":"1","payload":{"query":" "}} | “query” is missing.
                {"type":"subscribe","id":"1","payload":{"query":5}} | “query” is no string.
                {"type":"subscribe","id":"1","payload":{"query":"{ __typename }","variables":[]}} | “variables” is no object.
                {"type":"subscribe","id":"1","payload":{"query":"{ __typename }","extensions":"x"}} | “extensions” is no object.
                {"type":"subscribe","id":"1","payload":{"extensions":{}}} | “query” is missing.
                {"type":"subscribe","id":"1","payload":{"query":"{ __typename }","operationName":5}} | “operationName” is no string.""".lines().toList();
        var found = new ArrayList<String>();
        for (String line : expected) {
            String message = line.substring(0, line.lastIndexOf(" | "));
            try (Socket socket = begun()) {
                found.add(message + answer(socket, message).replace("closed 4400 ", " | "));
            }
        }
        assertThat(String.join("\n", found)).isEqualTo(String.join("\n", expected));
    }

    @Test
    void so_does_a_first_message_that_is_none() {
        for (String message : List.of("{\"type\":\"connection_init\",\"payload\":[]}", "{", "null", "")) {
            try (Socket socket = client.socket()) {
                assertThat(answer(socket, message)).as(message).startsWith("closed 4400 ");
            }
        }
    }

    @Test
    void members_that_may_be_missing_may_be_null() {
        try (Socket socket = client.in(shop.merchant.slug()).socketByHandshake()) {
            assertThat(answer(socket, "{\"type\":\"connection_init\",\"payload\":null}"))
                    .contains("connection_ack");
            assertThat(answer(socket, "{\"type\":\"ping\",\"payload\":null}")).contains("\"type\":\"pong\"");
            socket.say("{\"type\":\"pong\"}");
            socket.say("{\"type\":\"complete\",\"id\":\"unknown\"}");
            assertThat(
                            answer(
                                    socket,
                                    SUBSCRIBE
                                            + "{\"query\":\"{ __typename }\",\"variables\":null,\"operationName\":null,\"extensions\":null}}"))
                    .contains("{\"data\":{\"__typename\":\"Query\"}");
        }
    }

    @Test
    void a_document_may_be_named_by_its_hash_alone() {
        String document = "{ __typename }";
        String hashed =
                "\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"" + Sha256.hex(document) + "\"}}}}";
        try (Socket socket = begun()) {
            answer(socket, SUBSCRIBE + "{\"query\":\"" + document + "\"," + hashed);
            assertThat(socket.next()).contains("complete");
            for (String named : List.of("{", "{\"query\":null,", "{\"query\":\"\",")) {
                assertThat(answer(socket, SUBSCRIBE + named + hashed)).contains("{\"data\":{\"__typename\":\"Query\"}");
                assertThat(socket.next()).contains("complete");
            }
            assertThat(answer(socket, SUBSCRIBE + "{\"extensions\":{\"persistedQuery\":5}}}"))
                    .contains("\"type\":\"error\"", "BAD_USER_INPUT");
        }
    }

    @Test
    void two_that_run_at_once_have_two_ids() {
        Map<String, String> cup = Map.of("id", shop.variant("CUP", "100", 5));
        for (String id : List.of("1", "1".repeat(200))) {
            try (Socket socket = begun()) {
                assertThat(socket.subscribe(id, WATCH, cup).next()).contains("\"quantityAvailable\":5");
                assertThat(socket.subscribe(id, WATCH, cup).next()).isEqualTo("closed 4409");
                assertThat(socket.why())
                        .isEqualTo(
                                id.length() == 1
                                        ? "Subscriber for 1 already exists"
                                        : "Subscriber for this id already exists");
            }
        }
    }

    @Test
    void who_goes_while_they_are_answered_is_not_written_down() {
        double before = open();
        for (int i = 0; i < 30; i++) {
            try (Socket socket = begun()) {
                for (int j = 0; j < 15; j++) {
                    socket.subscribe("" + j, "{ products(first: 10) { nodes { name } } }", Map.of());
                }
                if (i % 2 == 0) {
                    socket.leave();
                }
            }
        }
        Patience.await().until(() -> open() <= before);
    }

    private double open() {
        return meters.get("merkato.sockets").gauge().value();
    }

    @Test
    void an_id_is_free_again_once_what_ran_by_it_has_ended() {
        Map<String, String> cup = Map.of("id", shop.variant("CUP", "100", 5));
        try (Socket socket = begun()) {
            for (int i = 0; i < 3; i++) {
                assertThat(socket.subscribe("1", WATCH, cup).next()).contains("\"quantityAvailable\":5");
                socket.say("{\"type\":\"complete\",\"id\":\"1\"}");
            }
            for (int i = 0; i < 3; i++) {
                assertThat(socket.subscribe("1", "{ __typename }", Map.of()).next())
                        .contains("Query");
                assertThat(socket.next()).contains("complete");
                assertThat(socket.subscribe("1", "{ nope }", Map.of()).next()).contains("BAD_USER_INPUT");
            }
        }
    }

    @Test
    void a_tenant_that_cannot_be_is_unknown() {
        for (String name : List.of("\\u0000", "abol\\u0000", "Abol", "a_b", "a".repeat(60), "\\ud800")) {
            try (Socket socket = client.socket()) {
                assertThat(answer(
                                socket,
                                "{\"type\":\"connection_init\",\"payload\":{\"Merkato-Tenant\":\"" + name + "\"}}"))
                        .as(name)
                        .isEqualTo("closed 4403");
                assertThat(socket.why()).isEqualTo("NOT_FOUND TENANT_UNKNOWN");
            }
        }
    }

    @Test
    void what_no_header_could_say_is_written_down_all_the_same() {
        Client owner = shop.owner;
        try (Socket socket = client.socket()) {
            assertThat(answer(
                            socket,
                            "{\"type\":\"connection_init\",\"payload\":{\"User-Agent\":\"a\\u0000b\\ud800\",\"Authorization\":\""
                                    + owner.headers().get("Authorization") + "\"}}"))
                    .contains("connection_ack");
            assertThat(socket.subscribe(
                                    "1",
                                    "mutation { brandCreate(input: {name: \"Kiln\"}) { brand { name } userErrors { code } } }",
                                    Map.of())
                            .next())
                    .contains("\"brand\":{\"name\":\"Kiln\"},\"userErrors\":[]");
        }
    }

    @Test
    void a_subscription_that_is_not_valid_is_refused_with_its_code() {
        for (String document : List.of(
                "subscription { orderChanged(id: \"x\") @skip(if: true) { id } }",
                "subscription ($b: Boolean!) { orderChanged(id: \"x\") @skip(if: $b) { id } }",
                "subscription { ...f } fragment f on Subscription { ...f }")) {
            try (Socket socket = begun()) {
                assertThat(socket.subscribe("1", document, Map.of("b", false)).next())
                        .contains("\"type\":\"error\"", "\"code\":\"BAD_USER_INPUT\"");
            }
        }
    }
}
