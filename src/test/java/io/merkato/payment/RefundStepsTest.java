package io.merkato.payment;

import static io.merkato.ordering.OrderShop.key;
import static io.merkato.ordering.OrderShop.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.ordering.OrderShop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** M-Pesa moves whole shillings: where nothing else is said, of an order of 1 050.00 it is as if it had taken 1 000.50, and the rest came in cash. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class RefundStepsTest {

    private final PaymentDesk desk;

    RefundStepsTest(Merchants merchants, Client client) {
        this.desk = new PaymentDesk(merchants, client);
    }

    private record Paid(OrderShop.Placed order, JsonNode payment) {}

    /** Of a guest, of so many baskets for 1 000 shillings each, and 50 for the way. */
    private OrderShop.Placed order(int pieces, String total) {
        OrderShop shop = desk.shop;
        String store = shop.owner.data("{ store { id } }").at("/store/id").asString();
        shop.does("storeUpdate(id: \"" + store + "\", input: {currencies: [\"ETB\", \"KES\"]}) { %s }");
        String zone = shop.owner
                .data("{ shippingZones(first: 1) { nodes { id } } }")
                .at("/shippingZones/nodes/0/id")
                .asString();
        String method = shop.does(
                        "shippingMethodCreate(input: {code: \"rider\", currency: \"KES\", kind: FLAT, zoneId: \"" + zone
                                + "\", rates: [{price: \"50\"}]}) { shippingMethod { id } %s }")
                .at("/shippingMethod/id")
                .asString();
        JsonNode product = shop.does(
                        "productCreate(input: {name: \"Kiondo\", variants: [{sku: \"KIONDO\", prices: [{price: {amount: \"1000\", currency: \"KES\"}}]}]}) { product { id variants(first: 1) { nodes { id } } } %s }")
                .get("product");
        shop.does("productPublish(id: \"" + product.get("id").asString() + "\") { %s }");
        String variant = product.at("/variants/nodes/0/id").asString();
        shop.receive(variant, 9);
        OrderShop.Basket basket = shop.basket(shop.visitor, Map.of(variant, pieces), "KES");
        OrderShop.does(
                basket.guest(),
                "cartUpdate(id: \"" + basket.cart() + "\", input: {shippingMethodId: \"" + method + "\"}) { %s }");
        String id = OrderShop.does(basket.guest(), basket.place(total, "KES", key()))
                .at("/order/id")
                .asString();
        return new OrderShop.Placed(shop, basket.guest(), id);
    }

    private void inCash(OrderShop.Placed order, String amount) {
        desk.shop.does("orderPaymentRecord(id: \"" + order.id() + "\", input: {" + amount(amount) + ", method: CASH}) "
                + key() + " { %s }");
    }

    private Paid paid() {
        OrderShop.Placed order = order(1, "1050.00");
        JsonNode payment =
                desk.pays(order.guest(), order, ", " + amount("1000.50")).get("payment");
        inCash(order, "49.50");
        desk.sets("payment.payment_account set provider = 'mpesa' where provider = 'sandbox'");
        return new Paid(order, payment);
    }

    /** 1 000.50 by a provider that moves cents, then 1 000 through M-Pesa, then 0.30 in cash. */
    private Paid paidInCentsFirst() {
        OrderShop shop = desk.shop;
        String mpesa = shop.does(
                        "paymentAccountCreate(input: {provider: \"sandbox\", name: \"M-Pesa\", environment: TEST, secrets: [{name: \"signingKey\", value: \""
                                + PaymentDesk.CANARY + "\"}]}) { account { id } %s }")
                .at("/account/id")
                .asString();
        String store = shop.owner.data("{ store { id } }").at("/store/id").asString();
        shop.does("storePaymentAccountsSet(storeId: \"" + store + "\", accountIds: [\"" + desk.account + "\", \""
                + mpesa + "\"]) { %s }");
        OrderShop.Placed order = order(2, "2050.00");
        JsonNode cents =
                desk.pays(order.guest(), order, ", " + amount("1000.50")).get("payment");
        OrderShop.does(order.guest(), PaymentDesk.pay(order, mpesa, ", " + amount("1000"), key()));
        inCash(order, "0.30");
        desk.sets("payment.payment_account set provider = 'mpesa' where name = 'M-Pesa'");
        return new Paid(order, cents);
    }

    private static String amount(String amount) {
        return "amount: {amount: \"" + amount + "\", currency: \"KES\"}";
    }

    private static String asked(Paid paid, String to, String more) {
        return "input: {orderId: \"" + paid.order().id() + "\", to: " + to + more + "}";
    }

    private static String mixed(String credit, String more) {
        return ", storeCredit: {amount: \"" + credit + "\", currency: \"KES\"}" + more;
    }

    /** Method and amount of each part, or what is refused. */
    private List<String> shown(Paid paid, String to, String more) {
        JsonNode preview = desk.shop
                .owner
                .data("{ orderRefundPreview(" + asked(paid, to, more)
                        + ") { parts { method amount { amount } } userErrors: problems { code path } } }")
                .get("orderRefundPreview");
        return preview.get("userErrors").isEmpty() ? parts(preview) : refusals(preview);
    }

    private List<String> given(Paid paid, String to, String more) {
        JsonNode payload = OrderShop.tries(
                desk.shop.owner,
                "orderRefundCreate(" + asked(paid, to, more) + ") " + key()
                        + " { refund { parts { method amount { amount } } } %s }");
        return payload.get("userErrors").isEmpty() ? parts(payload.get("refund")) : refusals(payload);
    }

    private static List<String> parts(JsonNode of) {
        return of.get("parts")
                .valueStream()
                .map(part -> part.get("method").asString() + " "
                        + part.at("/amount/amount").asString())
                .toList();
    }

    private String moved(Paid paid) {
        return desk.count("payment.operation") + " asked, "
                + paid.order().read("returned { amount } refunded { amount }").toString();
    }

    @Test
    void of_a_payment_goes_back_what_its_provider_moves_and_anything_else_is_refused_before_it_is_asked() {
        Paid paid = paid();
        String before = moved(paid);
        assertThat(refusals(desk.asks("paymentRefund", paid.payment(), ", input: {" + amount("10.50") + "}")))
                .containsExactly("OUT_OF_RANGE input.amount");
        assertThat(refusals(desk.asks("paymentRefund", paid.payment(), ", input: {" + amount("1000.50") + "}")))
                .containsExactly("OUT_OF_RANGE input.amount");
        assertThat(moved(paid)).isEqualTo(before);

        JsonNode all = desk.asks("paymentRefund", paid.payment(), ", input: {}").at("/payment/operations");
        assertThat(all).hasSize(2);
        assertThat(desk.shop
                        .owner
                        .data("{ payment(id: \"" + paid.payment().get("id").asString()
                                + "\") { operations { kind amount { amount } } } }")
                        .at("/payment/operations/1")
                        .toString())
                .isEqualTo("{\"kind\":\"REFUND\",\"amount\":{\"amount\":\"1000.00\"}}");
    }

    @Test
    void a_refund_of_the_order_leaves_to_other_ways_what_the_provider_does_not_move() {
        Paid paid = paid();
        assertThat(shown(paid, "ORIGINAL", ", " + amount("10.50"))).containsExactly("MOBILE_MONEY 10.00", "CASH 0.50");
        assertThat(shown(paid, "ORIGINAL", ", " + amount("1050"))).containsExactly("OUT_OF_RANGE input.amount");
        assertThat(shown(paid, "ORIGINAL", "")).containsExactly("MOBILE_MONEY 1000.00", "CASH 49.50");
        assertThat(shown(paid, "MIXED", mixed("0.50", ", " + amount("10.50"))))
                .containsExactly("STORE_CREDIT 0.50", "MOBILE_MONEY 10.00");
        assertThat(shown(paid, "STORE_CREDIT", ", " + amount("1050")))
                .containsExactly("STORE_CREDIT 49.50", "STORE_CREDIT 1000.50");
    }

    /** As M-Pesa's: 1 000.50, and 49.50 in cash. */
    @Test
    void of_a_payment_whose_provider_gives_back_all_or_nothing_a_part_goes_back_another_way_or_is_not_asked_for() {
        Paid paid = paid();
        desk.sets("payment.payment_account set provider = 'wave' where provider = 'mpesa'");
        String before = moved(paid);
        assertThat(refusals(desk.asks("paymentRefund", paid.payment(), ", input: {" + amount("10") + "}")))
                .containsExactly("OUT_OF_RANGE input.amount");
        assertThat(shown(paid, "ORIGINAL", ", " + amount("10"))).containsExactly("CASH 10.00");
        assertThat(shown(paid, "ORIGINAL", ", " + amount("1000"))).containsExactly("OUT_OF_RANGE input.amount");
        assertThat(given(paid, "ORIGINAL", ", " + amount("49.51"))).containsExactly("OUT_OF_RANGE input.amount");
        assertThat(shown(paid, "ORIGINAL", ", " + amount("1010"))).containsExactly("MOBILE_MONEY 1000.50", "CASH 9.50");
        assertThat(shown(paid, "MIXED", mixed("10", ", " + amount("1010.50"))))
                .containsExactly("STORE_CREDIT 10.00", "MOBILE_MONEY 1000.50");
        assertThat(moved(paid)).isEqualTo(before);

        assertThat(given(paid, "STORE_CREDIT", ", " + amount("50")))
                .containsExactly("STORE_CREDIT 49.50", "STORE_CREDIT 0.50");
        assertThat(shown(paid, "ORIGINAL", ""))
                .as("not the whole is left")
                .containsExactly("OUT_OF_RANGE input.amount");
        assertThat(refusals(desk.asks("paymentRefund", paid.payment(), ", input: {}")))
                .containsExactly("NOT_ALLOWED id");
        assertThat(given(paid, "STORE_CREDIT", "")).containsExactly("STORE_CREDIT 1000.00");
        assertThat(desk.shop
                        .owner
                        .data("{ paymentProviders { code refundsWhole } }")
                        .get("paymentProviders")
                        .valueStream()
                        .filter(each -> each.get("refundsWhole").asBoolean())
                        .map(each -> each.get("code").asString()))
                .containsExactly("wave");
    }

    @Test
    void where_no_other_way_is_left_it_is_refused_and_no_store_credit_is_given_beside_it() {
        Paid paid = paid();
        assertThat(given(paid, "STORE_CREDIT", ", " + amount("49.50"))).containsExactly("STORE_CREDIT 49.50");
        String before = moved(paid);
        for (String to : List.of("ORIGINAL", "MIXED")) {
            String more = to.equals("MIXED") ? mixed("20", ", " + amount("30.50")) : ", " + amount("10.50");
            assertThat(shown(paid, to, more)).containsExactly("OUT_OF_RANGE input.amount");
            assertThat(given(paid, to, more)).containsExactly("OUT_OF_RANGE input.amount");
        }
        assertThat(moved(paid)).isEqualTo(before);
        assertThat(given(paid, "STORE_CREDIT", ", " + amount("1000"))).containsExactly("STORE_CREDIT 1000.00");
        assertThat(shown(paid, "ORIGINAL", "")).containsExactly("OUT_OF_RANGE input.amount");
        assertThat(given(paid, "STORE_CREDIT", "")).containsExactly("STORE_CREDIT 0.50");
    }

    @Test
    void what_is_less_than_a_step_is_made_up_to_one_with_what_went_back_in_any_amount() {
        Paid paid = paidInCentsFirst();
        assertThat(shown(paid, "ORIGINAL", ", " + amount("1500")))
                .containsExactly("MOBILE_MONEY 1000.00", "MOBILE_MONEY 500.00");
        assertThat(shown(paid, "ORIGINAL", ", " + amount("1500.45")))
                .containsExactly("MOBILE_MONEY 1000.45", "MOBILE_MONEY 500.00");
        assertThat(shown(paid, "ORIGINAL", ", " + amount("1500.85")))
                .containsExactly("MOBILE_MONEY 999.85", "MOBILE_MONEY 501.00");
        assertThat(shown(paid, "ORIGINAL", ", " + amount("1500.50")))
                .containsExactly("MOBILE_MONEY 1000.50", "MOBILE_MONEY 500.00");
        assertThat(shown(paid, "ORIGINAL", ", " + amount("1500.70")))
                .containsExactly("MOBILE_MONEY 1000.50", "MOBILE_MONEY 500.00", "CASH 0.20");
        assertThat(shown(paid, "ORIGINAL", ""))
                .containsExactly("MOBILE_MONEY 1000.50", "MOBILE_MONEY 1000.00", "CASH 0.30");
        assertThat(given(paid, "ORIGINAL", ", " + amount("1500")))
                .containsExactly("MOBILE_MONEY 1000.00", "MOBILE_MONEY 500.00");
    }

    @Test
    void where_that_is_less_than_what_a_step_lacks_it_is_refused() {
        Paid paid = paidInCentsFirst();
        assertThat(desk.asks("paymentRefund", paid.payment(), ", input: {" + amount("1000") + "}")
                        .get("userErrors"))
                .isEmpty();
        assertThat(shown(paid, "ORIGINAL", ", " + amount("100.75")))
                .containsExactly("MOBILE_MONEY 0.50", "MOBILE_MONEY 100.00", "CASH 0.25");
        assertThat(shown(paid, "ORIGINAL", ", " + amount("100"))).containsExactly("MOBILE_MONEY 100.00");
        assertThat(shown(paid, "ORIGINAL", ", " + amount("100.90"))).containsExactly("OUT_OF_RANGE input.amount");
    }
}
