package io.merkato.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a request may ask of many carts, of which each is worked out by itself. */
@MerkatoTest
class ManyCartsTest {

    private static final String NODES =
            "query ($some: [ID!]!, $more: [ID!]!) { some: nodes(ids: $some) { ... on Cart { %1$s } } more: nodes(ids: $more) { ... on Cart { %1$s } } }";

    private final OrderShop shop;
    private final Client guest;

    ManyCartsTest(Merchants merchants, Client client) {
        shop = new OrderShop(merchants, client);
        guest = shop.visitor.with(
                "Merkato-Guest",
                shop.visitor
                        .data("mutation { guestStart { guestToken } }")
                        .at("/guestStart/guestToken")
                        .asString());
    }

    private String cart(String lines) {
        return OrderShop.does(guest, "cartCreate(input: {lines: [" + lines + "]}) { cart { id } %s }")
                .at("/cart/id")
                .asString();
    }

    private JsonNode nodes(String fields, List<String> some, List<String> more) {
        return guest.run(NODES.formatted(fields), Map.of("some", some, "more", more));
    }

    @Test
    void ten_carts_of_a_request_are_worked_out_and_no_more() {
        List<String> carts = IntStream.range(0, 11).mapToObj(i -> cart("")).toList();

        JsonNode refused = nodes("problems { code }", carts.subList(0, 6), carts.subList(6, 11));
        assertThat(refused.get("data"))
                .hasToString("{\"some\":[null,null,null,null,null,null],\"more\":[null,null,null,null,null]}");
        assertThat(refused.get("errors"))
                .hasSize(5)
                .extracting(error -> error.get("extensions"))
                .allSatisfy(extensions -> {
                    assertThat(extensions.get("code").asString()).isEqualTo("QUERY_TOO_COMPLEX");
                    assertThat(extensions.get("limit").asString()).isEqualTo("CARTS");
                    assertThat(extensions.get("most").asInt()).isEqualTo(10);
                });

        assertThat(nodes("loyaltyPointsUsed", carts.subList(0, 6), carts.subList(5, 10))
                        .at("/data/more/4/loyaltyPointsUsed")
                        .asInt(-1))
                .isZero();
        assertThat(nodes("status", carts, carts).at("/data/more/10/status").asString())
                .isEqualTo("OPEN");
    }

    @Test
    void a_cart_that_comes_to_more_than_can_be_reckoned_with_says_so_and_leaves_the_others_alone() {
        String cup = shop.variant("CUP", "100", 20);
        String large = cart("{variantId: \"" + cup + "\", quantity: 11}");
        String small = cart("");
        shop.does(
                "productVariantPriceSet(id: \"" + cup
                        + "\", ifVersion: 1, input: {prices: [{price: {amount: \"9000000000000000\", currency: \"ETB\"}}]}) { %s }");

        JsonNode answer = nodes("problems { code }", List.of(large, small), List.of(small));

        assertThat(answer.get("data"))
                .hasToString(
                        "{\"some\":[null,{\"problems\":[{\"code\":\"EMPTY\"},{\"code\":\"CONTACT_MISSING\"}]}],\"more\":[{\"problems\":[{\"code\":\"EMPTY\"},{\"code\":\"CONTACT_MISSING\"}]}]}");
        assertThat(answer.get("errors")).singleElement().satisfies(error -> {
            assertThat(error.get("path")).hasToString("[\"some\",0,\"problems\"]");
            assertThat(error.at("/extensions/code").asString()).isEqualTo("BAD_USER_INPUT");
            assertThat(error.get("message").asString())
                    .isEqualTo("The cart comes to more than can be reckoned with: take some out of it.");
        });
    }
}
