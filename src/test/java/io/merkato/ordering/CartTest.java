package io.merkato.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a cart holds and comes to, and what it says before anybody pays. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class CartTest {

    private static final String PROBLEMS =
            "problems { code blocking couponCode couponRefusal available before { amount } after { amount } }";

    private final OrderShop shop;

    CartTest(Merchants merchants, Client client) {
        this.shop = new OrderShop(merchants, client);
    }

    private static List<String> codes(JsonNode cart) {
        return cart.get("problems")
                .valueStream()
                .map(problem -> problem.get("code").asString()
                        + (problem.get("blocking").asBoolean() ? " blocks" : ""))
                .toList();
    }

    @Test
    void an_empty_cart_says_all_that_is_missing() {
        JsonNode created = OrderShop.does(
                shop.visitor, "cartCreate { cart { id totals { total { amount } } " + PROBLEMS + " } guestToken %s }");
        assertThat(codes(created.get("cart"))).containsExactly("EMPTY blocks", "CONTACT_MISSING blocks");
        Client guest =
                shop.visitor.with("Merkato-Guest", created.get("guestToken").asString());
        String cup = shop.variant("CUP", "100", 5);
        JsonNode filled = OrderShop.does(
                guest,
                "cartLinesAdd(id: \"" + created.at("/cart/id").asString() + "\", input: {lines: [{variantId: \"" + cup
                        + "\"}]}) { cart { lines { quantity } " + PROBLEMS + " } %s }");
        assertThat(codes(filled.get("cart")))
                .containsExactly("CONTACT_MISSING blocks", "SHIPPING_ADDRESS_MISSING blocks");
    }

    @Test
    void who_opened_no_cart_opens_one_with_the_next_field_and_another_one_after_it() {
        JsonNode opened = shop.visitor.data("""
                mutation {
                    refused: cartCreate(input: {email: "nobody"}) { guestToken userErrors { code } }
                    first: cartCreate { cart { customer { id } } guestToken userErrors { code } }
                    second: cartCreate { cart { customer { id } } guestToken userErrors { code } }
                }""");

        String token = opened.at("/first/guestToken").asString();
        assertThat(opened.get("refused")).hasToString("{\"guestToken\":null,\"userErrors\":[{\"code\":\"INVALID\"}]}");
        assertThat(shop.visitor
                        .with("Merkato-Guest", token)
                        .data("{ viewer { customer { id } } }")
                        .at("/viewer"))
                .isEqualTo(opened.at("/first/cart"));
        assertThat(opened.get("second"))
                .hasToString("{\"cart\":%s,\"guestToken\":null,\"userErrors\":[]}".formatted(opened.at("/first/cart")));
    }

    @Test
    void a_shipping_method_that_there_is_not_is_refused_by_name() {
        OrderShop.Basket basket = shop.basket(shop.variant("JUG", "100", 5), 1);

        assertThat(basket.guest()
                        .data(
                                "mutation { cartUpdate(id: \"" + basket.cart()
                                        + "\", input: {shippingMethodId: \"shipping_method_00000000000000000000000000\"}) { userErrors { code path } } }")
                        .at("/cartUpdate/userErrors"))
                .hasToString("[{\"code\":\"NOT_FOUND\",\"path\":[\"input\",\"shippingMethodId\"]}]");
    }

    @Test
    void what_blocks_a_cart_blocks_its_order() {
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Basket basket = shop.basket(cup, 1);
        OrderShop.does(
                basket.guest(),
                "cartUpdate(id: \"" + basket.cart()
                        + "\", input: {email: null, shippingMethodId: null}) { cart { id } %s }");

        JsonNode answer = basket.tries();

        assertThat(answer.get("order").isNull()).isTrue();
        assertThat(answer.get("userErrors")
                        .valueStream()
                        .map(error -> error.at("/problem/code").asString()))
                .containsExactly("CONTACT_MISSING", "SHIPPING_METHOD_MISSING");
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 0 reserved");
    }

    @Test
    void a_price_that_has_changed_is_a_warning_and_the_old_total_is_refused() {
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Basket basket = shop.basket(cup, 1);
        String before = basket.total();
        shop.does("productVariantPriceSet(id: \"" + cup
                + "\", ifVersion: 1, input: {prices: [{price: {amount: \"120\", currency: \"ETB\"}}]}) { %s }");

        assertThat(basket.read(PROBLEMS).toString())
                .isEqualTo(
                        "{\"problems\":[{\"code\":\"PRICE_CHANGED\",\"blocking\":false,\"couponCode\":null,\"couponRefusal\":null,\"available\":null,\"before\":{\"amount\":\"100.00\"},\"after\":{\"amount\":\"120.00\"}}]}");
        JsonNode answer = OrderShop.tries(basket.guest(), basket.place(before));
        assertThat(answer.at("/userErrors/0/total/amount").asString()).isEqualTo("170.00");
        assertThat(OrderShop.refusals(answer)).containsExactly("CONFLICT input.expectedTotal");
        assertThat(OrderShop.refusals(basket.tries())).isEmpty();
    }

    @Test
    void too_little_stock_is_named_line_by_line() {
        String cup = shop.variant("CUP", "100", 1);
        String mug = shop.variant("MUG", "50", 0);
        String jar = shop.variant("JAR", "20", 9);
        var goods = new LinkedHashMap<>(Map.of(cup, 2));
        goods.put(mug, 1);
        goods.put(jar, 3);
        OrderShop.Basket basket = shop.basket(goods);

        assertThat(codes(basket.read(PROBLEMS))).containsExactly("OUT_OF_STOCK blocks", "OUT_OF_STOCK blocks");
        JsonNode answer = basket.tries();

        assertThat(answer.get("userErrors")
                        .valueStream()
                        .map(error -> error.at("/variant/sku").asString() + " " + error.get("wanted") + " of "
                                + error.get("available")))
                .containsExactlyInAnyOrder("CUP 2 of 1", "MUG 1 of 0");
        assertThat(shop.stock(jar)).isEqualTo("9 on hand, 0 reserved");
    }

    /** Six such texts do not go into a page of an index, however they are packed. */
    @Test
    void what_is_to_be_written_for_a_line_may_be_as_much_as_is_told() {
        String cup = shop.variant("CUP", "100", 50);
        OrderShop.Basket basket = shop.basket(cup, 1);
        var random = new Random(7);
        Function<Integer, String> text = length ->
                random.ints(length, 'A', 'Z' + 1).mapToObj(Character::toString).collect(Collectors.joining());
        String design = written(cup, 8, i -> text.apply(500));
        String quotes = written(cup, 10, i -> "\\\"".repeat(499));

        for (String line : List.of(design, quotes, design, written(cup, 8, i -> text.apply(500)))) {
            OrderShop.does(basket.guest(), adds(basket, line));
        }

        assertThat(basket.read("lines { quantity }").toString())
                .isEqualTo("{\"lines\":[{\"quantity\":1},{\"quantity\":2},{\"quantity\":1},{\"quantity\":1}]}");
        String more = written(cup, 10, i -> "x".repeat(i == 9 ? 500 : 499));
        assertThat(OrderShop.refusals(OrderShop.tries(basket.guest(), adds(basket, design + " " + more))))
                .containsExactly("TOO_LONG input.lines.1.properties");
    }

    private static String adds(OrderShop.Basket basket, String lines) {
        return "cartLinesAdd(id: \"" + basket.cart() + "\", input: {lines: [" + lines + "]}) { cart { id } %s }";
    }

    private static String written(String variant, int properties, IntFunction<String> value) {
        return IntStream.range(0, properties)
                .mapToObj(i -> "{name: \"" + (char) ('a' + i) + "\", value: \"" + value.apply(i) + "\"}")
                .collect(Collectors.joining(" ", "{variantId: \"" + variant + "\", properties: [", "]}"));
    }

    @ParameterizedTest
    @CsvSource({"0, OUT_OF_RANGE", "-1, OUT_OF_RANGE", "2147483647, OUT_OF_RANGE", "10000, OUT_OF_RANGE"})
    void a_quantity_is_1_to_9999(int quantity, String code) {
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Basket basket = shop.basket(cup, 1);

        JsonNode answer = OrderShop.tries(
                basket.guest(),
                "cartLinesAdd(id: \"" + basket.cart() + "\", input: {lines: [{variantId: \"" + cup + "\", quantity: "
                        + quantity + "}]}) { cart { id } %s }");

        assertThat(OrderShop.refusals(answer)).containsExactly(code + " input.lines.0.quantity");
        assertThat(basket.read("version lines { quantity }").toString())
                .isEqualTo("{\"version\":2,\"lines\":[{\"quantity\":1}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"150.00 USD", "149.99 ETB", "150.01 ETB", "0 ETB"})
    void a_total_that_is_not_the_carts_orders_nothing(String total) {
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Basket basket = shop.basket(cup, 1);

        JsonNode answer = OrderShop.tries(
                basket.guest(),
                basket.place(
                        total.substring(0, total.length() - 4), total.substring(total.length() - 3), OrderShop.key()));

        assertThat(OrderShop.refusals(answer)).containsExactly("CONFLICT input.expectedTotal");
        assertThat(basket.read("status").get("status").asString()).isEqualTo("OPEN");
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 0 reserved");
    }

    @Test
    void coupons_take_off_what_they_say_and_say_why_they_do_not() {
        String cup = shop.variant("CUP", "100", 5);
        shop.does("couponCreate(input: {code: \"TEN\", discount: {percent: \"10\"}}) { coupon { id } %s }");
        shop.does(
                "couponCreate(input: {code: \"BIG\", discount: {amount: {amount: \"50\", currency: \"ETB\"}}, minimumTotal: {amount: \"1000\", currency: \"ETB\"}}) { coupon { id } %s }");
        OrderShop.Basket basket = shop.basket(cup, 2);
        OrderShop.does(
                basket.guest(),
                "cartUpdate(id: \"" + basket.cart()
                        + "\", input: {couponCodes: [\"ten\", \"big\", \"none\"]}) { cart { id } %s }");

        assertThat(basket.read(
                                "discounts { code amount { amount } } totals { total { amount } } lines { discount { amount } tax { amount } }")
                        .toString())
                .isEqualTo(
                        "{\"discounts\":[{\"code\":\"TEN\",\"amount\":{\"amount\":\"20.00\"}}],\"totals\":{\"total\":{\"amount\":\"230.00\"}},\"lines\":[{\"discount\":{\"amount\":\"20.00\"},\"tax\":{\"amount\":\"23.48\"}}]}");
        assertThat(basket.read(PROBLEMS)
                        .get("problems")
                        .valueStream()
                        .map(problem -> problem.get("couponCode").asString() + " "
                                + problem.get("couponRefusal").asString() + " " + problem.get("blocking")))
                .containsExactlyInAnyOrder("BIG MINIMUM_NOT_REACHED false", "NONE UNKNOWN false");
        OrderShop.Placed order = basket.order();
        assertThat(order.read("discounts { code amount { amount } }").toString())
                .isEqualTo("{\"discounts\":[{\"code\":\"TEN\",\"amount\":{\"amount\":\"20.00\"}}]}");
        assertThat(shop.owner
                        .data("{ couponByCode(code: \"TEN\") { used } }")
                        .at("/couponByCode/used")
                        .asInt())
                .isEqualTo(1);
        order.does("orderCancel(id: $ID) " + OrderShop.key() + " { order { id } %s }");
        assertThat(shop.owner
                        .data("{ couponByCode(code: \"TEN\") { used } }")
                        .at("/couponByCode/used")
                        .asInt())
                .isEqualTo(0);
    }

    @Test
    void another_guest_neither_sees_nor_changes_nor_orders_it() {
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Basket basket = shop.basket(cup, 1);
        OrderShop.Basket other = shop.basket(cup, 1);
        String mine = basket.cart();

        assertThat(other.guest()
                        .data("{ cart(id: \"" + mine + "\") { id } node(id: \"" + mine + "\") { id } }")
                        .toString())
                .isEqualTo("{\"cart\":null,\"node\":null}");
        assertThat(OrderShop.refusals(OrderShop.tries(other.guest(), basket.place(basket.total()))))
                .containsExactly("NOT_FOUND input.cartId");
        assertThat(OrderShop.refusals(OrderShop.tries(
                        other.guest(), "cartUpdate(id: \"" + mine + "\", input: {note: \"x\"}) { cart { id } %s }")))
                .containsExactly("NOT_FOUND id");
        OrderShop.Placed order = basket.order();
        assertThat(other.guest()
                        .data("{ order(id: \"" + order.id() + "\") { id } orderByNumber(number: \"1001\") { id } }")
                        .toString())
                .isEqualTo("{\"order\":null,\"orderByNumber\":null}");
        assertThat(basket.guest()
                        .data("{ orderByNumber(number: \"1001\") { id } }")
                        .at("/orderByNumber/id")
                        .asString())
                .isEqualTo(order.id());
    }

    @Test
    void staff_set_prices_in_a_draft_and_shoppers_nowhere() {
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Basket basket = shop.basket(cup, 1);
        String line = basket.read("lines { id }").at("/lines/0/id").asString();
        String price = "{lines: [{id: \"%s\", quantity: 1, priceOverride: {amount: \"1\", currency: \"ETB\"}}]}";
        assertThat(OrderShop.refusals(OrderShop.tries(
                        basket.guest(),
                        "cartLinesUpdate(id: \"" + basket.cart() + "\", input: " + price.formatted(line)
                                + ") { cart { id } %s }")))
                .containsExactly("NOT_ALLOWED input.lines.0.priceOverride");
        JsonNode draft = shop.does("draftOrderCreate(input: {storeId: \""
                        + shop.owner.data("{ store { id } }").at("/store/id").asString() + "\", lines: [{variantId: \""
                        + cup
                        + "\", quantity: 2}]}) { cart { id lines { id } } %s }")
                .get("cart");
        String id = draft.get("id").asString();
        JsonNode set = shop.does(
                "cartLinesUpdate(id: \"" + id + "\", input: {lines: [{id: \""
                        + draft.at("/lines/0/id").asString()
                        + "\", quantity: 2, priceOverride: {amount: \"80\", currency: \"ETB\"}}]}) { cart { totals { total { amount } } lines { listPrice { amount } unitPrice { amount } priceSource } } %s }");
        assertThat(set.get("cart").toString())
                .isEqualTo(
                        "{\"totals\":{\"total\":{\"amount\":\"160.00\"}},\"lines\":[{\"listPrice\":{\"amount\":\"100.00\"},\"unitPrice\":{\"amount\":\"80.00\"},\"priceSource\":\"MANUAL\"}]}");
        for (String tooMuch : new String[] {"9000000000000000", "1000100010.01"}) {
            assertThat(OrderShop.refusals(OrderShop.tries(
                            shop.owner,
                            "cartLinesUpdate(id: \"" + id + "\", input: {lines: [{id: \""
                                    + draft.at("/lines/0/id").asString()
                                    + "\", quantity: 9999, priceOverride: {amount: \"" + tooMuch
                                    + "\", currency: \"ETB\"}}]}) { cart { id } %s }")))
                    .containsExactly("OUT_OF_RANGE input.lines");
        }
        JsonNode order = shop.does("orderPlace(input: {cartId: \"" + id
                + "\", expectedTotal: {amount: \"160\", currency: \"ETB\"}}) " + OrderShop.key()
                + " { order { lines { priceSource unitPrice { amount } } } %s }");
        assertThat(order.at("/order/lines").toString())
                .isEqualTo("[{\"priceSource\":\"MANUAL\",\"unitPrice\":{\"amount\":\"80.00\"}}]");
    }

    @Test
    void a_draft_that_is_left_as_it_was_still_says_that_a_price_has_changed() {
        String cup = shop.variant("CUP", "100", 5);
        JsonNode draft = shop.does("draftOrderCreate(input: {storeId: \""
                        + shop.owner.data("{ store { id } }").at("/store/id").asString() + "\", lines: [{variantId: \""
                        + cup + "\", quantity: 2}]}) { cart { id version lines { id } } %s }")
                .get("cart");
        shop.does("productVariantPriceSet(id: \"" + cup
                + "\", ifVersion: 1, input: {prices: [{price: {amount: \"120\", currency: \"ETB\"}}]}) { %s }");

        JsonNode same = shop.does("cartLinesUpdate(id: \"" + draft.get("id").asString() + "\", input: {lines: [{id: \""
                + draft.at("/lines/0/id").asString()
                + "\", quantity: 2}]}) { cart { version problems { code before { amount } after { amount } } } %s }");

        assertThat(same.get("cart").toString())
                .isEqualTo(
                        "{\"version\":" + draft.get("version")
                                + ",\"problems\":[{\"code\":\"PRICE_CHANGED\",\"before\":{\"amount\":\"100.00\"},\"after\":{\"amount\":\"120.00\"}}]}");
    }

    @Test
    void staff_choose_among_a_customers_addresses_only_where_they_may_read_them() {
        String customer = shop.does("customerCreate(input: {givenName: \"Almaz\"}) { customer { id } %s }")
                .at("/customer/id")
                .asString();
        String address = shop.does(
                        "customerAddressCreate(customerId: \"" + customer
                                + "\", input: {postalAddress: {country: \"ET\", city: \"Gondar\", line1: \"Piazza 7\"}}) { address { id } %s }")
                .at("/address/id")
                .asString();
        String draft = shop.does("draftOrderCreate(input: {storeId: \""
                        + shop.owner.data("{ store { id } }").at("/store/id").asString() + "\", customerId: \""
                        + customer
                        + "\", lines: [{variantId: \"" + shop.variant("CUP", "100", 5) + "\"}]}) { cart { id } %s }")
                .at("/cart/id")
                .asString();
        Client orders = shop.owner.as(shop.does(
                        "apiKeyCreate(input: {name: \"k\", permissions: [ORDERS_READ, ORDERS_WRITE], stores: {every: true}}) { secret %s }")
                .get("secret")
                .asString());
        String choose = "cartUpdate(id: \"" + draft + "\", input: {shippingAddressId: \"" + address
                + "\"}) { cart { shippingAddress { city } } %s }";

        assertThat(OrderShop.refusals(OrderShop.tries(orders, choose)))
                .containsExactly("NOT_FOUND input.shippingAddressId");
        assertThat(shop.does(choose).at("/cart/shippingAddress/city").asString())
                .isEqualTo("Gondar");
        String other = shop.does("customerCreate(input: {givenName: \"Hana\"}) { customer { id } %s }")
                .at("/customer/id")
                .asString();
        String with = choose.replace("input: {", "input: {customerId: \"%s\", ");
        assertThat(OrderShop.refusals(OrderShop.tries(shop.owner, with.replaceFirst("%s", other))))
                .containsExactly("NOT_FOUND input.shippingAddressId");
        shop.does("cartUpdate(id: \"" + draft + "\", input: {customerId: \"" + other + "\"}) { %s }");
        assertThat(shop.does(with.replaceFirst("%s", customer))
                        .at("/cart/shippingAddress/city")
                        .asString())
                .as("of whom it is for from now on")
                .isEqualTo("Gondar");
    }
}
