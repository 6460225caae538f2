package io.merkato;

import static io.merkato.LossyWire.Moment.AFTER_COMMIT;
import static io.merkato.LossyWire.Moment.BEFORE_COMMIT;
import static io.merkato.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLFieldDefinition;
import io.merkato.api.Uuid7;
import io.merkato.channel.Marketplace;
import io.merkato.channel.Till;
import io.merkato.ordering.OrderShop;
import io.merkato.payment.KilledPayments;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;

/** A node is killed when PostgreSQL has committed and before anybody was told: another node answers who asks again. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class KilledProcessTest {

    /** @param key an idempotency key, or what a till or a marketplace calls what is theirs */
    private record Request(Client who, String mutation, String key, LossyWire.Moment moment) {

        static Request of(Client who, String mutation, LossyWire.Moment moment) {
            String key = Uuid7.next().toString();
            return new Request(
                    who,
                    mutation.replace("$KEY", "@idempotent(key: \"" + key + "\")")
                            .replace("$NAME", "\"" + key + "\""),
                    key,
                    moment);
        }

        boolean isRetriable() {
            return mutation.contains("@idempotent");
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
    private final Till till;
    private final Marketplace market;
    private final GraphQlSource source;

    private final Merchants merchants;
    private final Client client;
    private final ApplicationContext beans;

    KilledProcessTest(Merchants merchants, Client client, GraphQlSource source, ApplicationContext beans) {
        this.merchants = merchants;
        this.client = client;
        this.beans = beans;
        this.source = source;
        this.shop = new OrderShop(merchants, client);
        this.till = new Till(shop);
        this.market = new Marketplace(shop);
    }

    @Test
    void what_was_committed_is_done_once_and_answered_by_another_node_and_what_was_not_is_done_then() throws Exception {
        String depot = shop.does("locationCreate(input: {code: \"depot\", name: \"Depot\"}) { location { id } %s }")
                .at("/location/id")
                .asString();
        String register = shop.does("posRegisterCreate(input: {storeId: \"" + till.store + "\", locationId: \"" + depot
                        + "\", code: \"back\", name: \"Back\"}) { register { id } %s }")
                .at("/register/id")
                .asString();
        String tea = shop.variant("TEA", "10", 8);
        String cup = shop.variant("CUP", "100", 50);
        OrderShop.Placed order = shop.basket(cup, 2).order();
        OrderShop.Placed edited = shop.basket(cup, 3).order();
        OrderShop.Placed cancelled = shop.basket(cup, 1).order();
        OrderShop.Placed credited = shop.basket(cup, 1).order();
        String sold =
                till.syncs(List.of(till.sale(cup, 1))).at("/results/0/orderId").asString();
        OrderShop.Basket committed = shop.basket(cup, 1);
        OrderShop.Basket interrupted = shop.basket(cup, 1);
        String points = points(edited);
        var requests = new ArrayList<Request>();
        for (String mutation : Stream.of(
                        ofStock(tea, depot),
                        ofOrders(order, edited, cancelled),
                        ofPoints(edited, points),
                        ofStoreCredit(credited),
                        ofTills(register, sold, cup),
                        ofMarketplaces())
                .flatMap(List::stream)
                .toList()) {
            requests.add(Request.of(shop.owner, mutation + " %s }", AFTER_COMMIT));
        }
        requests.add(Request.of(committed.guest(), committed.place("150.00", "ETB", "$KEY"), AFTER_COMMIT));
        requests.add(Request.of(interrupted.guest(), interrupted.place("150.00", "ETB", "$KEY"), BEFORE_COMMIT));

        var payments = new KilledPayments(merchants, client, beans);
        payments.decided().forEach(mutation -> requests.add(Request.of(payments.clerk(), mutation, AFTER_COMMIT)));
        leaveNoneOut(requests, payments);
        kill(requests, payments);

        assertThat(kept())
                .containsAll(keys(requests, AFTER_COMMIT))
                .doesNotContainAnyElementsOf(keys(requests, BEFORE_COMMIT));
        for (Request request : requests) {
            var answers = new LinkedHashSet<>(AtOnce.all(5, i -> request.answer()));
            answers.add(request.answer());
            assertThat(answers).as(request.mutation()).hasSize(1);
            assertThat(answers.iterator().next().findValues("userErrors"))
                    .as(request.mutation())
                    .allMatch(JsonNode::isEmpty);
            assertThat(request.ofOtherArguments().findValuesAsString("code"))
                    .as(request.mutation())
                    .containsExactly(request.isRetriable() ? "IDEMPOTENCY_KEY_REUSED" : "CONFLICT");
        }
        assertThat(stock(tea)).containsExactlyInAnyOrder("shop 11", "depot 6");
        assertThat(order.read("payments { kind amount { amount } } lines { fulfilledQuantity returnedQuantity }")
                        .toString())
                .isEqualTo(
                        "{\"payments\":[{\"kind\":\"PAYMENT\",\"amount\":{\"amount\":\"150.00\"}},{\"kind\":\"REFUND\",\"amount\":{\"amount\":\"50.00\"}}],"
                                + "\"lines\":[{\"fulfilledQuantity\":2,\"returnedQuantity\":1}]}");
        assertThat(edited.read("version lines { quantity } revisions { difference { amount } }")
                        .toString())
                .isEqualTo(
                        "{\"version\":3,\"lines\":[{\"quantity\":1}],\"revisions\":[{\"difference\":{\"amount\":\"-200.00\"}}]}");
        assertThat(edited.guest()
                        .data("{ loyaltyAccount(id: \"" + points + "\") { available } }")
                        .at("/loyaltyAccount/available")
                        .asString())
                .isEqualTo("900");
        assertThat(credited.read("paid { amount } refunded { amount } customer { storeCredit { balance { amount } } }")
                        .toString())
                .isEqualTo(
                        "{\"paid\":{\"amount\":\"30.00\"},\"refunded\":{\"amount\":\"25.00\"},\"customer\":{\"storeCredit\":[{\"balance\":{\"amount\":\"80.00\"}}]}}");
        assertThat(cancelled.read("version status").toString()).isEqualTo("{\"version\":3,\"status\":\"CANCELLED\"}");
        assertThat(sessions())
                .isEqualTo(
                        "[{\"code\":\"back\",\"sessions\":{\"nodes\":[{\"expectedCash\":{\"amount\":\"100.00\"},\"difference\":null,\"cashMovements\":{\"nodes\":[]}}]}},"
                                + "{\"code\":\"front\",\"sessions\":{\"nodes\":[{\"expectedCash\":{\"amount\":\"690.00\"},\"difference\":{\"amount\":\"10.00\"},\"cashMovements\":{\"nodes\":["
                                + "{\"kind\":\"SALE\"},{\"kind\":\"SALE\"},{\"kind\":\"PAY_IN\"},{\"kind\":\"REFUND\"}]}}]}}]");
        assertThat(shop.owner
                        .data("{ orders(first: 10) { nodes { number } } }")
                        .at("/orders/nodes")
                        .valueStream()
                        .map(each -> each.get("number").asString()))
                .containsExactlyInAnyOrder("1009", "1008", "1007", "1006", "1005", "1004", "1003", "1002", "1001");
        assertThat(shop.stock(cup)).isEqualTo("47 on hand, 5 reserved");
        payments.are_done_once();
    }

    /** Payments apart, whose provider is asked between two transactions. */
    private void leaveNoneOut(List<Request> requests, KilledPayments payments) {
        assertThat(Stream.concat(
                        payments.mutations().stream(),
                        requests.stream()
                                .filter(Request::isRetriable)
                                .map(request -> request.mutation()
                                        .substring(0, request.mutation().indexOf('(')))))
                .containsAll(Objects.requireNonNull(source.schema().getMutationType()).getFieldDefinitions().stream()
                        .filter(SampleCall::isRetriable)
                        .map(GraphQLFieldDefinition::getName)
                        .toList());
    }

    private static List<String> keys(List<Request> requests, LossyWire.Moment moment) {
        return requests.stream()
                .filter(request -> request.moment() == moment && request.isRetriable())
                .map(Request::key)
                .toList();
    }

    /** The keys that something was done for. */
    private List<String> kept() throws SQLException {
        var kept = new ArrayList<String>();
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement keys = superuser.prepareStatement("select key from tenancy.idempotency_key")) {
            try (ResultSet rows = keys.executeQuery()) {
                while (rows.next()) {
                    kept.add(rows.getString(1));
                }
            }
        }
        return kept;
    }

    private List<String> ofStock(String tea, String depot) {
        return List.of(
                "stockAdjust(input: {reason: RECEIVED, lines: [{change: 5, variantId: \"%s\"}], locationId: \"%s\"}) $KEY { adjustment { id }"
                        .formatted(tea, shop.location),
                "stockCount(input: {lines: [{counted: 4, expected: 0, variantId: \"%s\"}], locationId: \"%s\"}) $KEY { adjustment { id }"
                        .formatted(tea, depot),
                "stockTransfer(input: {lines: [{quantity: 2, variantId: \"%s\"}], fromLocationId: \"%s\", toLocationId: \"%s\"}) $KEY { adjustment { id }"
                        .formatted(tea, shop.location, depot));
    }

    private static List<String> ofOrders(OrderShop.Placed order, OrderShop.Placed edited, OrderShop.Placed cancelled) {
        String line = order.lines().getFirst();
        return List.of(
                "orderPaymentRecord(input: {amount: {amount: \"150\", currency: \"ETB\"}, method: CASH}, id: \"%s\") $KEY { payment { id }"
                        .formatted(order.id()),
                "orderRefundRecord(input: {amount: {amount: \"50\", currency: \"ETB\"}, method: CASH}, id: \"%s\") $KEY { payment { id }"
                        .formatted(order.id()),
                "orderFulfil(input: {lines: [{quantity: 2, lineId: \"%s\"}]}, id: \"%s\") $KEY { fulfilment { id }"
                        .formatted(line, order.id()),
                "orderReturnCreate(input: {lines: [{quantity: 1, lineId: \"%s\"}]}, id: \"%s\") $KEY { orderReturn { id }"
                        .formatted(line, order.id()),
                "orderEdit(ifVersion: 1, input: {lines: [{quantity: 1, lineId: \"%s\"}]}, id: \"%s\") $KEY { revision { difference { amount } } order { version }"
                        .formatted(edited.lines().getFirst(), edited.id()),
                "orderCancel(ifVersion: 1, id: \"%s\") $KEY { order { status version }".formatted(cancelled.id()));
    }

    /** An account of who placed the order, with a thousand points. */
    private String points(OrderShop.Placed order) {
        String programme = shop.does(
                        "loyaltyProgrammeCreate(input: {name: \"Buna\", rates: [{earnPoints: 1, earnAmount: {amount: \"1\", currency: \"ETB\"}, redeemPoints: 1, redeemAmount: {amount: \"0.01\", currency: \"ETB\"}}]}) { programme { id } %s }")
                .at("/programme/id")
                .asString();
        return shop.does("loyaltyPointsAdjust(input: {points: 1000, reason: \"Welcome\", programmeId: \"" + programme
                        + "\", customerId: \"" + customer(order) + "\"}) " + OrderShop.key()
                        + " { movement { account { id } } %s }")
                .at("/movement/account/id")
                .asString();
    }

    private static String customer(OrderShop.Placed order) {
        return order.guest()
                .data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
    }

    private List<String> ofPoints(OrderShop.Placed order, String points) {
        String programme = shop.owner
                .data("{ loyaltyAccount(id: \"" + points + "\") { programme { id } } }")
                .at("/loyaltyAccount/programme/id")
                .asString();
        return List.of(
                "loyaltyPointsAdjust(input: {points: 100, reason: \"Late parcel\", programmeId: \"%s\", customerId: \"%s\"}) $KEY { movement { id }"
                        .formatted(programme, customer(order)),
                "loyaltyPointsRedeem(input: {points: 100, orderId: \"%s\"}) $KEY { movement { id }"
                        .formatted(order.id()),
                "loyaltyPointsConvert(input: {points: 100, currency: \"ETB\", accountId: \"%s\"}) $KEY { movement { id }"
                        .formatted(points));
    }

    private List<String> ofStoreCredit(OrderShop.Placed order) {
        String code = shop.does("giftCardsIssue(input: {cards: [{amount: {amount: \"100\", currency: \"ETB\"}}]}) "
                        + OrderShop.key() + " { issued { code } %s }")
                .at("/issued/0/code")
                .asString();
        return List.of(
                "storeCreditAdjust(input: {change: {amount: \"50\", currency: \"ETB\"}, reason: \"Late parcel\", customerId: \"%s\"}) $KEY { storeCredit { currency }"
                        .formatted(customer(order)),
                "orderStoreCreditRedeem(input: {amount: {amount: \"20\", currency: \"ETB\"}, orderId: \"%s\"}) $KEY { payment { id }"
                        .formatted(order.id()),
                "giftCardsIssue(input: {cards: [{amount: {amount: \"20\", currency: \"ETB\"}}]}) $KEY { issued { code }",
                "orderGiftCardRedeem(input: {amount: {amount: \"10\", currency: \"ETB\"}, orderId: \"%s\", code: \"%s\"}) $KEY { payment { id }"
                        .formatted(order.id(), code),
                "giftCardRedeem(input: {amount: {amount: \"30\", currency: \"ETB\"}, code: \"%s\", customerId: \"%s\"}) $KEY { amount { amount }"
                        .formatted(code, customer(order)),
                "orderRefundCreate(input: {amount: {amount: \"25\", currency: \"ETB\"}, to: ORIGINAL, orderId: \"%s\"}) $KEY { refund { id returned { amount } }"
                        .formatted(order.id()));
    }

    /** One after another at the same till, as it sells. */
    private List<String> ofTills(String register, String sold, String variant) {
        return List.of(
                "posSessionOpen(input: {openingFloat: {amount: \"100\", currency: \"ETB\"}, registerId: \"%s\"}) $KEY { session { id }"
                        .formatted(register),
                "posCashMove(input: {amount: {amount: \"20\", currency: \"ETB\"}, direction: IN, reason: \"Change\"}, sessionId: \"%s\") $KEY { cashMovement { id }"
                        .formatted(till.session),
                ("posOrdersSync(input: {sales: [{note: \"1 cup\", reference: $NAME, soldAt: \"%s\", lines: [{variantId: \"%s\", quantity: 1, unitPrice: \"115\"}],"
                                + " payments: [{method: CASH, amount: \"115\"}]}], sessionId: \"%s\"}) { results { outcome orderId userErrors { code } }")
                        .formatted(till.openedAt, variant, till.session),
                "posCashRefund(input: {amount: {amount: \"60\", currency: \"ETB\"}, orderId: \"%s\"}, sessionId: \"%s\") $KEY { cashMovement { id }"
                        .formatted(sold, till.session),
                "posSessionClose(input: {countedCash: {amount: \"700\", currency: \"ETB\"}}, id: \"%s\") $KEY { session { difference { amount } }"
                        .formatted(till.session));
    }

    private List<String> ofMarketplaces() {
        return List.of(
                ("externalOrdersImport(input: {orders: [{number: \"7\", externalId: $NAME, placedAt: \"2026-05-01T09:30:00Z\", currency: \"ETB\", total: \"100\","
                                + " lines: [{sku: \"CUP\", quantity: 1, unitPrice: \"100\"}]}], sourceId: \"%s\"}) { results { outcome orderId userErrors { code } }")
                        .formatted(market.source));
    }

    /** Sends each to a node that is killed when all wait for PostgreSQL's answer. */
    private static void kill(List<Request> requests, KilledPayments payments) throws Exception {
        try (var wire = new LossyWire();
                var node = OwnProcess.start(OwnProcess.SMALL, patient(wire.port()));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = new ArrayList<Future<JsonNode>>();
            for (Request request : requests) {
                wire.loses(request.key(), request.moment());
                Future<JsonNode> answer =
                        threads.submit(() -> OrderShop.tries(request.who().to(node.port()), request.mutation()));
                waiting.add(answer);
                await().until(() -> wire.hasLost(request.key()) || answer.isDone());
                assertThat(answer).as(request.mutation()).isNotDone();
            }

            try (var standing = payments.begin(wire, node.port(), threads, waiting)) {
                node.kill();
            }

            for (Future<JsonNode> each : waiting) {
                await().until(each::isDone);
                assertThat(each.exceptionNow()).hasCauseInstanceOf(IOException.class);
            }
        }
    }

    /** A node that waits for PostgreSQL as long as it stands still, by as many connections as there are requests. */
    private static String[] patient(int port) {
        return Stream.concat(
                        Stream.of(TestDatabase.settingsOfNode(port))
                                .map(setting -> setting.contains("jdbc:")
                                        ? setting + (setting.contains("?") ? "&" : "?")
                                                + "socketTimeout=0&options=-c%20statement_timeout%3D5min"
                                        : setting),
                        Stream.of("--spring.datasource.hikari.maximum-pool-size=60"))
                .toArray(String[]::new);
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

    private String sessions() {
        return shop.owner
                .data(
                        "{ posRegisters(first: 9) { nodes { code sessions(first: 9) { nodes { expectedCash { amount } difference { amount } cashMovements(first: 9) { nodes { kind } } } } } } }")
                .at("/posRegisters/nodes")
                .toString();
    }
}
