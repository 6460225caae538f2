package io.merkato.ordering;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Many at once for the same thing: exactly one gets it, and the others are told why not. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class OrderRaceTest {

    private static final int MANY = 64;
    private final OrderShop shop;

    OrderRaceTest(Merchants merchants, Client client) {
        this.shop = new OrderShop(merchants, client);
    }

    /** What each was answered: nothing where it worked, else the code, the path and what the type adds. */
    static Map<String, Long> tally(List<JsonNode> answers) {
        var tally = new LinkedHashMap<String, Long>();
        answers.forEach(answer -> tally.merge(
                answer.get("userErrors").isEmpty()
                        ? "done"
                        : answer.at("/userErrors/0/code").asString(),
                1L,
                Long::sum));
        return tally;
    }

    private List<String> numbers() {
        return shop.owner
                .data("{ orders(first: 100) { nodes { number } } }")
                .at("/orders/nodes")
                .valueStream()
                .map(order -> order.get("number").asString())
                .sorted()
                .toList();
    }

    @Test
    void of_64_buyers_of_the_last_one_one_has_it() throws Exception {
        String cup = shop.variant("CUP", "100", 1);
        List<OrderShop.Basket> baskets =
                IntStream.range(0, MANY).mapToObj(i -> shop.basket(cup, 1)).toList();
        String total = baskets.getFirst().total();

        List<JsonNode> answers = AtOnce.all(
                MANY,
                i -> OrderShop.tries(baskets.get(i).guest(), baskets.get(i).place(total)));

        assertThat(tally(answers)).isEqualTo(Map.of("done", 1L, "OUT_OF_STOCK", 63L));
        assertThat(answers.stream()
                        .filter(answer -> !answer.get("userErrors").isEmpty())
                        .map(answer -> answer.at("/userErrors/0/variant/sku").asString() + " "
                                + answer.at("/userErrors/0/wanted") + " of "
                                + answer.at("/userErrors/0/available"))
                        .distinct())
                .containsExactly("CUP 1 of 0");
        assertThat(numbers()).containsExactly("1001");
        assertThat(shop.stock(cup)).isEqualTo("1 on hand, 1 reserved");
    }

    @Test
    void one_cart_becomes_one_order() throws Exception {
        String cup = shop.variant("CUP", "100", 100);
        OrderShop.Basket basket = shop.basket(cup, 1);
        String total = basket.total();

        List<JsonNode> answers = AtOnce.all(MANY, i -> OrderShop.tries(basket.guest(), basket.place(total)));

        assertThat(tally(answers)).isEqualTo(Map.of("done", 1L, "CONFLICT", 63L));
        assertThat(answers.stream()
                        .filter(answer -> !answer.get("userErrors").isEmpty())
                        .map(answer -> answer.at("/userErrors/0/cart").asString())
                        .distinct())
                .containsExactly("COMPLETED");
        assertThat(numbers()).containsExactly("1001");
        assertThat(shop.stock(cup)).isEqualTo("100 on hand, 1 reserved");
    }

    @Test
    void one_attempt_sent_64_times_is_one_order_and_one_answer() throws Exception {
        String cup = shop.variant("CUP", "100", 100);
        OrderShop.Basket basket = shop.basket(cup, 1);
        String attempt = basket.place(basket.total(), "ETB", OrderShop.key());

        List<JsonNode> answers = AtOnce.all(MANY, i -> {
            JsonNode answer = OrderShop.tries(basket.guest(), attempt);
            while (answer.at("/userErrors/0/code").asString("").equals("IDEMPOTENCY_IN_PROGRESS")) {
                answer = OrderShop.tries(basket.guest(), attempt);
            }
            return answer;
        });

        assertThat(tally(answers)).isEqualTo(Map.of("done", 64L));
        assertThat(answers.stream().map(JsonNode::toString).distinct()).hasSize(1);
        assertThat(numbers()).containsExactly("1001");
    }

    @Test
    void one_piece_is_sent_once_and_comes_back_once() throws Exception {
        String cup = shop.variant("CUP", "100", 100);
        OrderShop.Placed order = shop.basket(cup, 1).order();
        List<String> lines = order.lines();
        String piece = "{lines: [{lineId: \"" + lines.getFirst() + "\", quantity: 1}]}";

        List<JsonNode> sent = AtOnce.all(
                MANY,
                i -> order.tries(
                        "orderFulfil(id: $ID, input: " + piece + ") " + OrderShop.key() + " { order { id } %s }"));
        List<JsonNode> back = AtOnce.all(
                MANY,
                i -> order.tries("orderReturnCreate(id: $ID, input: " + piece + ") " + OrderShop.key()
                        + " { order { id } %s }"));

        assertThat(tally(sent)).isEqualTo(Map.of("done", 1L, "OUT_OF_RANGE", 63L));
        assertThat(tally(back)).isEqualTo(Map.of("done", 1L, "OUT_OF_RANGE", 63L));
        assertThat(order.statuses()).isEqualTo("OPEN PENDING RETURNED");
        assertThat(shop.stock(cup)).isEqualTo("100 on hand, 0 reserved");
    }

    @Test
    void no_more_comes_in_than_is_owed_and_no_more_goes_back_than_came_in() throws Exception {
        String cup = shop.variant("CUP", "100", 100);
        OrderShop.Placed order = shop.basket(cup, 1).order();

        List<JsonNode> paid = AtOnce.all(MANY, i -> order.pays("150.00"));
        List<JsonNode> refunded = AtOnce.all(MANY, i -> order.refunds("150.00"));

        assertThat(tally(paid)).isEqualTo(Map.of("done", 1L, "OUT_OF_RANGE", 63L));
        assertThat(tally(refunded)).isEqualTo(Map.of("done", 1L, "OUT_OF_RANGE", 63L));
        assertThat(order.read("paid { amount } refunded { amount } payments { kind }")
                        .toString())
                .isEqualTo(
                        "{\"paid\":{\"amount\":\"150.00\"},\"refunded\":{\"amount\":\"150.00\"},\"payments\":[{\"kind\":\"PAYMENT\"},{\"kind\":\"REFUND\"}]}");
    }

    @Test
    void one_use_of_a_coupon_is_had_by_one_order() throws Exception {
        shop.stockMode("NONE"); // or they wait for each other at the cup
        String cup = shop.variant("CUP", "100", 100);
        shop.does(
                "couponCreate(input: {code: \"LAST\", discount: {amount: {amount: \"10\", currency: \"ETB\"}}, totalLimit: 1}) { coupon { id } %s }");
        List<OrderShop.Basket> baskets =
                IntStream.range(0, MANY).mapToObj(i -> shop.basket(cup, 1)).toList();
        baskets.forEach(basket -> OrderShop.does(
                basket.guest(),
                "cartUpdate(id: \"" + basket.cart() + "\", input: {couponCodes: [\"last\"]}) { cart { id } %s }"));
        String total = baskets.getFirst().total();
        assertThat(total).isEqualTo("140.00");

        List<JsonNode> answers = AtOnce.all(
                MANY,
                i -> OrderShop.tries(baskets.get(i).guest(), baskets.get(i).place(total)));

        assertThat(tally(answers)).isEqualTo(Map.of("done", 1L, "CONFLICT", 63L));
        assertThat(numbers()).containsExactly("1001");
        assertThat(shop.owner
                        .data("{ couponByCode(code: \"LAST\") { used } }")
                        .at("/couponByCode/used")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void baskets_that_overlap_do_not_wait_for_each_other_for_ever_and_none_is_refused_what_is_there() throws Exception {
        List<String> goods = IntStream.range(0, 6)
                .mapToObj(i -> shop.variant("MIX-" + i, "10", 20))
                .toList();
        List<LinkedHashMap<String, Integer>> chosen = IntStream.range(0, MANY)
                .mapToObj(i -> {
                    var three = new LinkedHashMap<String, Integer>();
                    for (int k = 0; k < 3; k++) {
                        three.put(goods.get((i + k * (1 + i % 2 * 4)) % goods.size()), 1);
                    }
                    return three;
                })
                .toList();
        List<OrderShop.Basket> baskets = chosen.stream().map(shop::basket).toList();

        List<JsonNode> answers = AtOnce.all(
                MANY,
                i -> OrderShop.tries(baskets.get(i).guest(), baskets.get(i).place("80.00")));

        Map<String, Long> tally = tally(answers);
        assertThat(tally).containsOnlyKeys("done", "OUT_OF_STOCK");
        assertThat(numbers())
                .isEqualTo(IntStream.rangeClosed(
                                1001, 1000 + tally.getOrDefault("done", 0L).intValue())
                        .mapToObj(Integer::toString)
                        .toList());
        Map<String, Long> taken = goods.stream()
                .collect(toMap(
                        cup -> cup,
                        cup -> IntStream.range(0, MANY)
                                .filter(i -> answers.get(i).get("userErrors").isEmpty())
                                .filter(i -> chosen.get(i).containsKey(cup))
                                .count()));
        assertThat(goods)
                .allSatisfy(
                        cup -> assertThat(shop.stock(cup)).isEqualTo("20 on hand, " + taken.get(cup) + " reserved"));
        assertThat(IntStream.range(0, MANY)
                        .filter(i -> !answers.get(i).get("userErrors").isEmpty()))
                .allMatch(i -> chosen.get(i).keySet().stream()
                        .anyMatch(cup -> Long.valueOf(20).equals(taken.get(cup))));
    }
}
