package io.merkato.ordering;

import static io.merkato.LossyWire.Moment.AFTER_COMMIT;
import static io.merkato.LossyWire.Moment.BEFORE_COMMIT;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.LossyWire;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.OwnProcess;
import io.merkato.TestDatabase;
import io.merkato.api.Uuid7;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A node is killed when PostgreSQL has committed and before anybody was told: another node answers who asks again. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class KilledProcessTest {

    private record Request(Client who, String mutation, String key, LossyWire.Moment moment) {

        static Request of(Client who, String mutation, LossyWire.Moment moment) {
            String key = Uuid7.next().toString();
            return new Request(who, mutation.replace("$KEY", "@idempotent(key: \"" + key + "\")"), key, moment);
        }

        JsonNode answer() {
            JsonNode answer = OrderShop.tries(who, mutation);
            while (answer.at("/userErrors/0/code").asString("").equals("IDEMPOTENCY_IN_PROGRESS")) {
                answer = OrderShop.tries(who, mutation);
            }
            return answer;
        }

        /** The same key for another number. */
        JsonNode ofOtherArguments() {
            return OrderShop.tries(who, mutation.replaceFirst("(: \"?)(\\d)", "$19$2"));
        }
    }

    private final OrderShop shop;

    KilledProcessTest(Merchants merchants, Client client) {
        this.shop = new OrderShop(merchants, client);
    }

    @Test
    void what_was_committed_is_done_once_and_answered_by_another_node_and_what_was_not_is_done_then() throws Exception {
        String depot = shop.does("locationCreate(input: {code: \"depot\", name: \"Depot\"}) { location { id } %s }")
                .at("/location/id")
                .asString();
        String tea = shop.variant("TEA", "10", 8);
        String cup = shop.variant("CUP", "100", 50);
        OrderShop.Placed order = shop.basket(cup, 2).order();
        OrderShop.Basket committed = shop.basket(cup, 1);
        OrderShop.Basket interrupted = shop.basket(cup, 1);
        List<Request> requests = requests(tea, depot, order, committed, interrupted);

        kill(requests);

        assertThat(kept())
                .containsAll(keys(requests, AFTER_COMMIT))
                .doesNotContainAnyElementsOf(keys(requests, BEFORE_COMMIT));
        for (Request request : requests) {
            Set<JsonNode> answers = fiveTimes(request);
            answers.add(request.answer());
            assertThat(answers).as(request.mutation()).hasSize(1);
            assertThat(answers.iterator().next().get("userErrors")).isEmpty();
            assertThat(OrderShop.refusals(request.ofOtherArguments()))
                    .as(request.mutation())
                    .containsExactly("IDEMPOTENCY_KEY_REUSED ");
        }
        assertThat(stock(tea)).containsExactlyInAnyOrder("shop 11", "depot 6");
        assertThat(order.read("payments { kind amount { amount } } lines { fulfilledQuantity returnedQuantity }")
                        .toString())
                .isEqualTo(
                        "{\"payments\":[{\"kind\":\"PAYMENT\",\"amount\":{\"amount\":\"150.00\"}},{\"kind\":\"REFUND\",\"amount\":{\"amount\":\"50.00\"}}],"
                                + "\"lines\":[{\"fulfilledQuantity\":2,\"returnedQuantity\":1}]}");
        assertThat(shop.owner
                        .data("{ orders(first: 9) { nodes { number } } }")
                        .at("/orders/nodes")
                        .valueStream()
                        .map(each -> each.get("number").asString()))
                .containsExactly("1003", "1002", "1001");
        assertThat(shop.stock(cup)).isEqualTo("49 on hand, 2 reserved");
    }

    private static List<String> keys(List<Request> requests, LossyWire.Moment moment) {
        return requests.stream()
                .filter(request -> request.moment() == moment)
                .map(Request::key)
                .toList();
    }

    /** The keys of the tenant that something was done for. */
    private List<String> kept() throws SQLException {
        var kept = new ArrayList<String>();
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement keys =
                        superuser.prepareStatement("select key from tenancy.idempotency_key where tenant_id = ?")) {
            keys.setObject(1, shop.tenant.id().value());
            try (ResultSet rows = keys.executeQuery()) {
                while (rows.next()) {
                    kept.add(rows.getString(1));
                }
            }
        }
        return kept;
    }

    private List<Request> requests(
            String tea,
            String depot,
            OrderShop.Placed order,
            OrderShop.Basket committed,
            OrderShop.Basket interrupted) {
        String line = order.lines().getFirst();
        var requests = new ArrayList<Request>();
        for (String mutation : List.of(
                "stockAdjust(input: {reason: RECEIVED, lines: [{change: 5, variantId: \"%s\"}], locationId: \"%s\"}) $KEY { adjustment { id }"
                        .formatted(tea, shop.location),
                "stockCount(input: {lines: [{counted: 4, expected: 0, variantId: \"%s\"}], locationId: \"%s\"}) $KEY { adjustment { id }"
                        .formatted(tea, depot),
                "stockTransfer(input: {lines: [{quantity: 2, variantId: \"%s\"}], fromLocationId: \"%s\", toLocationId: \"%s\"}) $KEY { adjustment { id }"
                        .formatted(tea, shop.location, depot),
                "orderPaymentRecord(input: {amount: {amount: \"150\", currency: \"ETB\"}, method: CASH}, id: \"%s\") $KEY { payment { id }"
                        .formatted(order.id()),
                "orderRefundRecord(input: {amount: {amount: \"50\", currency: \"ETB\"}, method: CASH}, id: \"%s\") $KEY { payment { id }"
                        .formatted(order.id()),
                "orderFulfil(input: {lines: [{quantity: 2, lineId: \"%s\"}]}, id: \"%s\") $KEY { fulfilment { id }"
                        .formatted(line, order.id()),
                "orderReturnCreate(input: {lines: [{quantity: 1, lineId: \"%s\"}]}, id: \"%s\") $KEY { orderReturn { id }"
                        .formatted(line, order.id()))) {
            requests.add(Request.of(shop.owner, mutation + " %s }", AFTER_COMMIT));
        }
        requests.add(Request.of(committed.guest(), committed.place("150.00", "ETB", "$KEY"), AFTER_COMMIT));
        requests.add(Request.of(interrupted.guest(), interrupted.place("150.00", "ETB", "$KEY"), BEFORE_COMMIT));
        return requests;
    }

    /** Sends each to a node that is killed when all wait for PostgreSQL's answer. */
    private static void kill(List<Request> requests) throws Exception {
        try (var wire = new LossyWire();
                var node = OwnProcess.start(
                        List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"), TestDatabase.settingsOfNode(wire.port()));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = new ArrayList<Future<JsonNode>>();
            for (Request request : requests) {
                wire.loses(request.key(), request.moment());
                Future<JsonNode> answer =
                        threads.submit(() -> OrderShop.tries(request.who().to(node.port()), request.mutation()));
                waiting.add(answer);
                await().atMost(ofSeconds(60)).until(() -> wire.hasLost(request.key()) || answer.isDone());
                assertThat(answer).as(request.mutation()).isNotDone();
            }

            node.kill();

            for (Future<JsonNode> each : waiting) {
                await().atMost(ofSeconds(60)).until(each::isDone);
                assertThat(each.exceptionNow()).hasCauseInstanceOf(IOException.class);
            }
        }
    }

    private static Set<JsonNode> fiveTimes(Request request) throws Exception {
        var answers = new LinkedHashSet<JsonNode>();
        try (var threads = Executors.newFixedThreadPool(5)) {
            Callable<JsonNode> ask = request::answer;
            for (Future<JsonNode> each : threads.invokeAll(Collections.nCopies(5, ask))) {
                answers.add(each.get());
            }
        }
        return answers;
    }

    private List<String> stock(String variant) {
        return shop.owner
                .data(
                        "query ($variant: ID!) { stockLevels(first: 9, where: {variant: {eq: $variant}}) { nodes { location { code } onHand } } }",
                        Map.of("variant", variant))
                .at("/stockLevels/nodes")
                .valueStream()
                .map(level -> level.at("/location/code").asString() + " " + level.get("onHand"))
                .toList();
    }
}
