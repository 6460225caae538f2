package io.merkato.channel;

import static io.merkato.ordering.OrderShop.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.ordering.OrderShop;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Cash out of a drawer of 500.00 for a cup of 115.00. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class PosCashRefundTest {

    private final Till till;

    PosCashRefundTest(Merchants merchants, Client client) {
        this.till = new Till(new OrderShop(merchants, client));
    }

    private String sold(String cup) {
        return till.syncs(List.of(till.sale(cup, 1))).at("/results/0/orderId").asString();
    }

    private String refund(String order, String amount, String currency, String key) {
        return "posCashRefund(sessionId: \"" + till.session + "\", input: {orderId: \"" + order
                + "\", amount: {amount: \"" + amount + "\", currency: \"" + currency + "\"}, reason: \" Chipped \"}) "
                + key
                + " { cashMovement { id kind amount { amount } reason order { id } } session { expectedCash { amount } } %s }";
    }

    private JsonNode tries(String order, String amount, String currency) {
        return OrderShop.tries(till.owner, refund(order, amount, currency, OrderShop.key()));
    }

    @Test
    void what_is_sent_twice_leaves_the_drawer_once() {
        String order = sold(till.shop.variant("CUP", "100", 5));
        String refund = refund(order, "60", "ETB", OrderShop.key());
        JsonNode once = till.shop.does(refund);
        assertThat(once.at("/cashMovement/kind").asString()).isEqualTo("REFUND");
        assertThat(once.at("/cashMovement/amount/amount").asString()).isEqualTo("-60.00");
        assertThat(once.at("/cashMovement/reason").asString()).isEqualTo("Chipped");
        assertThat(once.at("/cashMovement/order/id").asString()).isEqualTo(order);
        assertThat(once.at("/session/expectedCash/amount").asString()).isEqualTo("555.00");
        assertThat(till.shop.does(refund)).isEqualTo(once);
        assertThat(order(order, "refunded { amount } payments { kind method amount { amount } }"))
                .isEqualTo(
                        "{\"refunded\":{\"amount\":\"60.00\"},\"payments\":[{\"kind\":\"PAYMENT\",\"method\":\"CASH\",\"amount\":{\"amount\":\"115.00\"}},{\"kind\":\"REFUND\",\"method\":\"CASH\",\"amount\":{\"amount\":\"60.00\"}}]}");
    }

    private String order(String id, String selection) {
        return till.owner
                .data("{ order(id: \"" + id + "\") { " + selection + " } }")
                .get("order")
                .toString();
    }

    @Test
    void what_cannot_be_is_refused_at_its_place_and_leaves_drawer_and_order_as_they_were() {
        String cup = till.shop.variant("CUP", "100", 5);
        String order = sold(cup);
        String second = till.shop
                .does("storeCreate(input: {code: \"second\", name: \"Second\"}) { store { id } %s }")
                .at("/store/id")
                .asString();
        String draft = till.shop
                .does("draftOrderCreate(input: {storeId: \"" + second + "\", lines: [{variantId: \"" + cup
                        + "\"}]}) { cart { id totals { total { amount } } } %s }")
                .get("cart")
                .toString();
        String elsewhere = till.shop
                .does("orderPlace(input: {cartId: \"" + draft.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1")
                        + "\", expectedTotal: {amount: \"" + draft.replaceAll(".*\"amount\":\"([^\"]*)\".*", "$1")
                        + "\", currency: \"ETB\"}}) " + OrderShop.key() + " { order { id } %s }")
                .at("/order/id")
                .asString();
        till.shop.does("orderPaymentRecord(id: \"" + elsewhere
                + "\", input: {amount: {amount: \"50\", currency: \"ETB\"}, method: CASH}) " + OrderShop.key()
                + " { %s }");

        assertThat(refusals(tries(order, "0", "ETB"))).containsExactly("OUT_OF_RANGE input.amount");
        assertThat(refusals(tries(order, "-1", "ETB"))).containsExactly("OUT_OF_RANGE input.amount");
        assertThat(refusals(tries(order, "115.01", "ETB"))).containsExactly("OUT_OF_RANGE input.amount");
        assertThat(refusals(tries(order, "1", "USD"))).containsExactly("INVALID input.amount.currency");
        assertThat(refusals(tries(elsewhere, "1", "ETB"))).containsExactly("NOT_FOUND input.orderId");
        till.closes("615");
        assertThat(refusals(tries(order, "1", "ETB"))).containsExactly("CONFLICT sessionId");

        assertThat(order(order, "paymentStatus refunded { amount }"))
                .isEqualTo("{\"paymentStatus\":\"PAID\",\"refunded\":{\"amount\":\"0.00\"}}");
        assertThat(till.owner
                        .data("{ posSession(id: \"" + till.session
                                + "\") { expectedCash { amount } difference { amount } } }")
                        .get("posSession")
                        .toString())
                .isEqualTo("{\"expectedCash\":{\"amount\":\"615.00\"},\"difference\":{\"amount\":\"0.00\"}}");
    }

    @Test
    void what_store_credit_paid_does_not_leave_a_drawer() {
        OrderShop.Placed order =
                till.shop.basket(till.shop.variant("CUP", "100", 5), 1).order();
        String customer = order.guest()
                .data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
        till.shop.does("storeCreditAdjust(input: {customerId: \"" + customer
                + "\", change: {amount: \"100\", currency: \"ETB\"}, reason: \"Welcome\"}) " + OrderShop.key()
                + " { %s }");
        OrderShop.does(
                order.guest(),
                "orderStoreCreditRedeem(input: {orderId: \"" + order.id()
                        + "\", amount: {amount: \"100\", currency: \"ETB\"}}) " + OrderShop.key() + " { %s }");
        till.shop.does("orderPaymentRecord(id: \"" + order.id()
                + "\", input: {amount: {amount: \"50\", currency: \"ETB\"}, method: CASH}) " + OrderShop.key()
                + " { %s }");

        assertThat(refusals(tries(order.id(), "50.01", "ETB"))).containsExactly("OUT_OF_RANGE input.amount");
        assertThat(tries(order.id(), "50", "ETB")
                        .at("/session/expectedCash/amount")
                        .asString())
                .isEqualTo("450.00");
        assertThat(refusals(tries(order.id(), "0.01", "ETB"))).containsExactly("OUT_OF_RANGE input.amount");
    }
}
