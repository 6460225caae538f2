package io.merkato.loyalty;

import static io.merkato.ordering.OrderShop.key;
import static io.merkato.ordering.OrderShop.refusals;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.identity.BuiltInRole;
import io.merkato.ordering.OrderShop;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** 100 points are worth 1 birr, 100 at least; an order earns nothing. Prices include 15 % VAT, and shipping costs 50. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class PointsDiscountTest {

    private final Merchants merchants;
    private final OrderShop shop;
    private final String programme;
    private final String cup;
    private final String pot;

    PointsDiscountTest(Merchants merchants, Client client) {
        this.merchants = merchants;
        this.shop = new OrderShop(merchants, client);
        this.programme = shop.does("""
                        loyaltyProgrammeCreate(input: {name: "Buna", minimumPoints: 100,
                          rates: [{earnPoints: 0, earnAmount: {amount: "1", currency: "ETB"}, redeemPoints: 100, redeemAmount: {amount: "1", currency: "ETB"}}]})
                        { programme { id } %s }""").at("/programme/id").asString();
        this.cup = shop.variant("CUP", "60", 99);
        this.pot = shop.variant("POT", "100", 99);
    }

    private OrderShop.Basket basket(Client who) {
        return shop.basket(who, Map.of(cup, 1, pot, 1), "ETB");
    }

    private void give(Client who, long points) {
        String customer = who.data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
        shop.does("loyaltyPointsAdjust(input: {programmeId: \"" + programme + "\", customerId: \"" + customer
                + "\", points: " + points + ", reason: \"Welcome\"}) " + key() + " { %s }");
    }

    private static JsonNode uses(OrderShop.Basket basket, String points) {
        return OrderShop.does(
                        basket.guest(),
                        "cartUpdate(id: \"" + basket.cart() + "\", input: {loyaltyPoints: " + points
                                + "}) { cart { loyaltyPointsUsed discounts { code amount { amount } } totals { discount { amount } tax { amount } total { amount } } problems { code blocking message } } %s }")
                .get("cart");
    }

    private static String available(Client who) {
        JsonNode account = who.data("{ viewer { customer { loyaltyAccounts { available owed } } } }")
                .at("/viewer/customer/loyaltyAccounts/0");
        return account.get("available").asString() + " " + account.get("owed").asString();
    }

    private static OrderShop.Placed placed(OrderShop.Basket basket, String total) {
        return new OrderShop.Placed(
                basket.shop(),
                basket.guest(),
                OrderShop.does(basket.guest(), basket.place(total, "ETB", key()))
                        .at("/order/id")
                        .asString());
    }

    private void moves(OrderShop.Placed order, String mutation, String amount) {
        shop.does(mutation + "(id: \"" + order.id() + "\", input: {amount: {amount: \"" + amount
                + "\", currency: \"ETB\"}, method: CASH}) " + key() + " { payment { id } %s }");
    }

    @Test
    void points_take_off_goods_before_tax_and_are_spent_with_the_order_that_keeps_what_they_were_worth() {
        OrderShop.Basket basket = basket(shop.visitor);
        give(basket.guest(), 5000);
        JsonNode cart = uses(basket, "4000");
        assertThat(cart.get("loyaltyPointsUsed").asString()).isEqualTo("4000");
        assertThat(cart.get("discounts").toString())
                .isEqualTo("[{\"code\":\"LOYALTY_POINTS\",\"amount\":{\"amount\":\"40.00\"}}]");
        assertThat(cart.get("totals").toString())
                .as("15 % of 75.00 and of 45.00, and of shipping, each in its price")
                .isEqualTo(
                        "{\"discount\":{\"amount\":\"40.00\"},\"tax\":{\"amount\":\"22.17\"},\"total\":{\"amount\":\"170.00\"}}");
        assertThat(available(basket.guest())).as("a cart spends none").isEqualTo("5000 0");
        OrderShop.Placed order = placed(basket, "170");
        assertThat(available(basket.guest())).isEqualTo("1000 0");
        assertThat(order.read("lines { total { amount } discounts { code amount { amount } } }")
                        .get("lines")
                        .valueStream()
                        .map(line -> line.at("/total/amount").asString() + " "
                                + line.at("/discounts/0/code").asString() + " "
                                + line.at("/discounts/0/amount/amount").asString()))
                .containsExactlyInAnyOrder("45.00 LOYALTY_POINTS 15.00", "75.00 LOYALTY_POINTS 25.00");
        assertThat(basket.guest()
                        .data(
                                "{ viewer { customer { loyaltyAccounts { history(first: 1) { nodes { kind available amount { amount } order { id } } } } } } }")
                        .at("/viewer/customer/loyaltyAccounts/0/history/nodes/0")
                        .toString())
                .isEqualTo(
                        "{\"kind\":\"REDEEMED\",\"available\":\"-4000\",\"amount\":{\"amount\":\"40.00\"},\"order\":{\"id\":\""
                                + order.id() + "\"}}");
        assertThat(shop.owner
                        .data(
                                "{ ledgerTransfers(first: 9, where: {kind: {eq: ORDER_PLACED}, subject: {eq: \""
                                        + order.id()
                                        + "\"}}) { nodes { entries { account { code } debit { money { amount } } credit { money { amount } } } } } }")
                        .at("/ledgerTransfers/nodes/0/entries")
                        .valueStream()
                        .map(entry -> entry.at("/account/code").asString() + " "
                                + entry.at("/debit/money/amount").asString("-") + " "
                                + entry.at("/credit/money/amount").asString("-")))
                .contains("RECEIVABLE 170.00 -", "LOYALTY_EXPENSE 40.00 -")
                .noneMatch(entry -> entry.startsWith("DISCOUNTS"));

        moves(order, "orderPaymentRecord", "170");
        moves(order, "orderRefundRecord", "85");
        assertThat(available(basket.guest()))
                .as("half of what was paid went back")
                .isEqualTo("3000 0");
        give(basket.guest(), -2500);
        moves(order, "orderPaymentRecord", "85");
        assertThat(available(basket.guest())).as("all of it is paid again").isEqualTo("0 1500");
        shop.does("orderCancel(id: \"" + order.id() + "\", input: {refundMethod: CASH}) " + key()
                + " { order { id } %s }");
        assertThat(available(basket.guest())).isEqualTo("2500 0");
    }

    @Test
    void points_come_back_with_goods_that_come_back_or_are_taken_off_the_order() {
        OrderShop.Basket basket = basket(shop.visitor);
        give(basket.guest(), 4000);
        uses(basket, "4000");
        OrderShop.Placed order = placed(basket, "170");
        moves(order, "orderPaymentRecord", "170");
        String first = order.lines().getFirst();
        boolean cups = order.read("lines { sku }").at("/lines/0/sku").asString().equals("CUP");
        String lines = "(id: \"" + order.id() + "\", input: {lines: [{quantity: 1, lineId: \"" + first + "\"}]}) ";
        shop.does("orderFulfil" + lines + key() + " { %s }");
        shop.does("orderReturnCreate" + lines + key() + " { %s }");
        assertThat(available(basket.guest())).isEqualTo(cups ? "1500 0" : "2500 0");
        shop.does("orderEdit(id: \"" + order.id() + "\", ifVersion: "
                + order.read("version").get("version") + ", input: {lines: [{lineId: \""
                + order.lines().getLast()
                + "\", unitPrice: {amount: \"0\", currency: \"ETB\"}}]}) " + key() + " { %s }");
        assertThat(available(basket.guest())).isEqualTo("4000 0");
    }

    @Test
    void sixty_four_orders_at_once_spend_no_more_points_than_there_are() throws Exception {
        Client shopper = merchants.shopper(shop.merchant);
        List<OrderShop.Basket> baskets = IntStream.range(0, 8)
                .mapToObj(i -> shop.basket(shopper, cup, 1))
                .toList();
        give(shopper, 350);
        baskets.forEach(basket -> uses(basket, "100"));
        Map<String, Long> went = AtOnce.all(64, i -> {
                    JsonNode made = OrderShop.tries(shopper, baskets.get(i % 8).place("109", "ETB", key()));
                    return made.get("userErrors").isEmpty() ? "went" : "not";
                })
                .stream()
                .collect(groupingBy(Function.identity(), counting()));
        assertThat(went).isEqualTo(Map.of("went", 3L, "not", 61L));
        assertThat(available(shopper)).isEqualTo("50 0");
    }

    @Test
    void points_that_cannot_be_used_take_nothing_off_and_no_more_than_do_for_the_goods_are_used() {
        OrderShop.Basket basket = basket(shop.visitor);
        give(basket.guest(), 20_000);
        assertThat(uses(basket, "20000").get("loyaltyPointsUsed").asString()).isEqualTo("16000");
        assertThat(problem(uses(basket, "20001"))).isEqualTo("POINTS_NOT_APPLIED false 20000 points can be used.");
        assertThat(problem(uses(basket, "99")))
                .isEqualTo("POINTS_NOT_APPLIED false At least 100 points are redeemed at once.");
        String least = "loyaltyProgrammeUpdate(id: \"" + programme + "\", input: {minimumPoints: %s}) { %%s }";
        shop.does(least.formatted("16001"));
        assertThat(problem(uses(basket, "20000")))
                .as("of those that do for the goods")
                .isEqualTo("POINTS_NOT_APPLIED false At least 16001 points are redeemed at once.");
        shop.does(least.formatted("100"));
        assertThat(uses(basket, "null").get("discounts").toString()).isEqualTo("[]");
        assertThat(refusals(OrderShop.tries(
                        basket.guest(),
                        "cartUpdate(id: \"" + basket.cart() + "\", input: {loyaltyPoints: 0}) { cart { id } %s }")))
                .containsExactly("OUT_OF_RANGE input.loyaltyPoints");

        Client orders = merchants.staff(shop.merchant, BuiltInRole.ORDERS);
        String store = shop.owner
                .data("{ stores(first: 1) { nodes { id } } }")
                .at("/stores/nodes/0/id")
                .asString();
        String customer = basket.guest()
                .data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
        String draft = OrderShop.does(
                        orders,
                        "draftOrderCreate(input: {storeId: \"" + store + "\", customerId: \"" + customer
                                + "\", lines: [{variantId: \"" + cup + "\"}]}) { cart { id } %s }")
                .at("/cart/id")
                .asString();
        String wants = "cartUpdate(id: \"" + draft + "\", input: {loyaltyPoints: 100}) { cart { loyaltyPoints } %s }";
        assertThat(refusals(OrderShop.tries(orders, wants))).containsExactly("NOT_ALLOWED input.loyaltyPoints");
        assertThat(shop.does(wants).at("/cart/loyaltyPoints").asString()).isEqualTo("100");
        assertThat(shop.owner
                        .data("{ cart(id: \"" + draft + "\") { loyaltyPoints } }")
                        .at("/cart/loyaltyPoints")
                        .asString())
                .as("and are kept")
                .isEqualTo("100");
        String another = shop.does("customerCreate(input: {givenName: \"Somebody\"}) { customer { id } %s }")
                .at("/customer/id")
                .asString();
        for (String whose : List.of("\"" + another + "\"", "\"" + customer + "\"", "null")) {
            assertThat(shop.does("cartUpdate(id: \"" + draft + "\", input: {customerId: " + whose
                                    + "}) { cart { loyaltyPoints } %s }")
                            .get("cart")
                            .toString())
                    .as("of another customer they are not, nor is it said again whose they were")
                    .isEqualTo("{\"loyaltyPoints\":null}");
        }
    }

    @Test
    void points_take_nothing_off_where_they_are_worth_nothing() {
        OrderShop.Basket basket = basket(shop.visitor);
        give(basket.guest(), 200);
        shop.does(rates("redeemPoints: 100000, redeemAmount: {amount: \"1\", currency: \"ETB\"}"));
        assertThat(problem(uses(basket, "200"))).isEqualTo("POINTS_NOT_APPLIED false So few points are worth nothing.");
        shop.does("loyaltyProgrammeUpdate(id: \"" + programme + "\", input: {rates: []}) { programme { id } %s }");
        assertThat(problem(uses(basket, "200")))
                .isEqualTo("POINTS_NOT_APPLIED false Points take nothing off in ETB here.");
        assertThat(uses(basket, "200").get("loyaltyPointsUsed").asString()).isEqualTo("0");
    }

    private String rates(String redeemed) {
        return "loyaltyProgrammeUpdate(id: \"" + programme
                + "\", input: {rates: [{earnPoints: 0, earnAmount: {amount: \"1\", currency: \"ETB\"}, " + redeemed
                + "}]}) { programme { id } %s }";
    }

    private static String problem(JsonNode cart) {
        return cart.get("problems")
                .valueStream()
                .map(each -> each.get("code").asString() + " " + each.get("blocking") + " "
                        + each.get("message").asString())
                .collect(Collectors.joining());
    }

    @Test
    void a_rule_is_changed_until_it_has_ended_and_gives_no_less_than_it_gave() {
        String rule = shop.does(
                        "loyaltyEarnRuleCreate(input: {programmeId: \"" + programme
                                + "\", name: \"Week\", perPiece: 5, budget: 10, startsAt: \"2026-01-01T00:00:00Z\"}) { rule { id } %s }")
                .at("/rule/id")
                .asString();
        String change =
                "loyaltyEarnRuleUpdate(id: \"" + rule + "\", input: {%s}) { rule { name perPiece budget version } ";
        assertThat(shop.does(change.formatted("name: \"Month\", perPiece: 7, budget: 20") + "%s }")
                        .get("rule")
                        .toString())
                .isEqualTo("{\"name\":\"Month\",\"perPiece\":\"7\",\"budget\":\"20\",\"version\":2}");
        for (Map.Entry<String, String> each : Map.of(
                        "startsAt: \"2026-01-02T00:00:00Z\"", "CONFLICT input.startsAt",
                        "endsAt: \"2026-01-02T00:00:00Z\"", "OUT_OF_RANGE input.endsAt",
                        "multiplier: \"2\"", "INVALID input.multiplier",
                        "perPiece: 0", "OUT_OF_RANGE input.perPiece")
                .entrySet()) {
            assertThat(refusals(OrderShop.tries(shop.owner, change.formatted(each.getKey()) + "%s }")))
                    .containsExactly(each.getValue());
        }
        OrderShop.Placed order = shop.basket(shop.visitor, pot, 2).order();
        moves(order, "orderPaymentRecord", "250");
        assertThat(refusals(OrderShop.tries(shop.owner, change.formatted("budget: 13") + "%s }")))
                .containsExactly("OUT_OF_RANGE input.budget");
        assertThat(refusals(OrderShop.tries(shop.owner, change.formatted("budget: 14") + "%s }")))
                .isEmpty();
        shop.does(change.formatted("budget: null") + "%s }");
        assertThat(refusals(OrderShop.tries(shop.owner, change.formatted("budget: 99") + "%s }")))
                .containsExactly("CONFLICT input.budget");
        shop.does("loyaltyEarnRuleEnd(id: \"" + rule + "\") { %s }");
        assertThat(refusals(OrderShop.tries(shop.owner, change.formatted("name: \"Late\"") + "%s }")))
                .containsExactly("CONFLICT id");
    }
}
