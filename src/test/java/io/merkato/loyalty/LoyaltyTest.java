package io.merkato.loyalty;

import static io.merkato.ordering.OrderShop.key;
import static io.merkato.ordering.OrderShop.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.ordering.OrderShop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Points as customers and staff see them: 10 for each birr, a hundred of them worth one birr. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class LoyaltyTest {

    private final OrderShop shop;
    private final Merchants merchants;
    private final String programme;

    LoyaltyTest(Merchants merchants, Client client) {
        this.merchants = merchants;
        this.shop = new OrderShop(merchants, client);
        this.programme = shop.does("""
                        loyaltyProgrammeCreate(input: {name: "Buna", minimumPoints: 50,
                          rates: [{earnPoints: 10, earnAmount: {amount: "1", currency: "ETB"}, redeemPoints: 100, redeemAmount: {amount: "1", currency: "ETB"}}]})
                        { programme { id } %s }""").at("/programme/id").asString();
    }

    private OrderShop.Placed order(String variant, int pieces) {
        return shop.basket(variant, pieces).order();
    }

    private JsonNode record(OrderShop.Placed order, String mutation, String amount, String method) {
        return shop.does(mutation + "(id: \"" + order.id() + "\", input: {amount: {amount: \"" + amount
                + "\", currency: \"ETB\"}, method: " + method + "}) " + key() + " { payment { id } %s }");
    }

    private static JsonNode account(Client who) {
        return who.data(
                        "{ viewer { customer { id loyaltyAccounts { id available pending owed history(first: 20) { nodes { kind available pending owed amount { amount } } } } } } }")
                .at("/viewer/customer/loyaltyAccounts/0");
    }

    private static String points(Client who) {
        JsonNode account = account(who);
        return account.path("available").asString("none") + " "
                + account.path("pending").asString("none") + " "
                + account.path("owed").asString("none");
    }

    private static String redeem(String order, long points, String key) {
        return "loyaltyPointsRedeem(input: {orderId: \"" + order + "\", points: \"" + points + "\"}) " + key
                + " { movement { kind available amount { amount } order { balance { amount } } } %s }";
    }

    private void give(Client who, long points) {
        shop.does(adjust(who, points));
    }

    private String adjust(Client who, long points) {
        String customer = who.data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
        return "loyaltyPointsAdjust(input: {programmeId: \"" + programme + "\", customerId: \"" + customer
                + "\", points: \"" + points + "\", reason: \"Welcome\"}) " + key() + " { movement { id } %s }";
    }

    @Test
    void an_order_earns_when_it_is_paid_and_what_goes_back_takes_its_share_to_the_last_point() {
        String cup = shop.variant("CUP", "30.33", 9);
        OrderShop.Placed order = order(cup, 1);
        String total = "80.33"; // with 50.00 for delivery
        record(order, "orderPaymentRecord", "40", "CASH");
        assertThat(points(order.guest())).isEqualTo("none none none");
        record(order, "orderPaymentRecord", "40.33", "CASH");
        assertThat(points(order.guest())).isEqualTo("803 0 0");

        record(order, "orderRefundRecord", "26.78", "CASH");
        assertThat(points(order.guest())).isEqualTo("535 0 0");
        record(order, "orderRefundRecord", "26.78", "CASH");
        assertThat(points(order.guest())).isEqualTo("267 0 0");
        record(order, "orderRefundRecord", "26.77", "CASH");
        assertThat(points(order.guest())).isEqualTo("0 0 0");
        assertThat(order.guest()
                        .data("{ order(id: \"" + order.id() + "\") { totals { total { amount } } } }")
                        .at("/order/totals/total/amount")
                        .asString())
                .isEqualTo(total);
    }

    @Test
    void what_was_spent_before_it_is_taken_back_is_owed_and_taken_of_the_next() {
        String cup = shop.variant("BOWL", "100", 9);
        OrderShop.Placed first = order(cup, 1);
        record(first, "orderPaymentRecord", "150", "CASH");
        assertThat(points(first.guest())).isEqualTo("1500 0 0");
        String account = account(first.guest()).get("id").asString();
        OrderShop.does(
                first.guest(),
                "loyaltyPointsConvert(input: {accountId: \"" + account + "\", points: 1000, currency: \"ETB\"}) "
                        + key() + " { movement { kind amount { amount } } %s }");

        record(first, "orderRefundRecord", "150", "CASH");
        assertThat(points(first.guest())).isEqualTo("0 0 1000");
        give(first.guest(), 1200);
        assertThat(points(first.guest())).isEqualTo("200 0 0");
        assertThat(account(first.guest()).at("/history/nodes").toString())
                .isEqualTo(
                        "[{\"kind\":\"REPAID\",\"available\":\"-1000\",\"pending\":\"0\",\"owed\":\"-1000\",\"amount\":null},"
                                + "{\"kind\":\"ADJUSTED\",\"available\":\"1200\",\"pending\":\"0\",\"owed\":\"0\",\"amount\":null},"
                                + "{\"kind\":\"REVERSED\",\"available\":\"-500\",\"pending\":\"0\",\"owed\":\"1000\",\"amount\":null},"
                                + "{\"kind\":\"CONVERTED\",\"available\":\"-1000\",\"pending\":\"0\",\"owed\":\"0\",\"amount\":{\"amount\":\"10.00\"}},"
                                + "{\"kind\":\"MATURED\",\"available\":\"1500\",\"pending\":\"-1500\",\"owed\":\"0\",\"amount\":null},"
                                + "{\"kind\":\"EARNED\",\"available\":\"0\",\"pending\":\"1500\",\"owed\":\"0\",\"amount\":null}]");
    }

    @Test
    void points_pay_for_an_order_and_come_back_as_points_when_it_is_cancelled() {
        OrderShop.Placed order = order(shop.variant("POT", "100", 9), 1);
        give(order.guest(), 3000);
        JsonNode paid = OrderShop.does(order.guest(), redeem(order.id(), 2550, key()));
        assertThat(paid.get("movement").toString())
                .isEqualTo(
                        "{\"kind\":\"REDEEMED\",\"available\":\"-2550\",\"amount\":{\"amount\":\"25.50\"},\"order\":{\"balance\":{\"amount\":\"124.50\"}}}");
        assertThat(refusals(OrderShop.tries(
                        shop.owner,
                        "orderRefundRecord(id: \"" + order.id()
                                + "\", input: {amount: {amount: \"1\", currency: \"ETB\"}, method: CASH}) " + key()
                                + " { payment { id } %s }")))
                .containsExactly("OUT_OF_RANGE input.amount");
        assertThat(refusals(OrderShop.tries(
                        shop.owner,
                        "orderPaymentRecord(id: \"" + order.id()
                                + "\", input: {amount: {amount: \"1\", currency: \"ETB\"}, method: LOYALTY_POINTS}) "
                                + key() + " { payment { id } %s }")))
                .containsExactly("INVALID input.method");
        record(order, "orderPaymentRecord", "124.50", "CASH");
        assertThat(points(order.guest()))
                .as("earned for what was paid with money")
                .isEqualTo("1695 0 0");

        record(order, "orderRefundRecord", "8.50", "LOYALTY_POINTS");
        assertThat(points(order.guest())).isEqualTo("2545 0 0");
        shop.does("orderCancel(id: \"" + order.id() + "\", input: {refundMethod: CASH}) " + key()
                + " { order { id } %s }");
        assertThat(points(order.guest())).isEqualTo("3000 0 0");
    }

    @Test
    void money_through_a_provider_earns_as_any_and_takes_its_points_along_when_it_goes_back_while_points_stay_points() {
        OrderShop.Placed order = order(shop.variant("LAMP", "100", 9), 1);
        give(order.guest(), 5000);
        OrderShop.does(order.guest(), redeem(order.id(), 5000, key()));
        String payment = OrderShop.does(
                        order.guest(),
                        "paymentCreate(input: {orderId: \"" + order.id() + "\", accountId: \"" + sandbox() + "\"}) "
                                + key() + " { payment { id captured { amount } } %s }")
                .at("/payment/id")
                .asString();
        assertThat(points(order.guest())).isEqualTo("1000 0 0");

        shop.does(moved("paymentRefund", payment, "{amount: {amount: \"40\", currency: \"ETB\"}}"));
        assertThat(points(order.guest())).isEqualTo("600 0 0");
        shop.does(moved(
                "sandboxPaymentDecide",
                payment,
                "{decision: CHARGE_BACK, amount: {amount: \"10\", currency: \"ETB\"}}"));
        assertThat(points(order.guest())).isEqualTo("500 0 0");
        assertThat(refusals(OrderShop.tries(
                        shop.owner,
                        moved("paymentRefund", payment, "{amount: {amount: \"50.01\", currency: \"ETB\"}}"))))
                .containsExactly("OUT_OF_RANGE input.amount");
        shop.does(moved("paymentRefund", payment, "{}"));
        assertThat(points(order.guest())).isEqualTo("0 0 0");
        assertThat(refusals(OrderShop.tries(
                        shop.owner,
                        "orderRefundRecord(id: \"" + order.id()
                                + "\", input: {amount: {amount: \"0.01\", currency: \"ETB\"}, method: CASH}) "
                                + key() + " { payment { id } %s }")))
                .containsExactly("OUT_OF_RANGE input.amount");
        shop.does("orderCancel(id: \"" + order.id() + "\") " + key() + " { order { id } %s }");
        assertThat(points(order.guest())).isEqualTo("5000 0 0");
    }

    /** An account that the store offers. */
    private String sandbox() {
        String account = shop.does(
                        "paymentAccountCreate(input: {provider: \"sandbox\", name: \"Sandbox\", environment: TEST, secrets: [{name: \"signingKey\", value: \"any\"}]}) { account { id } %s }")
                .at("/account/id")
                .asString();
        String store = shop.owner.data("{ store { id } }").at("/store/id").asString();
        shop.does("storePaymentAccountsSet(storeId: \"" + store + "\", accountIds: [\"" + account + "\"]) { %s }");
        return account;
    }

    private static String moved(String mutation, String payment, String input) {
        return mutation + "(id: \"" + payment + "\", input: " + input + ") " + key() + " { payment { id } %s }";
    }

    @Test
    void what_points_cannot_do_is_refused_by_the_field() {
        OrderShop.Placed order = order(shop.variant("TRAY", "100", 9), 1);
        OrderShop.Placed others = order(shop.variant("JAR", "100", 9), 1);
        give(order.guest(), 100_000);
        assertThat(refusals(OrderShop.tries(order.guest(), redeem(others.id(), 100, key()))))
                .containsExactly("NOT_FOUND input.orderId");
        assertThat(refusals(OrderShop.tries(order.guest(), redeem(order.id(), 49, key()))))
                .containsExactly("OUT_OF_RANGE input.points");
        assertThat(refusals(OrderShop.tries(order.guest(), redeem(order.id(), -100, key()))))
                .containsExactly("OUT_OF_RANGE input.points");
        assertThat(refusals(OrderShop.tries(order.guest(), redeem(order.id(), 100_001, key()))))
                .containsExactly("OUT_OF_RANGE input.points");
        assertThat(refusals(OrderShop.tries(order.guest(), redeem(order.id(), 15_001, key()))))
                .containsExactly("OUT_OF_RANGE input.points");
        String convert = "loyaltyPointsConvert(input: {accountId: \""
                + account(order.guest()).get("id").asString() + "\", %s}) " + key() + " { movement { id } %%s }";
        for (Map.Entry<String, String> each : Map.of(
                        "points: 49, currency: \"ETB\"", "OUT_OF_RANGE input.points",
                        "points: 100001, currency: \"ETB\"", "OUT_OF_RANGE input.points",
                        "points: 100, currency: \"USD\"", "INVALID input.currency")
                .entrySet()) {
            assertThat(refusals(OrderShop.tries(order.guest(), convert.formatted(each.getKey()))))
                    .as(each.getKey())
                    .containsExactly(each.getValue());
        }
        assertThat(refusals(OrderShop.tries(shop.owner, adjust(order.guest(), Long.MIN_VALUE))))
                .containsExactly("OUT_OF_RANGE input.points");
        OrderShop.does(order.guest(), redeem(order.id(), 15_000, key()));
        assertThat(refusals(OrderShop.tries(order.guest(), redeem(order.id(), 100, key()))))
                .containsExactly("CONFLICT input.orderId");
        assertThat(refusals(OrderShop.tries(
                        shop.owner,
                        "loyaltyProgrammeCreate(input: {name: \"Two\", rates: []}) { programme { id } %s }")))
                .containsExactly("TAKEN input.storeId");
        assertThat(
                        refusals(
                                OrderShop.tries(
                                        shop.owner,
                                        "loyaltyProgrammeUpdate(id: \"" + programme
                                                + "\", input: {tiers: [{name: \"A\", threshold: 1}, {name: \"B\", threshold: 2, multiplier: \"0.5\"}]}) { programme { id } %s }")))
                .containsExactly("OUT_OF_RANGE input.tiers.1.multiplier");
    }

    @Test
    void sixty_four_who_redeem_and_convert_one_balance_at_once_spend_it_once() throws Exception {
        Client person = merchants.shopper(shop.merchant);
        String kilo = shop.variant("KILO", "100", 9);
        List<OrderShop.Placed> orders = Stream.generate(
                        () -> shop.basket(person, Map.of(kilo, 1), "ETB").order())
                .limit(4)
                .toList();
        give(person, 1000);
        String account = account(person).get("id").asString();
        String convert =
                "loyaltyPointsConvert(input: {accountId: \"" + account + "\", points: 1000, currency: \"ETB\"}) ";
        List<String> went = AtOnce.all(
                        64,
                        i -> i % 5 == 4
                                ? OrderShop.tries(person, convert + key() + " { movement { kind } %s }")
                                : OrderShop.tries(
                                        person, redeem(orders.get(i % 5).id(), 1000, key())))
                .stream()
                .filter(answer -> answer.get("userErrors").isEmpty())
                .map(answer -> answer.at("/movement/kind").asString())
                .toList();
        assertThat(went).hasSize(1).isSubsetOf("REDEEMED", "CONVERTED");
        assertThat(points(person)).isEqualTo("0 0 0");
        assertThat(orders.stream()
                        .flatMap(order -> order.read("payments { method amount { amount } }")
                                .get("payments")
                                .valueStream()
                                .map(JsonNode::toString)))
                .hasSize(went.contains("REDEEMED") ? 1 : 0)
                .allMatch("{\"method\":\"LOYALTY_POINTS\",\"amount\":{\"amount\":\"10.00\"}}"::equals);
    }

    @Test
    void a_campaign_gives_no_more_than_its_budget_whoever_pays_at_once() throws Exception {
        String bag = shop.variant("BAG", "100", 99);
        String product = shop.owner
                .data("{ productVariantBySku(sku: \"BAG\") { product { id } } }")
                .at("/productVariantBySku/product/id")
                .asString();
        String rule = shop.does("loyaltyEarnRuleCreate(input: {programmeId: \"" + programme
                        + "\", name: \"Bags\", productId: \"" + product
                        + "\", perPiece: 100, budget: 450}) { rule { id } %s }")
                .at("/rule/id")
                .asString();
        var orders = new ArrayList<OrderShop.Placed>();
        for (int i = 0; i < 8; i++) {
            orders.add(order(bag, 1));
        }
        var pays = new ArrayList<Callable<JsonNode>>();
        orders.forEach(order -> pays.add(() -> record(order, "orderPaymentRecord", "150", "CASH")));
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (Future<JsonNode> each : threads.invokeAll(pays)) {
                each.get();
            }
        }
        List<String> earned =
                orders.stream().map(order -> points(order.guest())).sorted().toList();
        assertThat(earned)
                .containsExactly(
                        "1500 0 0", "1500 0 0", "1500 0 0", "1550 0 0", "1600 0 0", "1600 0 0", "1600 0 0", "1600 0 0");
        assertThat(shop.owner
                        .data("{ node(id: \"" + rule + "\") { ... on LoyaltyEarnRule { budget given } } }")
                        .get("node")
                        .toString())
                .isEqualTo("{\"budget\":\"450\",\"given\":\"450\"}");
        shop.does("loyaltyEarnRuleEnd(id: \"" + rule + "\") { rule { endsAt } %s }");
        assertThat(refusals(OrderShop.tries(shop.owner, "loyaltyEarnRuleEnd(id: \"" + rule + "\") { rule { id } %s }")))
                .containsExactly("CONFLICT id");
    }
}
