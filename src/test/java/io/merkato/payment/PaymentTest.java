package io.merkato.payment;

import static io.merkato.ordering.OrderShop.key;
import static io.merkato.payment.PaymentDesk.amount;
import static io.merkato.payment.PaymentDesk.figures;
import static io.merkato.payment.PaymentDesk.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.identity.BuiltInRole;
import io.merkato.ordering.OrderShop;
import io.merkato.tenancy.PlatformContext;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;

/** From an order to money that came, was held, was lost sight of, went back or was taken back. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class PaymentTest {

    private final PaymentDesk desk;
    private final PaymentSettlement settlement;
    private final SandboxBank bank;

    private final Client support;
    private final PaymentAccountRepository accounts;
    private final PlatformContext platform;

    PaymentTest(
            Merchants merchants,
            Client client,
            PaymentSettlement settlement,
            SandboxBank bank,
            PaymentAccountRepository accounts,
            PlatformContext platform) {
        this.desk = new PaymentDesk(merchants, client);
        this.support = merchants.staff(desk.shop.merchant, BuiltInRole.SUPPORT);
        this.accounts = accounts;
        this.platform = platform;
        this.settlement = settlement;
        this.bank = bank;
    }

    @Test
    void a_shopper_pays_an_order_once_and_staff_give_some_of_it_back() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = desk.pays(order.guest(), order, "").get("payment");
        assertThat(figures(payment)).isEqualTo("CAPTURED 2050.00 2050.00 0.00");
        assertThat(kinds(payment)).containsExactly("CHARGED CALL");
        assertThat(order(order))
                .isEqualTo(
                        "{\"paymentStatus\":\"PAID\",\"balance\":{\"amount\":\"0.00\"},\"payments\":[{\"kind\":\"PAYMENT\",\"method\":\"MOBILE_MONEY\",\"amount\":{\"amount\":\"2050.00\"},\"payment\":{\"id\":"
                                + payment.get("id") + "}}],\"providerPayments\":[{\"id\":" + payment.get("id") + "}]}");
        assertThat(refusals(desk.pays(order.guest(), order, ""))).containsExactly("NOT_ALLOWED input.orderId");

        assertThat(refusals(desk.asks("paymentRefund", payment, input("2050.01"))))
                .containsExactly("OUT_OF_RANGE input.amount");
        JsonNode refunded = desk.asks("paymentRefund", payment, input("350")).get("payment");
        assertThat(figures(refunded)).isEqualTo("PARTIALLY_REFUNDED 2050.00 2050.00 350.00");
        assertThat(order(order)).contains("\"PARTIALLY_REFUNDED\"");
        assertThat(figures(desk.asks("paymentRefund", payment, ", input: {reason: \"All of it\"}")
                        .get("payment")))
                .isEqualTo("REFUNDED 2050.00 2050.00 2050.00");
        assertThat(refusals(desk.asks("paymentRefund", payment, ", input: {}"))).containsExactly("NOT_ALLOWED id");
        assertThat(provider()).isEqualTo("0.00");
    }

    @Test
    void what_came_through_a_provider_goes_back_only_through_it() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = desk.pays(order.guest(), order, amount("2000")).get("payment");
        desk.shop.does("orderPaymentRecord(id: \"" + order.id()
                + "\", input: {amount: {amount: \"50\", currency: \"ETB\"}, method: CASH}) " + key() + " { %s }");
        String cancel = "orderCancel(id: \"" + order.id() + "\", input: {refundMethod: CASH}) " + key() + " { %s }";
        String refund = "orderRefundRecord(id: \"" + order.id()
                + "\", input: {amount: {amount: \"50.01\", currency: \"ETB\"}, method: CASH}) " + key() + " { %s }";
        assertThat(refusals(desk.shop.owner, refund)).containsExactly("OUT_OF_RANGE input.amount");
        assertThat(refusals(desk.shop.owner, cancel)).containsExactly("NOT_ALLOWED input.refundMethod");
        desk.asks("paymentRefund", payment, ", input: {}");
        desk.shop.does(cancel);
        assertThat(order(order)).contains("\"REFUNDED\"");
        assertThat(provider()).isEqualTo("0.00");
    }

    @Test
    void what_is_held_is_taken_in_parts_and_the_rest_let_go() {
        OrderShop.Placed order = desk.order();
        JsonNode payment =
                desk.pays(desk.shop.owner, order, ", captureLater: true").get("payment");
        assertThat(figures(payment)).isEqualTo("AUTHORISED 2050.00 0.00 0.00");
        assertThat(refusals(desk.pays(order.guest(), order, amount("1")))).containsExactly("NOT_ALLOWED input.orderId");
        assertThat(refusals(desk.asks("paymentCapture", payment, input("2050.01"))))
                .containsExactly("OUT_OF_RANGE input.amount");
        assertThat(figures(desk.asks("paymentCapture", payment, input("2000")).get("payment")))
                .isEqualTo("PARTIALLY_CAPTURED 2050.00 2000.00 0.00");
        assertThat(figures(desk.asks("paymentVoid", payment, ", input: {}").get("payment")))
                .isEqualTo("CAPTURED 2050.00 2000.00 0.00");
        assertThat(refusals(desk.asks("paymentVoid", payment, ", input: {}"))).containsExactly("NOT_ALLOWED id");
        assertThat(order(order)).contains("\"PARTIALLY_PAID\"", "\"50.00\"");
        JsonNode second = desk.pays(order.guest(), order, "").get("payment");
        assertThat(figures(second)).isEqualTo("CAPTURED 50.00 50.00 0.00");
        assertThat(order(order)).contains("\"PAID\"");
    }

    @Test
    void no_more_is_taken_of_what_is_held_than_the_order_owes_by_now() {
        OrderShop.Placed order = desk.order();
        JsonNode payment =
                desk.pays(desk.shop.owner, order, ", captureLater: true").get("payment");
        desk.shop.does("orderEdit(id: \"" + order.id() + "\", ifVersion: "
                + order.read("version").get("version") + ", input: {lines: [{lineId: \""
                + order.lines().getFirst()
                + "\", quantity: 1, unitPrice: {amount: \"50\", currency: \"ETB\"}}], shippingPrice: {amount: \"0\", currency: \"ETB\"}}) "
                + key()
                + " { %s }");
        assertThat(refusals(desk.asks("paymentCapture", payment, input("50.01"))))
                .containsExactly("OUT_OF_RANGE input.amount");
        assertThat(figures(desk.asks("paymentCapture", payment, ", input: {}").get("payment")))
                .isEqualTo("PARTIALLY_CAPTURED 2050.00 50.00 0.00");
        assertThat(refusals(desk.asks("paymentCapture", payment, ", input: {}")))
                .containsExactly("NOT_ALLOWED id");
        assertThat(figures(desk.asks("paymentVoid", payment, ", input: {}").get("payment")))
                .isEqualTo("CAPTURED 2050.00 50.00 0.00");
    }

    @Test
    void a_phone_and_a_shopper_are_not_tried_for_ever() {
        OrderShop.Placed order = desk.order();
        OrderShop.Placed others = desk.order();
        for (int i = 0; i < PaymentCreate.MOST_OF_SHOPPER; i++) {
            String phone = i < 2 ? "0911299901" : "0911399901";
            desk.pays(order.guest(), order, ", payer: \"" + phone + "\"");
        }
        assertThat(refusals(desk.pays(order.guest(), order, ""))).containsExactly("NOT_ALLOWED input.orderId");
        for (int i = 0; i < PaymentCreate.MOST_AT_PHONE - 3; i++) {
            desk.pays(others.guest(), others, ", payer: \"0911399901\"");
        }
        assertThat(refusals(desk.pays(others.guest(), others, ", payer: \"+251911399901\"")))
                .containsExactly("NOT_ALLOWED input.payer");
        for (int i = PaymentCreate.MOST_OF_SHOPPER; i < PaymentCreate.MOST_OF_ORDER; i++) {
            desk.pays(desk.shop.owner, order, ", payer: \"0911299901\"");
        }
        assertThat(refusals(desk.pays(desk.shop.owner, order, ""))).containsExactly("NOT_ALLOWED input.orderId");
    }

    @Test
    void staff_who_may_not_see_payments_see_the_order_without_them() {
        OrderShop.Placed order = desk.order();
        desk.pays(order.guest(), order, amount("50"));
        String asked = "{ order(id: \"" + order.id()
                + "\") { refunds { nodes { id } } providerPayments { amount { amount } } } }";
        assertThat(support.data(asked).toString()).isEqualTo("{\"order\":{\"refunds\":null,\"providerPayments\":[]}}");
        assertThat(order.guest().data(asked).at("/order/refunds").toString()).isEqualTo("{\"nodes\":[]}");
        assertThat(order.guest().data(asked).at("/order/providerPayments").size())
                .isEqualTo(1);
    }

    /** Without a setting: only a database that the server brings itself is for trying out. */
    @Test
    void accounts_of_tests_are_no_shoppers_where_the_database_is_ones_own() {
        PaymentAccount test = accounts.find(desk.shop.tenant, desk.accountId()).orElseThrow();
        var own = new StandardEnvironment();
        own.getPropertySources()
                .addFirst(
                        new MapPropertySource("own", Map.of("spring.datasource.url", "jdbc:postgresql://db/merkato")));
        assertThat(new ProviderAccounts(List.of(), platform, accounts, "", own).isForShoppers(test))
                .isFalse();
        assertThat(new ProviderAccounts(List.of(), platform, accounts, "", new StandardEnvironment())
                        .isForShoppers(test))
                .isTrue();
        assertThat(
                        refusals(
                                desk.shop.owner,
                                "paymentAccountCreate(input: {provider: \"sandbox\", name: \"B\", environment: LIVE, secrets: [{name: \"signingKey\", value: \"x\"}]}) { %s }"))
                .containsExactly("NOT_ALLOWED input.environment");
    }

    @Test
    void what_is_declined_can_be_paid_again_and_what_waits_can_not() {
        OrderShop.Placed order = desk.order();
        JsonNode declined =
                desk.pays(order.guest(), order, ", payer: \"+251911199901\"").get("payment");
        assertThat(figures(declined)).isEqualTo("FAILED 0.00 0.00 0.00");
        assertThat(declined.at("/operations/0/declineReason").asString()).isEqualTo("INSUFFICIENT_FUNDS");
        JsonNode waits =
                desk.pays(order.guest(), order, ", payer: \"0911199903\"").get("payment");
        assertThat(waits.get("state").asString()).isEqualTo("PENDING");
        assertThat(waits.at("/nextStep/action").asString()).isEqualTo("CONFIRM_ON_PHONE");
        assertThat(refusals(desk.pays(order.guest(), order, amount("1")))).containsExactly("NOT_ALLOWED input.orderId");

        JsonNode off = desk.asks("sandboxPaymentDecide", waits, ", input: {decision: DECLINE}")
                .get("payment");
        assertThat(figures(off)).isEqualTo("FAILED 0.00 0.00 0.00");
        assertThat(refusals(desk.asks("sandboxPaymentDecide", waits, ", input: {decision: APPROVE}")))
                .containsExactly("NOT_ALLOWED id");
        JsonNode again =
                desk.pays(order.guest(), order, ", payer: \"0911199903\"").get("payment");
        JsonNode done = desk.asks("sandboxPaymentDecide", again, ", input: {decision: APPROVE}")
                .get("payment");
        assertThat(figures(done)).isEqualTo("CAPTURED 2050.00 2050.00 0.00");
        assertThat(kinds(done)).containsExactly("PENDING CALL", "CHARGED NOTICE");
        JsonNode back = desk.asks("sandboxPaymentDecide", again, ", input: {decision: CHARGE_BACK}")
                .get("payment");
        assertThat(back.get("state").asString()).isEqualTo("CHARGED_BACK");
        assertThat(order(order)).contains("\"REFUNDED\"");
        assertThat(refusals(desk.asks("paymentRefund", again, ", input: {}"))).containsExactly("NOT_ALLOWED id");
    }

    @Test
    void a_capture_whose_answer_was_lost_is_made_once_and_learnt_of() {
        OrderShop.Placed order = desk.order();
        JsonNode payment =
                desk.pays(desk.shop.owner, order, ", captureLater: true").get("payment");
        String capture = "paymentCapture(id: \"" + payment.get("id").asString() + "\"" + input("999.04") + ") " + key()
                + " { " + PaymentDesk.FIGURES + " %s }";
        JsonNode lost = OrderShop.does(desk.shop.owner, capture).get("payment");
        assertThat(lost.at("/operations/1/status").asString()).isEqualTo("UNKNOWN");
        assertThat(figures(lost)).isEqualTo("AUTHORISED 2050.00 0.00 0.00");
        assertThat(refusals(desk.asks("paymentCapture", payment, input("2000"))))
                .containsExactly("OUT_OF_RANGE input.amount");
        assertThat(OrderShop.does(desk.shop.owner, capture).get("payment")).isEqualTo(lost);

        desk.due();
        settlement.settle(desk.shop.tenant);
        JsonNode known = OrderShop.does(desk.shop.owner, capture).get("payment");
        assertThat(figures(known)).isEqualTo("PARTIALLY_CAPTURED 2050.00 999.04 0.00");
        assertThat(kinds(known)).containsExactly("AUTHORISED CALL", "UNKNOWN CALL", "CAPTURED ENQUIRY");
        assertThat(desk.atTheBank(bank, known)).isEqualTo("AUTHORISE 2050.00 DONE, CAPTURE 999.04 DONE");

        JsonNode never = desk.asks("paymentCapture", payment, input("999.05")).get("payment");
        assertThat(never.at("/operations/2/status").asString()).isEqualTo("UNKNOWN");
        desk.due();
        settlement.settle(desk.shop.tenant);
        settlement.settle(desk.shop.tenant);
        assertThat(figures(desk.read(payment))).isEqualTo("PARTIALLY_CAPTURED 2050.00 1998.09 0.00");
        assertThat(desk.atTheBank(bank, known))
                .isEqualTo("AUTHORISE 2050.00 DONE, CAPTURE 999.04 DONE, CAPTURE 999.05 DONE");
    }

    @Test
    void money_that_is_handed_over_is_waited_for_until_staff_say_so() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = OrderShop.does(order.guest(), PaymentDesk.pay(order, desk.onDelivery, "", key()))
                .get("payment");
        assertThat(payment.at("/nextStep/action").asString()).isEqualTo("WAIT");
        assertThat(figures(desk.asks("paymentConfirm", payment, ", input: {received: true}")
                        .get("payment")))
                .isEqualTo("CAPTURED 2050.00 2050.00 0.00");
        assertThat(refusals(desk.asks("paymentConfirm", payment, ", input: {received: false}")))
                .containsExactly("NOT_ALLOWED id");
        assertThat(order(order)).contains("\"PAID\"", "\"CASH_ON_DELIVERY\"");
        assertThat(figures(desk.asks("paymentRefund", payment, input("50")).get("payment")))
                .isEqualTo("PARTIALLY_REFUNDED 2050.00 2050.00 50.00");
    }

    @Test
    void what_cannot_be_is_refused_at_its_field() {
        OrderShop.Placed order = desk.order();
        OrderShop.Placed others = desk.order();
        assertThat(refusals(desk.pays(others.guest(), order, ""))).containsExactly("NOT_FOUND input.orderId");
        assertThat(refusals(OrderShop.tries(
                        order.guest(),
                        PaymentDesk.pay(order, "payment_account_01h455vb4pex5vsknk084sn02q", "", key()))))
                .containsExactly("NOT_FOUND input.accountId");
        assertThat(refusals(desk.pays(order.guest(), order, amount("2050.01"))))
                .containsExactly("OUT_OF_RANGE input.amount");
        assertThat(refusals(desk.pays(order.guest(), order, amount("0")))).containsExactly("OUT_OF_RANGE input.amount");
        assertThat(refusals(desk.pays(order.guest(), order, ", amount: {amount: \"1\", currency: \"XOF\"}")))
                .containsExactly("INVALID input.amount.currency");
        assertThat(refusals(desk.pays(order.guest(), order, ", payer: \"nobody\"")))
                .containsExactly("INVALID input.payer");
        assertThat(refusals(desk.pays(order.guest(), order, ", returnUrl: \"javascript:alert(1)\"")))
                .containsExactly("INVALID input.returnUrl");
        assertThat(refusals(OrderShop.tries(
                        order.guest(), PaymentDesk.pay(order, desk.onDelivery, ", captureLater: true", key()))))
                .containsExactly("NOT_ALLOWED input.captureLater");
        assertThat(refusals(
                        desk.shop.owner,
                        "paymentAccountCreate(input: {provider: \"barter\", name: \"B\", environment: TEST}) { %s }"))
                .containsExactly("NOT_FOUND input.provider");
        assertThat(refusals(
                        desk.shop.owner,
                        "paymentAccountCreate(input: {provider: \"sandbox\", name: \"B\", environment: TEST}) { %s }"))
                .containsExactly("REQUIRED input.secrets");
        assertThat(
                        refusals(
                                desk.shop.owner,
                                "paymentAccountCreate(input: {provider: \"sandbox\", name: \"B\", environment: TEST, settings: [{name: \"signingKey\", value: \"x\"}]}) { %s }"))
                .containsExactly("INVALID input.settings.0.name");
        assertThat(refusals(desk.shop.owner, "paymentAccountDelete(id: \"" + desk.account + "\") { %s }"))
                .isEmpty();
        desk.shop.does("orderCancel(id: \"" + order.id() + "\", input: {reason: \"Gone\"}) " + key() + " { %s }");
        assertThat(refusals(OrderShop.tries(order.guest(), PaymentDesk.pay(order, desk.onDelivery, "", key()))))
                .containsExactly("NOT_ALLOWED input.orderId");
    }

    private static List<String> refusals(Client who, String mutation) {
        return OrderShop.refusals(OrderShop.tries(who, mutation));
    }

    private static List<String> refusals(JsonNode payload) {
        return OrderShop.refusals(payload);
    }

    private static List<String> kinds(JsonNode payment) {
        return StreamSupport.stream(payment.get("events").spliterator(), false)
                .map(event ->
                        event.get("kind").asString() + " " + event.get("source").asString())
                .toList();
    }

    private static String order(OrderShop.Placed order) {
        return order.shop()
                .owner
                .data(
                        "{ order(id: \"" + order.id()
                                + "\") { paymentStatus balance { amount } payments { kind method amount { amount } payment { id } } providerPayments { id } } }")
                .get("order")
                .toString();
    }

    /** What the ledger has at the account. */
    private String provider() {
        return desk.shop
                .owner
                .data("{ ledgerAccounts(first: 10, where: {holder: {eq: \"" + desk.account
                        + "\"}}) { nodes { code balance { money { amount } } } } }")
                .at("/ledgerAccounts/nodes/0/balance/money/amount")
                .asString();
    }
}
