package io.merkato.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Staff set right whom an order goes to, and no order comes of a store that does not sell. */
@MerkatoTest
class OrderUpdateTest {

    private final OrderShop shop;

    OrderUpdateTest(Merchants merchants, Client client) {
        this.shop = new OrderShop(merchants, client);
    }

    private static JsonNode update(OrderShop.Placed order, String version, String input) {
        return order.tries(
                "orderUpdate(id: $ID" + version + ", input: {" + input
                        + "}) { order { version email phone note shippingAddress { city } billingAddress { line1 } totals { total { amount } } } %s }");
    }

    @Test
    void whom_an_order_goes_to_is_set_right_until_something_was_sent() {
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Placed order = shop.basket(cup, 2).order();

        JsonNode updated = update(
                order,
                ", ifVersion: 1",
                "email: \"sara@example.com\", phone: \"0911234567\", note: \"Ring twice\", shippingAddress: {country: \"ET\", city: \"Adama\"}, billingAddress: {country: \"ET\", line1: \"Box 7\"}");

        assertThat(updated.get("order").toString())
                .isEqualTo(
                        "{\"version\":2,\"email\":\"sara@example.com\",\"phone\":\"+251911234567\",\"note\":\"Ring twice\",\"shippingAddress\":{\"city\":\"Adama\"},\"billingAddress\":{\"line1\":\"Box 7\"},\"totals\":{\"total\":{\"amount\":\"250.00\"}}}");
        assertThat(update(order, ", ifVersion: 2", "phone: \"0911234567\"")
                        .at("/order/version")
                        .asInt())
                .isEqualTo(2);
        assertThat(update(order, "", "billingAddress: null, note: null")
                        .get("order")
                        .toString())
                .startsWith("{\"version\":3,")
                .contains("\"note\":null")
                .contains("\"billingAddress\":null");
        assertThat(shop.owner
                        .data("{ auditLog(first: 2) { nodes { action before after } } }")
                        .toString())
                .contains("orderUpdate", "\"fields\"")
                .doesNotContain("sara@example.com", "Adama", "Box 7", "Ring twice", "911234567");
        assertThat(order.sends(Map.of(0, 1)).get("userErrors")).isEmpty();
        assertThat(OrderShop.refusals(update(order, "", "email: null"))).containsExactly("CONFLICT id");
    }

    @Test
    void of_what_may_be_left_out_a_blank_text_is_none() {
        String cup = shop.variant("CUP", "100", 9);
        OrderShop.Basket basket = shop.basket(cup, 3);
        String cart = "cartUpdate(id: \"" + basket.cart() + "\", input: {note: \"%s\"}) { cart { version note } %%s }";
        OrderShop.does(basket.guest(), cart.formatted("Ring twice"));
        assertThat(OrderShop.does(basket.guest(), cart.formatted(" ")).toString())
                .startsWith("{\"cart\":{\"version\":4,\"note\":null}");
        OrderShop.Placed order = basket.order();
        assertThat(update(order, "", "note: \"\"").get("order").get("version").asInt())
                .isEqualTo(1);
        assertThat(update(order, "", "note: \"Ring twice\"").at("/order/note").asString())
                .isEqualTo("Ring twice");
        assertThat(update(order, "", "note: \"\"").get("order").toString())
                .startsWith("{\"version\":3,")
                .contains("\"note\":null");

        order.does("orderEdit(id: $ID, ifVersion: 3, input: {lines: [{lineId: \""
                + order.lines().getFirst() + "\", quantity: 2}], note: \"\"}) " + OrderShop.key() + " { %s }");
        order.does(
                "orderPaymentRecord(id: $ID, input: {amount: {amount: \"1\", currency: \"ETB\"}, method: CASH, reference: \"\"}) "
                        + OrderShop.key() + " { %s }");
        String parcel = order.does(
                        "orderFulfil(id: $ID, input: {trackingCompany: \"\", trackingNumber: \" \", trackingUrl: \"\"}) "
                                + OrderShop.key() + " { fulfilment { id } %s }")
                .at("/fulfilment/id")
                .asString();
        assertThat(shop.does(
                                "fulfilmentUpdate(id: \"" + parcel
                                        + "\", input: {trackingNumber: \"\"}) { fulfilment { version trackingCompany trackingNumber trackingUrl } %s }")
                        .get("fulfilment")
                        .toString())
                .isEqualTo("{\"version\":1,\"trackingCompany\":null,\"trackingNumber\":null,\"trackingUrl\":null}");
        order.does("orderReturnCreate(id: $ID, input: {reason: \"\"}) " + OrderShop.key() + " { %s }");
        OrderShop.Placed other = shop.basket(cup, 1).order();
        other.does("orderCancel(id: $ID, input: {reason: \"\"}) " + OrderShop.key() + " { %s }");

        assertThat(order.read("revisions { note } payments { reference } returns { reason }")
                        .toString())
                .isEqualTo(
                        "{\"revisions\":[{\"note\":null}],\"payments\":[{\"reference\":null}],\"returns\":[{\"reason\":null}]}");
        for (OrderShop.Placed each : List.of(order, other)) {
            assertThat(each.read("cancelReason history { reason }").toString()).doesNotContain("\"\"");
        }
    }

