package io.merkato.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** From an empty cart to an order that was sent, paid and partly given back. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class OrderTest {

    private final OrderShop shop;

    private final Statements statements;

    OrderTest(Merchants merchants, Client client, Statements statements) {
        this.shop = new OrderShop(merchants, client);
        this.statements = statements;
    }

    @Test
    void a_guest_buys_two_cups_and_gives_one_back() {
        String cup = shop.variant("CUP", "99.90", 5);
        OrderShop.Basket basket = shop.basket(cup, 2);

        assertThat(basket.read(
                                "totals { subtotal { amount } shipping { amount } discount { amount } tax { amount } total { amount } } problems { code }")
                        .toString())
                .isEqualTo(
                        "{\"totals\":{\"subtotal\":{\"amount\":\"199.80\"},\"shipping\":{\"amount\":\"50.00\"},\"discount\":{\"amount\":\"0.00\"},\"tax\":{\"amount\":\"32.58\"},\"total\":{\"amount\":\"249.80\"}},\"problems\":[]}");
        OrderShop.Placed order = basket.order();
        assertThat(order.read("number").get("number").asString()).isEqualTo("1001");
        assertThat(order.statuses()).isEqualTo("OPEN PENDING UNFULFILLED");
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 2 reserved");

        assertThat(order.pays("249.80").get("userErrors")).isEmpty();
        assertThat(order.sends(Map.of(0, 1)).get("userErrors")).isEmpty();
        assertThat(order.statuses()).isEqualTo("OPEN PAID PARTIALLY_FULFILLED");
        assertThat(order.sends(Map.of()).get("userErrors")).isEmpty();
        assertThat(order.statuses()).isEqualTo("COMPLETED PAID FULFILLED");
        assertThat(shop.stock(cup)).isEqualTo("3 on hand, 0 reserved");

        JsonNode returned = order.returns(Map.of(0, 1), "");
        assertThat(returned.at("/orderReturn/amount/amount").asString()).isEqualTo("99.90");
        assertThat(returned.at("/order/balance/amount").asString()).isEqualTo("-99.90");
        assertThat(order.refunds("99.90").get("userErrors")).isEmpty();
        assertThat(order.statuses()).isEqualTo("COMPLETED PARTIALLY_REFUNDED PARTIALLY_RETURNED");
        assertThat(shop.stock(cup)).isEqualTo("4 on hand, 0 reserved");
        assertThat(order.read()
                        .get("history")
                        .valueStream()
                        .map(step -> step.get("axis").asString() + " "
                                + step.get("event").asString() + " "
                                + step.get("to").asString()))
                .containsExactlyInAnyOrder(
                        "ORDER PLACE OPEN",
                        "PAYMENT PLACE PENDING",
                        "FULFILMENT PLACE UNFULFILLED",
                        "PAYMENT PAY PAID",
                        "FULFILMENT SHIP_PART PARTIALLY_FULFILLED",
                        "FULFILMENT SHIP FULFILLED",
                        "ORDER COMPLETE COMPLETED",
                        "FULFILMENT RETURN_PART PARTIALLY_RETURNED",
                        "PAYMENT REFUND_PART PARTIALLY_REFUNDED");
    }

    @Test
    void a_cancelled_order_gives_back_what_it_held() {
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Placed order = shop.basket(cup, 2).order();
        assertThat(order.pays("10").get("userErrors")).isEmpty();

        assertThat(OrderShop.refusals(order.tries("orderCancel(id: $ID) " + OrderShop.key() + " { order { id } %s }")))
                .isEqualTo(List.of("REQUIRED input.refundMethod"));
        assertThat(order.statuses()).isEqualTo("OPEN PARTIALLY_PAID UNFULFILLED");
        String reason = "Changed her mind. ".repeat(55) + "Changed it";
        order.does("orderCancel(id: $ID, input: {reason: \"" + reason + "\", refundMethod: CASH}) " + OrderShop.key()
                + " { order { id } %s }");

        assertThat(order.statuses()).isEqualTo("CANCELLED REFUNDED UNFULFILLED");
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 0 reserved");
        assertThat(order.read("balance { amount } cancelReason payments { kind reference }")
                        .toString())
                .isEqualTo(
                        "{\"balance\":{\"amount\":\"0.00\"},\"cancelReason\":\"" + reason
                                + "\",\"payments\":[{\"kind\":\"PAYMENT\",\"reference\":null},{\"kind\":\"REFUND\",\"reference\":null}]}");
    }

    @Test
    void an_order_takes_no_statement_per_line() {
        var goods = new LinkedHashMap<String, Integer>();
        goods.put(shop.variant("ONE", "100", 9), 1);
        shop.basket(goods).order();
        int ofOne = sent(shop.basket(goods));
        for (int i = 0; i < 9; i++) {
            goods.put(shop.variant("MORE-" + i, "100", 9), 2);
        }

        assertThat(sent(shop.basket(goods))).isEqualTo(ofOne);
    }

    private int sent(OrderShop.Basket basket) {
        String total = basket.total();
        return statements
                .of(() -> OrderShop.does(basket.guest(), basket.place(total)))
                .size();
    }

    @Test
    void what_came_back_before_the_rest_was_sent_does_not_keep_an_order_open() {
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Placed order = shop.basket(cup, 2).order();
        assertThat(order.sends(Map.of(0, 1)).get("userErrors")).isEmpty();
        assertThat(order.returns(Map.of(0, 1), "").get("userErrors")).isEmpty();
        assertThat(order.pays("150").get("userErrors")).isEmpty();
        assertThat(order.statuses()).isEqualTo("OPEN PAID PARTIALLY_RETURNED");

        assertThat(order.sends(Map.of()).get("userErrors")).isEmpty();

        assertThat(order.statuses()).isEqualTo("COMPLETED PAID PARTIALLY_RETURNED");
    }

    @Test
    void who_reads_customers_and_no_orders_is_told_of_none() {
        String cup = shop.variant("CUP", "100", 5);
        shop.basket(cup, 1).order();
        shop.basket(cup, 1);
        Client program = program("CUSTOMERS_READ");

        String page = "\"totalCount\":0,\"pageInfo\":{\"hasNextPage\":false,\"startCursor\":null}";
        String none = "{\"orders\":{\"nodes\":[],\"edges\":[]," + page + "},\"carts\":{\"nodes\":[],\"edges\":[],"
                + page + "}}";
        assertThat(program.data(
                                "{ customers(first: 2) { nodes { orders(first: 1) { nodes { id } edges { node { id } } totalCount pageInfo { hasNextPage startCursor } } carts(first: 1) { nodes { cartId } edges { node { cartId } } totalCount pageInfo { hasNextPage startCursor } } } } }")
                        .at("/customers/nodes"))
                .hasToString("[" + none + "," + none + "]");
    }

    private Client program(String permission) {
        return shop.owner.as(shop.does("apiKeyCreate(input: {name: \"k\", permissions: [" + permission
                        + "], stores: {every: true}}) { secret %s }")
                .get("secret")
                .asString());
    }

    @Test
    void who_changes_orders_and_reads_none_is_shown_what_an_edit_comes_to_without_the_order() {
        OrderShop.Placed order = shop.basket(shop.variant("CUP", "100", 5), 1).order();
        assertThat(program("ORDERS_WRITE")
                        .data(
                                "{ orderEditPreview(id: \"" + order.id()
                                        + "\", input: {shippingPrice: {amount: \"10\", currency: \"ETB\"}}) { order { id } difference { amount } } }")
                        .get("orderEditPreview"))
                .hasToString("{\"order\":null,\"difference\":{\"amount\":\"-40.00\"}}");
    }
}
