package io.merkato.ordering;

import static io.merkato.ordering.OrderEditing.add;
import static io.merkato.ordering.OrderEditing.birr;
import static io.merkato.ordering.OrderEditing.edits;
import static io.merkato.ordering.OrderEditing.line;
import static io.merkato.ordering.OrderEditing.money;
import static io.merkato.ordering.OrderEditing.preview;
import static io.merkato.ordering.OrderEditing.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What an order holds of stock and sales after an edit, whatever else happens to it at once. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class OrderEditStockTest {

    private final OrderShop shop;

    OrderEditStockTest(Merchants merchants, Client client) {
        this.shop = new OrderShop(merchants, client);
    }

    @Test
    void what_there_is_too_little_of_is_named_and_nothing_is_half_done() {
        String cup = shop.variant("CUP", "100", 3);
        String jug = shop.variant("JUG", "10", 5);
        OrderShop.Placed order = shop.basket(Map.of(cup, 2)).order();
        String before = order.read().toString();
        String input = line(order, 0, "quantity: 4") + ", " + add(jug, 6, "") + ", shippingPrice: " + birr("5");

        JsonNode refusal = edits(order, input);

        assertThat(refusal.get("userErrors")
                        .valueStream()
                        .map(error -> error.at("/variant/sku").asString() + " " + error.get("wanted") + " of "
                                + error.get("available")))
                .containsExactlyInAnyOrder("CUP 4 of 3", "JUG 6 of 5");
        assertThat(refused(refusal))
                .containsExactlyInAnyOrder("OUT_OF_STOCK input.lines.0.quantity", "OUT_OF_STOCK input.add.0.quantity");
        assertThat(preview(order, input).get("problems").valueStream().collect(Collectors.toSet()))
                .isEqualTo(refusal.get("userErrors").valueStream().collect(Collectors.toSet()));
        assertThat(order.read().toString()).isEqualTo(before);
        assertThat(shop.stock(cup) + ", " + shop.stock(jug)).isEqualTo("3 on hand, 2 reserved, 5 on hand, 0 reserved");
    }

    @Test
    void who_orders_less_of_what_was_never_promised_is_not_refused_for_stock() {
        shop.stockMode("TRACK");
        String cup = shop.variant("CUP", "100", 1);
        OrderShop.Placed order = shop.basket(cup, 5).order();
        shop.stockMode("RESERVE_ON_ORDER");

        assertThat(edits(order, line(order, 0, "quantity: 4")).get("userErrors"))
                .isEmpty();

        assertThat(shop.stock(cup)).isEqualTo("1 on hand, 1 reserved");
        assertThat(refused(edits(order, line(order, 0, "quantity: 5"))))
                .containsExactly("OUT_OF_STOCK input.lines.0.quantity");
    }

    @Test
    void pieces_of_a_flash_sale_are_taken_and_given_back() {
        String cup = shop.variant("CUP", "100", 20);
        shop.does(
                "flashSaleCreate(input: {name: \"Today\", startsAt: \"2020-01-01T00:00:00Z\", endsAt: \"2099-01-01T00:00:00Z\", items: [{variantId: \""
                        + cup + "\", price: " + birr("60") + ", quantity: 5}]}) { flashSale { id } %s }");
        OrderShop.Placed order = shop.basket(cup, 3).order();
        assertThat(money(order)).isEqualTo("230.00, balance 230.00");

        assertThat(refused(edits(order, line(order, 0, "quantity: 6"))))
                .containsExactly("CONFLICT input.lines.0.quantity");
        assertThat(preview(order, line(order, 0, "quantity: 6")).get("problems"))
                .hasSize(1);
        assertThat(edits(order, line(order, 0, "quantity: 5")).get("userErrors"))
                .isEmpty();
        assertThat(sold()).isEqualTo(5);
        assertThat(edits(order, line(order, 0, "quantity: 2")).get("userErrors"))
                .isEmpty();
        assertThat(sold()).isEqualTo(2);
        assertThat(edits(order, line(order, 0, "unitPrice: " + birr("50")) + ", " + add(cup, 1, ""))
                        .get("userErrors"))
                .isEmpty();
        assertThat(sold()).isEqualTo(1);
        assertThat(money(order)).isEqualTo("210.00, balance 210.00");
    }

    @Test
    void of_64_edits_of_one_version_one_is_done() throws Exception {
        String cup = shop.variant("CUP", "100", 100);
        OrderShop.Placed order = shop.basket(cup, 1).order();
        String line = order.lines().getFirst();

        List<JsonNode> answers =
                AtOnce.all(64, i -> edits(order, "lines: [{lineId: \"" + line + "\", quantity: " + (i + 2) + "}]", 1));

        assertThat(OrderRaceTest.tally(answers)).isEqualTo(Map.of("done", 1L, "VERSION_CONFLICT", 63L));
        assertThat(order.read("revisions { id }").get("revisions")).hasSize(1);
        int pieces = order.read().at("/lines/0/quantity").asInt();
        assertThat(shop.stock(cup)).isEqualTo("100 on hand, " + pieces + " reserved");
    }

    @Test
    void edits_sendings_and_cancellations_at_once_leave_an_order_that_adds_up() throws Exception {
        String cup = shop.variant("CUP", "100", 1_000);
        OrderShop.Placed order = shop.basket(cup, 20).order();
        OrderShop.Placed called = shop.basket(cup, 20).order();
        String line = order.lines().getFirst();
        String other = called.lines().getFirst();

        List<JsonNode> answers = AtOnce.all(64, i -> switch (i % 4) {
            case 0 ->
                order.tries("orderFulfil(id: $ID, input: {lines: [{lineId: \"" + line + "\", quantity: 1}]}) "
                        + OrderShop.key() + " { order { id } %s }");
            case 1 -> edits(order, "lines: [{lineId: \"" + line + "\", quantity: " + (10 + i % 7) + "}]");
            case 2 -> edits(called, "lines: [{lineId: \"" + other + "\", quantity: " + (10 + i % 7) + "}]");
            default ->
                i < 40
                        ? edits(called, add(cup, 1, ""))
                        : called.tries("orderCancel(id: $ID) " + OrderShop.key() + " { order { id } %s }");
        });

        assertThat(OrderRaceTest.tally(answers).keySet())
                .isSubsetOf("done", "VERSION_CONFLICT", "OUT_OF_RANGE", "CONFLICT", "INVALID");
        JsonNode now = order.read().at("/lines/0");
        assertThat(now.get("fulfilledQuantity").asInt()).isPositive();
        assertThat(called.statuses()).isEqualTo("CANCELLED VOIDED UNFULFILLED");
        int waiting = now.get("quantity").asInt() - now.get("fulfilledQuantity").asInt();
        assertThat(shop.stock(cup))
                .isEqualTo(1_000 - now.get("fulfilledQuantity").asInt() + " on hand, " + waiting + " reserved");
        assertThat(refused(edits(called, add(cup, 1, "")))).containsExactly("CONFLICT id");
    }

    private int sold() {
        return shop.owner
                .data("{ flashSales(first: 1) { nodes { items(first: 1) { nodes { sold } } } } }")
                .at("/flashSales/nodes/0/items/nodes/0/sold")
                .asInt();
    }
}
