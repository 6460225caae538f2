package io.merkato.payment;

import static io.merkato.ordering.OrderShop.key;
import static io.merkato.payment.PaymentDesk.amount;
import static io.merkato.payment.PaymentDesk.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.ordering.OrderShop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Five per cent, and a point for each birr, of orders of 2050.00: who may record payments gives points, and no money. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class CashbackOfPaymentsTest {

    private final PaymentDesk desk;
    private final PaymentSettlement settlement;
    private final String programme;

    CashbackOfPaymentsTest(Merchants merchants, Client client, PaymentSettlement settlement) {
        this.desk = new PaymentDesk(merchants, client);
        this.settlement = settlement;
        this.programme = desk.shop.does("""
                        loyaltyProgrammeCreate(input: {name: "Back", maturationDays: 14, rates: [{earnPoints: 1, earnAmount: {amount: "1", currency: "ETB"},
                          redeemPoints: 100, redeemAmount: {amount: "1", currency: "ETB"}, cashback: "5"}]}) { programme { id cashbackOnManualPayments } %s }""").at("/programme/id").asString();
    }

    @Test
    void cash_that_staff_record_earns_points_and_no_cashback() {
        OrderShop.Placed order = desk.order();
        cash(order, "2050");
        assertThat(earned(order)).isEqualTo("2050 0");
    }

    @Test
    void what_a_provider_took_earns_both() {
        OrderShop.Placed order = desk.order();
        desk.pays(order.guest(), order, "");
        assertThat(earned(order)).isEqualTo("2050 102.50");
    }

    @Test
    void what_staff_confirm_or_settle_in_a_providers_place_earns_no_cashback_either() {
        OrderShop.Placed delivered = desk.order();
        JsonNode payment = OrderShop.does(delivered.guest(), PaymentDesk.pay(delivered, desk.onDelivery, "", key()))
                .get("payment");
        desk.asks("paymentConfirm", payment, ", input: {received: true}");
        assertThat(earned(delivered)).isEqualTo("2050 0");

        OrderShop.Placed settled = desk.order();
        JsonNode waits =
                desk.pays(settled.guest(), settled, ", payer: \"0911199903\"").get("payment");
        String operation = desk.shop
                .owner
                .data("{ payment(id: " + waits.get("id") + ") { operations { id } } }")
                .at("/payment/operations/0/id")
                .asString();
        desk.asks(
                "paymentSettle",
                waits,
                ", input: {operationId: \"" + operation + "\", done: true, reason: \"They say so\"}");
        assertThat(settled.read("paymentStatus").toString()).isEqualTo("{\"paymentStatus\":\"PAID\"}");
        assertThat(earned(settled)).isEqualTo("2050 0");
        desk.asks("sandboxPaymentDecide", waits, ", input: {decision: APPROVE}");
        desk.due();
        settlement.settle(desk.shop.tenant);
        assertThat(earned(settled)).as("earned once, when it was paid").isEqualTo("2050 0");
    }

    @Test
    void of_an_order_that_is_paid_both_ways_what_the_provider_took_and_keeps_earns() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = desk.pays(order.guest(), order, amount("1050")).get("payment");
        cash(order, "1000");
        assertThat(earned(order)).isEqualTo("2050 52.50");
        desk.asks("paymentRefund", payment, input("525"));
        assertThat(earned(order)).isEqualTo("1525 26.25");
        desk.shop.does("orderRefundRecord(id: \"" + order.id()
                + "\", input: {amount: {amount: \"1000\", currency: \"ETB\"}, method: CASH}) " + key()
                + " { payment { id } %s }");
        assertThat(earned(order)).isEqualTo("525 26.25");
        desk.asks("paymentRefund", payment, ", input: {}");
        assertThat(earned(order)).isEqualTo("0 0");
    }

    @Test
    void a_programme_that_takes_the_word_of_staff_gives_cashback_for_cash_and_for_earlier_orders_as_it_was() {
        OrderShop.Placed before = desk.order();
        desk.pays(before.guest(), before, amount("1050"));
        cash(before, "1000");
        desk.shop.does("loyaltyProgrammeUpdate(id: \"" + programme
                + "\", input: {cashbackOnManualPayments: true}) { programme { id } %s }");
        OrderShop.Placed order = desk.order();
        cash(order, "2050");
        assertThat(earned(order)).isEqualTo("2050 102.50");
        desk.shop.does("orderRefundRecord(id: \"" + before.id()
                + "\", input: {amount: {amount: \"1000\", currency: \"ETB\"}, method: CASH}) " + key()
                + " { payment { id } %s }");
        assertThat(earned(before)).isEqualTo("1050 52.50");
    }

    private void cash(OrderShop.Placed order, String amount) {
        desk.shop.does("orderPaymentRecord(id: \"" + order.id() + "\", input: {amount: {amount: \"" + amount
                + "\", currency: \"ETB\"}, method: CASH}) " + key() + " { payment { id } %s }");
    }

    /** Points and cashback that wait. */
    private static String earned(OrderShop.Placed order) {
        JsonNode account = order.guest()
                .data("{ viewer { customer { loyaltyAccounts { pending cashbackPending { amount } } } } }")
                .at("/viewer/customer/loyaltyAccounts/0");
        return account.get("pending").asString() + " "
                + account.at("/cashbackPending/0/amount").asString("0");
    }
}