    @Test
    void each_fault_is_named() {
        OrderShop.Placed order = shop.basket(shop.variant("CUP", "100", 5), 1).order();
        Map.of(
                        "email: \"nobody\"",
                        "INVALID input.email",
                        "phone: \"12\"",
                        "INVALID input.phone",
                        "note: \"" + "x".repeat(5001) + "\"",
                        "TOO_LONG input.note",
                        "shippingAddress: {country: \"ET\", city: \"" + "x".repeat(300) + "\"}",
                        "TOO_LONG input.shippingAddress.city")
                .forEach((input, fault) -> assertThat(OrderShop.refusals(update(order, "", input)))
                        .as(input)
                        .containsExactly(fault));
        assertThat(OrderShop.refusals(update(order, ", ifVersion: 7", "email: null")))
                .containsExactly("VERSION_CONFLICT ifVersion");
        assertThat(order.read("version").get("version").asInt()).isEqualTo(1);
    }

    @Test
    void goods_come_back_to_no_place_that_there_is_not_whether_stock_is_kept_of_them_or_not() {
        String nowhere = "orderReturnCreate(id: $ID, input: {locationId: \"location_01h455vb4pex5vsknk084sn02q\"}) "
                + OrderShop.key() + " { %s }";
        OrderShop.Placed order = shop.basket(shop.variant("CUP", "100", 5), 1).order();
        assertThat(order.sends(Map.of()).get("userErrors")).isEmpty();

        assertThat(OrderShop.refusals(order.tries(nowhere))).containsExactly("NOT_FOUND input.locationId");
        shop.stockMode("NONE");
        assertThat(OrderShop.refusals(order.tries(nowhere))).containsExactly("NOT_FOUND input.locationId");
        shop.stockMode("RESERVE_ON_ORDER");
    }

    @Test
    void goods_do_not_arrive_in_the_future() {
        OrderShop.Placed order = shop.basket(shop.variant("CUP", "100", 5), 1).order();
        String parcel = order.sends(Map.of()).at("/fulfilment/id").asString();
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();

        assertThat(OrderShop.refusals(arrives(parcel, "9999-01-01T00:00:00Z")))
                .containsExactly("OUT_OF_RANGE input.deliveredAt");
        JsonNode arrived = arrives(parcel, now);
        assertThat(arrived.get("userErrors")).isEmpty();
        assertThat(arrived.at("/fulfilment/deliveredAt").asString()).isEqualTo(now);
    }

    @Test
    void a_parcel_of_which_nothing_new_is_said_keeps_its_version_and_nobody_hears_of_it() {
        OrderShop.Placed order = shop.basket(shop.variant("CUP", "100", 5), 1).order();
        String parcel = order.sends(Map.of()).at("/fulfilment/id").asString();
        String said = "fulfilmentUpdate(id: \"" + parcel
                + "\", input: {trackingCompany: \"Post\", trackingNumber: \"E 7\", trackingUrl: \"https://post.example/7\", deliveredAt: \"2026-05-01T09:30:00Z\"}) { fulfilment { version trackingNumber } order { version } %s }";
        String first = shop.does(said).toString();
        String heard = heard();
        assertThat(first).startsWith("{\"fulfilment\":{\"version\":2,\"trackingNumber\":\"E 7\"}");
        assertThat(shop.does(said).toString()).isEqualTo(first);
        assertThat(shop.does("fulfilmentUpdate(id: \"" + parcel
                                + "\", input: {}) { fulfilment { version trackingNumber } order { version } %s }")
                        .toString())
                .isEqualTo(first);
        assertThat(heard()).isEqualTo(heard);
    }

