package io.merkato.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Carts that are promised their goods, of which there are too few by now. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class CartPromiseTest {

    private static final String SHOWN =
            " { cart { lines { quantity } problems { code blocking available line { variant { sku } } } } %s }";

    private final OrderShop shop;
    private final String cup;
    private final String jug;

    CartPromiseTest(Merchants merchants, Client client) {
        this.shop = new OrderShop(merchants, client);
        shop.stockMode("RESERVE_ON_CART");
        this.cup = shop.variant("CUP", "100", 5);
        this.jug = shop.variant("JUG", "300", 9);
    }

    /** Nothing is promised any more, and somebody else buys three of the five. */
    private void someoneIsFaster() {
        shop.stockMode("RESERVE_ON_ORDER");
        shop.stockMode("RESERVE_ON_CART");
        shop.basket(cup, 3);
    }

    @Test
    void a_cart_that_is_promised_its_goods_hands_them_to_its_order() {
        OrderShop.Basket basket = shop.basket(cup, 5);
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 5 reserved");
        JsonNode late = OrderShop.tries(
                shop.visitor, "cartCreate(input: {lines: [{variantId: \"" + cup + "\"}]}) { cart { id } %s }");
        assertThat(late.at("/userErrors/0/code").asString()).isEqualTo("OUT_OF_STOCK");

        OrderShop.Placed order = basket.order();

        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 5 reserved");
        order.does("orderCancel(id: $ID) " + OrderShop.key() + " { order { id } %s }");
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 0 reserved");
        OrderShop.Basket other = shop.basket(cup, 1);
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 1 reserved");
        OrderShop.does(other.guest(), "cartDelete(id: \"" + other.cart() + "\") { deletedId %s }");
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 0 reserved");
    }

    @Test
    void a_cart_that_lacks_something_is_changed_in_all_else_and_holds_what_there_is() {
        OrderShop.Basket basket = shop.basket(cup, 5);
        change(basket, "cartLinesAdd", "lines: [{variantId: \"" + jug + "\"}]");
        someoneIsFaster();

        assertThat(shown(change(basket, "cartUpdate", "email: \"almaz@example.com\"")))
                .isEqualTo("5 1 OUT_OF_STOCK CUP 2 blocks");
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 5 reserved");
        assertThat(shop.stock(jug)).isEqualTo("9 on hand, 1 reserved");
        assertThat(shown(change(basket, "cartLinesAdd", "lines: [{variantId: \"" + jug + "\"}]")))
                .isEqualTo("5 2 OUT_OF_STOCK CUP 2 blocks");
        assertThat(shown(change(basket, "cartLinesUpdate", line(basket, 1, 0))))
                .isEqualTo("5 OUT_OF_STOCK CUP 2 blocks");
        assertThat(shop.stock(jug)).isEqualTo("9 on hand, 0 reserved");
        assertThat(shown(change(basket, "cartLinesUpdate", line(basket, 0, 4))))
                .isEqualTo("4 OUT_OF_STOCK CUP 2 blocks");
        assertThat(lacks(basket.tries())).containsExactly("OUT_OF_STOCK CUP 4 of 2");
        assertThat(shown(change(basket, "cartLinesUpdate", line(basket, 0, 2)))).isEqualTo("2");
        basket.order();
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 5 reserved");
    }

    @Test
    void what_a_change_raises_is_refused_and_nothing_is_held() {
        OrderShop.Basket basket = shop.basket(cup, 5);
        String set = shop.bundle("SET", cup, 2);
        shop.publish("SET");
        someoneIsFaster();

        for (String more : List.of(
                "{variantId: \"" + cup + "\"}",
                "{variantId: \"" + cup + "\", properties: [{name: \"Engraving\", value: \"Hana\"}]}",
                "{variantId: \"" + set + "\"} {variantId: \"" + jug + "\"}")) {
            assertThat(lacks(
                            OrderShop.tries(basket.guest(), mutation(basket, "cartLinesAdd", "lines: [" + more + "]"))))
                    .containsExactly("OUT_OF_STOCK CUP " + (more.contains(set) ? 7 : 6) + " of 2");
        }
        assertThat(lacks(OrderShop.tries(basket.guest(), mutation(basket, "cartLinesUpdate", line(basket, 0, 6)))))
                .containsExactly("OUT_OF_STOCK CUP 6 of 2");
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 3 reserved");
        assertThat(shop.stock(jug)).isEqualTo("9 on hand, 0 reserved");
    }

    @Test
    void pieces_of_the_same_go_from_one_line_to_another() {
        OrderShop.Basket basket = shop.basket(cup, 3);
        change(
                basket,
                "cartLinesAdd",
                "lines: [{variantId: \"" + cup
                        + "\", quantity: 2, properties: [{name: \"Engraving\", value: \"Hana\"}]}]");
        someoneIsFaster();
        JsonNode lines = basket.read("lines { id }").get("lines");
        String swapped = "lines: [{id: \"" + lines.at("/0/id").asString() + "\", quantity: 2} {id: \""
                + lines.at("/1/id").asString() + "\", quantity: 3}]";

        assertThat(shown(change(basket, "cartLinesUpdate", swapped)))
                .isEqualTo("2 3 OUT_OF_STOCK CUP 2 blocks OUT_OF_STOCK CUP 2 blocks");
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 5 reserved");
    }

    @Test
    void a_draft_is_changed_alike() {
        JsonNode draft = shop.does("draftOrderCreate(input: {storeId: \""
                        + shop.owner.data("{ store { id } }").at("/store/id").asString() + "\", lines: [{variantId: \""
                        + cup + "\", quantity: 5}]}) { cart { id } %s }")
                .get("cart");
        var basket = new OrderShop.Basket(shop, shop.owner, draft.get("id").asString());
        someoneIsFaster();

        assertThat(shown(change(basket, "cartUpdate", "note: \"Call first.\"")))
                .isEqualTo("5 OUT_OF_STOCK CUP 2 blocks");
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 5 reserved");
    }

    private static String mutation(OrderShop.Basket basket, String name, String input) {
        return name + "(id: \"" + basket.cart() + "\", input: {" + input + "})" + SHOWN;
    }

    private static JsonNode change(OrderShop.Basket basket, String name, String input) {
        return OrderShop.does(basket.guest(), mutation(basket, name, input));
    }

    private static String line(OrderShop.Basket basket, int place, int quantity) {
        return "lines: [{id: \""
                + basket.read("lines { id }").at("/lines/" + place + "/id").asString() + "\", quantity: " + quantity
                + "}]";
    }

    /** Quantities of the lines, and what stands in the way of buying them. */
    private static String shown(JsonNode payload) {
        var shown = new ArrayList<String>();
        payload.at("/cart/lines").forEach(line -> shown.add(line.get("quantity").asString()));
        payload.at("/cart/problems").forEach(problem -> {
            if (problem.get("line").isObject()) {
                shown.add(problem.get("code").asString() + " "
                        + problem.at("/line/variant/sku").asString() + " " + problem.get("available")
                        + (problem.get("blocking").asBoolean() ? " blocks" : ""));
            }
        });
        return String.join(" ", shown);
    }

    private static List<String> lacks(JsonNode payload) {
        return payload.get("userErrors")
                .valueStream()
                .map(error -> error.get("code").asString() + " "
                        + error.at("/variant/sku").asString() + " " + error.get("wanted") + " of "
                        + error.get("available"))
                .toList();
    }
}
