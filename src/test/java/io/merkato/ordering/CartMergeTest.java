package io.merkato.ordering;

import static io.merkato.ordering.OrderShop.does;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a guest put into a cart and bought, once they sign in. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class CartMergeTest {

    private final OrderShop shop;
    private final Statements statements;
    private final Client person;

    CartMergeTest(Merchants merchants, Client client, Statements statements) {
        this.shop = new OrderShop(merchants, client);
        this.statements = statements;
        this.person = merchants.shopper(shop.merchant);
    }

    @Test
    void where_the_customer_has_no_cart_the_guests_is_theirs() {
        shop.stockMode("RESERVE_ON_CART");
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Basket guest = shop.basket(cup, 2);

        claim(guest.guest());

        assertThat(cart(person, guest.cart())).isEqualTo("OPEN CUP 2");
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 2 reserved");
        assertThat(carts()).containsExactly(guest.cart());
        assertThat(new OrderShop.Basket(shop, person, guest.cart()).tries().get("userErrors"))
                .isEmpty();
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 2 reserved");
    }

    @Test
    void what_is_in_the_guests_cart_goes_into_the_customers() {
        shop.stockMode("RESERVE_ON_CART");
        String cup = shop.variant("CUP", "100", 20);
        String jug = shop.variant("JUG", "300", 20);
        OrderShop.Basket guest = shop.basket(cup, 2);
        add(
                guest,
                "{variantId: \"%s\", quantity: 4, properties: [{name: \"Engraving\", value: \"Hana\"}]}"
                        .formatted(cup));
        add(guest, "{variantId: \"%s\"}".formatted(jug));
        OrderShop.Basket own = shop.basket(person, Map.of(cup, 1), "ETB");
        assertThat(shop.stock(cup)).isEqualTo("20 on hand, 7 reserved");

        claim(guest.guest());

        assertThat(cart(person, own.cart())).isEqualTo("OPEN CUP 3, CUP 4 Hana, JUG 1");
        assertThat(cart(person, guest.cart())).startsWith("MERGED");
        assertThat(carts()).containsExactly(own.cart());
        assertThat(shop.stock(cup)).isEqualTo("20 on hand, 7 reserved");
        assertThat(shop.stock(jug)).isEqualTo("20 on hand, 1 reserved");
        add(own, "{variantId: \"%s\"}".formatted(jug));
        assertThat(shop.stock(cup)).isEqualTo("20 on hand, 7 reserved");
        assertThat(shop.stock(jug)).isEqualTo("20 on hand, 2 reserved");
    }

    @Test
    void what_the_guest_was_promised_is_promised_to_the_customer_and_of_the_rest_what_there_is() {
        shop.stockMode("RESERVE_ON_CART");
        String cup = shop.variant("CUP", "100", 3);
        String set = shop.bundle("SET", cup, 2);
        shop.publish("SET");
        OrderShop.Basket own = shop.basket(person, Map.of(cup, 3), "ETB");
        shop.stockMode("RESERVE_ON_ORDER");
        shop.stockMode("RESERVE_ON_CART");
        OrderShop.Basket guest = shop.basket(set, 1);
        assertThat(shop.stock(cup)).isEqualTo("3 on hand, 2 reserved");

        claim(guest.guest());

        assertThat(cart(person, own.cart())).isEqualTo("OPEN CUP 3, SET 1");
        assertThat(shop.stock(cup)).isEqualTo("3 on hand, 3 reserved");
        JsonNode late = OrderShop.tries(
                shop.visitor, "cartCreate(input: {lines: [{variantId: \"" + cup + "\"}]}) { cart { id } %s }");
        assertThat(late.at("/userErrors/0/code").asString()).isEqualTo("OUT_OF_STOCK");
    }

    @Test
    void no_line_and_no_cart_gets_more_than_it_can_have() {
        String cup = shop.variant("CUP", "100", 1);
        OrderShop.Basket guest = shop.basket(cup, 9000);
        OrderShop.Basket own = shop.basket(person, Map.of(cup, 9000), "ETB");
        add(guest, engraved(cup, 0, 60));
        add(own, engraved(cup, 40, 110));

        claim(guest.guest());

        List<String> lines = List.of(cart(person, own.cart()).substring(5).split(", "));
        assertThat(lines).hasSize(100);
        assertThat(lines.getFirst()).isEqualTo("CUP 9999");
        // The customer's own 70, 20 of them the guest's as well, and the guest's first 29.
        assertThat(lines.subList(1, 100))
                .containsExactlyElementsOf(Stream.concat(
                                IntStream.range(40, 110).mapToObj(i -> "CUP " + (i < 60 ? 2 : 1) + " no. " + i),
                                IntStream.range(0, 40).mapToObj(i -> "CUP 1 no. " + i))
                        .limit(99)
                        .toList());
    }

    @Test
    void carts_in_other_currencies_stay_apart() {
        shop.does("storeUpdate(id: \"" + store() + "\", input: {currencies: [\"ETB\", \"USD\"]}) { %s }");
        String cup = shop.variant("CUP", "100", 5);
        JsonNode created = does(
                shop.visitor,
                "cartCreate(input: {currency: \"USD\", lines: [{variantId: \"" + cup
                        + "\", quantity: 2}]}) { cart { id } guestToken %s }");
        Client guest =
                shop.visitor.with("Merkato-Guest", created.get("guestToken").asString());
        OrderShop.Basket own = shop.basket(person, Map.of(cup, 1), "ETB");

        claim(guest);

        assertThat(cart(person, own.cart())).isEqualTo("OPEN CUP 1");
        assertThat(cart(person, created.at("/cart/id").asString())).isEqualTo("OPEN CUP 2");
    }

    @Test
    void again_and_eight_times_at_once_it_merges_once() throws Exception {
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Basket guest = shop.basket(cup, 2);
        OrderShop.Basket own = shop.basket(person, Map.of(cup, 1), "ETB");

        AtOnce.all(8, i -> claim(guest.guest()));
        claim(guest.guest());

        assertThat(cart(person, own.cart())).isEqualTo("OPEN CUP 3");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_cart_that_is_ordered_at_that_moment_is_bought_once_and_the_customers(boolean orderedFirst) throws Exception {
        String cup = shop.variant("CUP", "100", 50);
        OrderShop.Basket guest = shop.basket(cup, 2);
        OrderShop.Basket own = shop.basket(person, Map.of(cup, 1), "ETB");
        String place = "mutation { " + guest.place(guest.total()).replace("%s", OrderShop.ERRORS) + " }";
        Callable<String> order = () -> outcome(guest.guest().run(place));
        Callable<String> claim = () -> claim(guest.guest()).at("/customer/id").isString() ? "claimed" : "";

        List<String> came = oneAfterTheOther(guest.cart(), orderedFirst ? order : claim, orderedFirst ? claim : order);

        assertThat(came)
                .containsExactlyElementsOf(orderedFirst ? List.of("done", "claimed") : List.of("claimed", "NOT_FOUND"));
        assertThat(cart(person, guest.cart())).startsWith(orderedFirst ? "COMPLETED" : "MERGED");
        assertThat(cart(person, own.cart())).isEqualTo(orderedFirst ? "OPEN CUP 1" : "OPEN CUP 3");
    }

    /** Both under way at once: each comes as far as the cart, which somebody holds until both are there. */
    private static List<String> oneAfterTheOther(String cart, Callable<String> first, Callable<String> second)
            throws Exception {
        try (Connection holder = TestDatabase.superuser();
                var threads = Executors.newFixedThreadPool(2)) {
            holder.setAutoCommit(false);
            holder.createStatement()
                    .execute("select from ordering.cart where id = '" + TypeId.parse("cart", cart)
                            + "' for no key update");
            Future<String> one = threads.submit(first);
            TestDatabase.awaitWaiting(holder, 1, one);
            Future<String> other = threads.submit(second);
            TestDatabase.awaitWaiting(holder, 2, other);
            holder.commit();
            return List.of(one.get(), other.get());
        }
    }

    @Test
    void a_cart_that_ends_at_that_moment_takes_nothing_in() throws Exception {
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Basket guest = shop.basket(cup, 2);
        OrderShop.Basket own = shop.basket(person, Map.of(cup, 1), "ETB");
        try (var thread = Executors.newSingleThreadExecutor();
                Connection upkeep = TestDatabase.superuser()) {
            upkeep.setAutoCommit(false);
            upkeep.createStatement()
                    .execute("update ordering.cart set status = 'EXPIRED' where id = '"
                            + TypeId.parse("cart", own.cart()) + "'");
            Future<JsonNode> claimed = thread.submit(() -> claim(guest.guest()));
            while (!TestDatabase.isWaitedFor(upkeep) && !claimed.isDone()) {
                Thread.onSpinWait();
            }
            upkeep.commit();
            claimed.get();
        }

        assertThat(cart(person, guest.cart())).isEqualTo("OPEN CUP 2");
        assertThat(cart(person, own.cart())).isEqualTo("EXPIRED CUP 1");
    }

    @Test
    void a_cart_that_the_guest_opens_at_that_moment_goes_along_or_is_not_opened() throws Exception {
        String cup = shop.variant("CUP", "100", 50);
        for (int round = 0; round < 20; round++) {
            JsonNode started = does(shop.visitor, "guestStart { guestToken %s }");
            Client guest =
                    shop.visitor.with("Merkato-Guest", started.get("guestToken").asString());
            String cart = "mutation { cartCreate(input: {lines: [{variantId: \"" + cup
                    + "\"}]}) { cart { id } guestToken userErrors { code } } }";
            JsonNode answer = AtOnce.all(2, number -> number == 0 ? claim(guest) : guest.run(cart))
                    .getLast();
            assertThat(outcome(answer)).isIn("done", "UNAUTHENTICATED");
            JsonNode opened = answer.at("/data/cartCreate");
            if (opened.path("guestToken").isString()) { // by somebody new, since the guest was nobody any more
                continue;
            }
            if (outcome(answer).equals("done")) {
                assertThat(cart(person, opened.at("/cart/id").asString())).contains("CUP");
            }
        }
    }

    /** Of a mutation that is alone: {@code done}, or the code by which it was refused. */
    private static String outcome(JsonNode response) {
        JsonNode refusal = response.at("/errors/0/extensions/code");
        return refusal.isMissingNode()
                ? response.get("data")
                        .iterator()
                        .next()
                        .at("/userErrors/0/code")
                        .asString("done")
                : refusal.asString();
    }

    @Test
    void what_the_guest_was_exempt_from_the_customer_is() {
        String cup = shop.variant("CUP", "115", 50);
        OrderShop.Basket guest = shop.basket(cup, 1);
        String customer = guest.guest()
                .data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
        shop.does("taxExemptionCreate(input: {customerId: \"" + customer
                + "\", certificate: \"UN-77\"}) { taxExemption { id } %s }");

        claim(guest.guest());

        assertThat(person.data("{ cart(id: \"" + guest.cart() + "\") { totals { tax { amount } } } }")
                        .at("/cart/totals/tax/amount")
                        .asString())
                .isEqualTo("0.00");
    }

    @Test
    void what_the_guest_bought_is_the_customers() {
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Basket guest = shop.basket(cup, 2);
        OrderShop.Placed order = guest.order();

        claim(guest.guest());

        assertThat(person.data("{ viewer { customer { orders(first: 9) { nodes { id } } } } }")
                        .at("/viewer/customer/orders/nodes/0/id")
                        .asString())
                .isEqualTo(order.id());
        assertThat(person.data("{ order(id: \"" + order.id() + "\") { number } }")
                        .at("/order/number")
                        .asString())
                .isEqualTo("1001");
    }

    @Test
    void it_takes_as_many_statements_for_many_carts_and_lines_as_for_one() {
        String cup = shop.variant("CUP", "100", 50);
        OrderShop.Basket one = shop.basket(cup, 2);
        OrderShop.Basket own = shop.basket(person, Map.of(cup, 1), "ETB");
        OrderShop.Basket many = shop.basket(cup, 2);
        add(many, engraved(cup, 0, 20));
        for (int i = 0; i < 3; i++) {
            shop.basket(many.guest(), Map.of(cup, 1), "ETB");
        }
        claim(shop.basket(cup, 1).guest());

        int few = statements.of(() -> claim(one.guest())).size();
        assertThat(statements.of(() -> claim(many.guest()))).hasSize(few);
        assertThat(cart(person, own.cart())).startsWith("OPEN CUP 9, CUP 1 no. 0, ");
    }

    private JsonNode claim(Client guest) {
        return does(
                person.with("Merkato-Guest", requireNonNull(guest.headers().get("Merkato-Guest"))),
                "guestClaim { customer { id } %s }");
    }

    private static void add(OrderShop.Basket basket, String lines) {
        does(basket.guest(), "cartLinesAdd(id: \"" + basket.cart() + "\", input: {lines: [" + lines + "]}) { %s }");
    }

    private static String engraved(String variant, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{variantId: \"%s\", properties: [{name: \"Engraving\", value: \"no. %d\"}]}"
                        .formatted(variant, i))
                .collect(Collectors.joining(" "));
    }

    private String store() {
        return shop.owner
                .data("{ stores(first: 1) { nodes { id } } }")
                .at("/stores/nodes/0/id")
                .asString();
    }

    private List<String> carts() {
        return person.data("{ viewer { customer { carts(first: 9) { nodes { cartId } } } } }")
                .at("/viewer/customer/carts/nodes")
                .valueStream()
                .map(each -> each.get("cartId").asString())
                .toList();
    }

    /** Status and lines. */
    private static String cart(Client who, String id) {
        JsonNode cart = who.data("{ cart(id: \"" + id
                        + "\") { status lines { variant { sku } quantity properties { value } } } }")
                .get("cart");
        var lines = new ArrayList<String>();
        cart.get("lines")
                .forEach(line -> lines.add((line.at("/variant/sku").asString() + " " + line.get("quantity") + " "
                                + line.at("/properties/0/value").asString(""))
                        .strip()));
        return cart.get("status").asString() + " " + String.join(", ", lines);
    }
}