    /** The audit log's last entry. */
    private String heard() {
        return shop.owner.data("{ auditLog(first: 1) { nodes { id action } } }").toString();
    }

    private JsonNode arrives(String parcel, String at) {
        return OrderShop.tries(
                shop.owner,
                "fulfilmentUpdate(id: \"" + parcel + "\", input: {deliveredAt: \"" + at
                        + "\"}) { fulfilment { deliveredAt } %s }");
    }

    @Test
    void no_order_and_no_draft_comes_of_a_store_that_was_paused_or_closed_meanwhile() {
        String second = shop.does("storeCreate(input: {code: \"second\", name: \"Second\"}) { store { id } %s }")
                .at("/store/id")
                .asString();
        String cup = shop.variant("CUP", "100", 5);
        String draft = shop.does("draftOrderCreate(input: {storeId: \"" + second + "\", lines: [{variantId: \"" + cup
                        + "\"}]}) { cart { id } %s }")
                .at("/cart/id")
                .asString();
        var basket = new OrderShop.Basket(shop, shop.owner, draft);
        String total = basket.total();
        shop.does("storePause(id: \"" + second + "\") { store { id } %s }");

        assertThat(basket.read("problems { code blocking }").toString())
                .isEqualTo("{\"problems\":[{\"code\":\"STORE_NOT_OPEN\",\"blocking\":true}]}");
        assertThat(refusal(basket, total)).isEqualTo("CONFLICT STORE_NOT_OPEN");
        assertThat(OrderShop.refusals(
                        OrderShop.tries(shop.owner, "draftOrderCreate(input: {storeId: \"" + second + "\"}) { %s }")))
                .containsExactly("NOT_ALLOWED input.storeId");
        shop.does("storeClose(id: \"" + second + "\") { store { id } %s }");
        assertThat(refusal(basket, total)).isEqualTo("CONFLICT STORE_NOT_OPEN");
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 0 reserved");
        shop.does("storeReopen(id: \"" + second + "\") { store { id } %s }");
        OrderShop.does(shop.owner, basket.place(total));
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 1 reserved");
    }

    @Test
    void no_order_comes_of_a_cart_in_a_currency_that_its_store_sells_in_no_longer() {
        String store = shop.owner.data("{ store { id } }").at("/store/id").asString();
        String cup = shop.variant("CUP", "100", 5);
        String draft = shop.does("draftOrderCreate(input: {storeId: \"" + store + "\", lines: [{variantId: \"" + cup
                        + "\"}]}) { cart { id } %s }")
                .at("/cart/id")
                .asString();
        var basket = new OrderShop.Basket(shop, shop.owner, draft);
        String total = basket.total();
        shop.does("storeUpdate(id: \"" + store
                + "\", input: {currency: \"USD\", currencies: [\"USD\"]}) { store { id } %s }");

        assertThat(basket.read("problems { code blocking }").toString())
                .isEqualTo("{\"problems\":[{\"code\":\"CURRENCY_NOT_SOLD\",\"blocking\":true}]}");
        assertThat(refusal(basket, total)).isEqualTo("CONFLICT CURRENCY_NOT_SOLD");
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 0 reserved");
        shop.does("storeUpdate(id: \"" + store + "\", input: {currencies: [\"ETB\"]}) { store { id } %s }");
        OrderShop.does(shop.owner, basket.place(total));
    }

    private static String refusal(OrderShop.Basket basket, String total) {
        JsonNode error = OrderShop.tries(basket.guest(), basket.place(total)).at("/userErrors/0");
        return error.get("code").asString() + " " + error.at("/problem/code").asString();
    }
}
