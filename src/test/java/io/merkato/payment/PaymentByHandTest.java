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
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.money.Money;
import io.merkato.ordering.OrderShop;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What people say became of what stays open, and what the provider says of it afterwards. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class PaymentByHandTest {

    private static final String WAITS = ", payer: \"0911199903\"";

    private final PaymentDesk desk;
    private final PaymentSettlement settlement;
    private final SandboxBank bank;
    private final PaymentBooking booking;

    PaymentByHandTest(
            Merchants merchants,
            Client client,
            PaymentSettlement settlement,
            SandboxBank bank,
            PaymentBooking booking) {
        this.desk = new PaymentDesk(merchants, client);
        this.settlement = settlement;
        this.bank = bank;
        this.booking = booking;
    }

    @Test
    void a_shopper_gives_up_what_waits_pays_otherwise_and_what_comes_all_the_same_is_booked_and_shown() {
        OrderShop.Placed order = desk.order();
        JsonNode waits = desk.pays(order.guest(), order, WAITS).get("payment");
        assertThat(refusals(gives(desk.order().guest(), waits))).containsExactly("NOT_FOUND id");
        JsonNode given = gives(order.guest(), waits).get("payment");
        assertThat(figures(given)).isEqualTo("FAILED 0.00 0.00 0.00");
        assertThat(given.at("/nextStep").isNull()).isTrue();
        assertThat(given.at("/events/1").toString()).isEqualTo("{\"kind\":\"FAILED\",\"source\":\"SHOPPER\"}");
        assertThat(refusals(gives(order.guest(), waits))).containsExactly("NOT_ALLOWED id");
        settles();
        assertThat(desk.read(waits).at("/operations/0/attempts").asInt()).isEqualTo(2);

        desk.pays(order.guest(), order, "");
        JsonNode late = desk.asks("sandboxPaymentDecide", waits, ", input: {decision: APPROVE}")
                .get("payment");
        assertThat(figures(late)).isEqualTo("CAPTURED 2050.00 2050.00 0.00");
        assertThat(problem(waits)).isEqualTo("It was given up as not done, and the provider has done it.");
        assertThat(order.read("balance { amount }").toString()).isEqualTo("{\"balance\":{\"amount\":\"-2050.00\"}}");
        assertThat(desk.atTheBank(bank, desk.read(waits))).isEqualTo("CHARGE 2050.00 DONE");
        String problems = "{ payments(first: 5, where: {problem: true, account: {eq: \"" + desk.account
                + "\"}, order: {eq: \"" + order.id() + "\"}}) { nodes { id } } }";
        assertThat(desk.shop.owner.data(problems).at("/payments/nodes").toString())
                .isEqualTo("[{\"id\":" + waits.get("id") + "}]");
    }

    @Test
    void where_a_payment_gave_back_twice_what_it_took_an_order_gives_back_what_it_holds_and_no_more() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = OrderShop.does(order.guest(), PaymentDesk.pay(order, desk.onDelivery, amount("1000"), key()))
                .get("payment");
        desk.asks("paymentConfirm", payment, ", input: {received: true}");
        JsonNode card = desk.shop
                .does("giftCardsIssue(input: {cards: [{amount: {amount: \"1050\", currency: \"ETB\"}}]}) " + key()
                        + " { issued { code giftCard { id } } %s }")
                .at("/issued/0");
        OrderShop.does(
                order.guest(),
                "orderGiftCardRedeem(input: {orderId: \"" + order.id() + "\", code: \""
                        + card.get("code").asString() + "\"}) " + key() + " { %s }");
        desk.asks("paymentRefund", payment, ", input: {}");
        desk.shop.tenant.transact(PaymentOutcomes.PAYMENTS.may(Permission.PAYMENTS_WRITE), tx -> {
            booking.takenBack(
                    tx,
                    new Payment.Id(TypeId.parse("payment", payment.get("id").asString())),
                    "and back once more",
                    new Money(100000, Currency.getInstance("ETB")),
                    Instant.now());
            return true;
        });
        assertThat(OrderShop.does(
                                desk.shop.owner,
                                "orderCancel(id: \"" + order.id() + "\") " + key()
                                        + " { order { status paymentStatus } %s }")
                        .get("order")
                        .toString())
                .isEqualTo("{\"status\":\"CANCELLED\",\"paymentStatus\":\"REFUNDED\"}");
        assertThat(desk.shop
                        .owner
                        .data("{ giftCard(id: " + card.at("/giftCard/id") + ") { balance { amount } } }")
                        .at("/giftCard/balance/amount")
                        .asString())
                .isEqualTo("50.00");
    }

    @Test
    void what_comes_once_an_order_is_cancelled_becomes_store_credit_or_goes_back() {
        for (String to : new String[] {"STORE_CREDIT", "ORIGINAL"}) {
            OrderShop.Placed order = desk.order();
            JsonNode waits = desk.pays(order.guest(), order, WAITS).get("payment");
            OrderShop.does(
                    desk.shop.owner,
                    "orderCancel(id: \"" + order.id() + "\") " + key() + " { order { paymentStatus } %s }");
            desk.asks("sandboxPaymentDecide", waits, ", input: {decision: APPROVE}");
            assertThat(order.read("status paymentStatus paid { amount }"))
                    .hasToString(
                            "{\"status\":\"CANCELLED\",\"paymentStatus\":\"VOIDED\",\"paid\":{\"amount\":\"2050.00\"}}");
            JsonNode refund = OrderShop.does(
                    desk.shop.owner,
                    "orderRefundCreate(input: {orderId: \"" + order.id() + "\", to: " + to + "}) " + key()
                            + " { refund { returned { amount } } %s }");
            assertThat(refund.at("/refund/returned/amount").asString()).isEqualTo("2050.00");
            assertThat(order.read("paymentStatus refunded { amount }"))
                    .hasToString("{\"paymentStatus\":\"VOIDED\",\"refunded\":{\"amount\":\"2050.00\"}}");
        }
    }

    @Test
    void what_comes_once_an_order_was_paid_back_and_cancelled_pays_it_no_more() {
        OrderShop.Placed order = desk.order();
        OrderShop.does(
                desk.shop.owner,
                "orderPaymentRecord(id: \"" + order.id()
                        + "\", input: {amount: {amount: \"50\", currency: \"ETB\"}, method: CASH}) " + key()
                        + " { %s }");
        JsonNode waits = desk.pays(order.guest(), order, WAITS).get("payment");
        OrderShop.does(
                desk.shop.owner,
                "orderCancel(id: \"" + order.id() + "\", input: {refundMethod: CASH}) " + key() + " { %s }");
        desk.asks("sandboxPaymentDecide", waits, ", input: {decision: APPROVE}");
        assertThat(order.read("status paymentStatus balance { amount }"))
                .hasToString(
                        "{\"status\":\"CANCELLED\",\"paymentStatus\":\"PARTIALLY_REFUNDED\",\"balance\":{\"amount\":\"-2000.00\"}}");
        assertThat(desk.heard(order.id())).containsExactly("ORDER_PLACED", "ORDER_CANCELLED");
    }

    @Test
    void what_was_given_up_and_declined_then_is_asked_about_no_more() {
        OrderShop.Placed order = desk.order();
        JsonNode waits = desk.pays(order.guest(), order, WAITS).get("payment");
        gives(desk.shop.owner, waits);
        desk.asks("sandboxPaymentDecide", waits, ", input: {decision: DECLINE}");
        settles();
        assertThat(desk.read(waits).at("/operations/0/attempts").asInt()).isEqualTo(1);
        assertThat(problem(waits)).isNull();
    }

    @Test
    void a_hold_that_was_given_up_is_let_go_of_as_soon_as_it_is_known() {
        OrderShop.Placed order = desk.order();
        JsonNode waits =
                desk.pays(order.guest(), order, WAITS + ", captureLater: true").get("payment");
        gives(order.guest(), waits);
        desk.asks("sandboxPaymentDecide", waits, ", input: {decision: APPROVE}");
        assertThat(refusals(desk.asks("paymentCapture", waits, ", input: {}"))).containsExactly("NOT_ALLOWED id");
    }

    @Test
    void staff_say_what_became_of_what_no_answer_came_of_and_what_the_provider_says_later_counts() {
        OrderShop.Placed order = desk.order();
        JsonNode paid = desk.pays(order.guest(), order, "").get("payment");
        JsonNode unknown = desk.asks("paymentRefund", paid, input("999.04")).get("payment");
        String refund = operation(paid, 1);
        assertThat(refusals(says(paid, operation(paid, 0), "done: true, reason: \"So it is\"")))
                .containsExactly("NOT_ALLOWED id");
        assertThat(refusals(says(paid, refund, "done: false, reason: \" \""))).containsExactly("REQUIRED input.reason");
        assertThat(unknown.at("/operations/1/status").asString()).isEqualTo("UNKNOWN");
        assertThat(refusals(says(paid, refund, "done: false, reason: \"" + "😀".repeat(1001) + "\"")))
                .containsExactly("TOO_LONG input.reason");
        JsonNode said = says(
                        paid, refund, "done: false, reason: \"It is not on their statement" + "😀".repeat(972) + "\"")
                .get("payment");
        assertThat(said.at("/operations/1/status").asString()).isEqualTo("DECLINED");
        assertThat(desk.shop
                        .owner
                        .data("{ auditLog(first: 1, where: {targetId: {eq: \"" + refund
                                + "\"}}) { nodes { action after } } }")
                        .toString())
                .contains("paymentSettle", "It is not on their statement");

        settles();
        assertThat(figures(desk.read(paid))).isEqualTo("PARTIALLY_REFUNDED 2050.00 2050.00 999.04");
        assertThat(problem(paid)).isEqualTo("It was given up as not done, and the provider has done it.");
    }

    @Test
    void what_staff_say_is_done_is_owed_again_and_shown_where_the_provider_says_otherwise() {
        OrderShop.Placed order = desk.order();
        JsonNode waits = desk.pays(order.guest(), order, WAITS).get("payment");
        String charge = operation(waits, 0);
        assertThat(figures(says(waits, charge, "done: true, reference: \"R-77\", reason: \"Seen there\"")
                        .get("payment")))
                .isEqualTo("CAPTURED 2050.00 2050.00 0.00");
        assertThat(order.read("paymentStatus").toString()).isEqualTo("{\"paymentStatus\":\"PAID\"}");
        desk.asks("sandboxPaymentDecide", waits, ", input: {decision: DECLINE}");
        String problem =
                "It was taken as done, and the provider says that it was not: The sandbox was told to decline this.";
        assertThat(problem(waits)).isEqualTo(problem);
        assertThat(desk.shop
                        .owner
                        .data("{ paymentNotices(first: 1) { nodes { problem } } }")
                        .at("/paymentNotices/nodes/0/problem")
                        .asString())
                .isEqualTo(problem);
        assertThat(figures(desk.read(waits))).isEqualTo("CHARGED_BACK 2050.00 2050.00 0.00");
        assertThat(order.read("balance { amount }").toString()).isEqualTo("{\"balance\":{\"amount\":\"2050.00\"}}");
    }

    @Test
    void what_a_refund_returned_is_what_the_provider_gave_back_whatever_staff_said_or_it_was_asked_for() {
        OrderShop.Placed order = desk.order();
        JsonNode paid = desk.pays(order.guest(), order, "").get("payment");
        String said = refunds(order);
        says(paid, operation(paid, 1), "done: true, reason: \"Seen there\"");
        assertThat(returned(said)).isEqualTo("999.05 returned, 0.00 under way, 0.00 failed: 999.05 DONE");
        settles();
        assertThat(returned(said)).isEqualTo("0.00 returned, 0.00 under way, 999.05 failed: 0.00 FAILED");
        done(paid, 1, "999.05");
        settles();
        assertThat(returned(said)).isEqualTo("999.05 returned, 0.00 under way, 0.00 failed: 999.05 DONE");

        String less = refunds(order);
        assertThat(returned(less)).isEqualTo("0.00 returned, 999.05 under way, 0.00 failed: 0.00 UNDER_WAY");
        done(paid, 2, "600.00");
        settles();
        assertThat(returned(less)).isEqualTo("600.00 returned, 0.00 under way, 399.05 failed: 600.00 DONE");
    }

    /** Of 999.05, which no answer comes of. */
    private String refunds(OrderShop.Placed order) {
        return desk.shop
                .does("orderRefundCreate(input: {orderId: \"" + order.id() + "\", to: ORIGINAL" + amount("999.05")
                        + "}) " + key() + " { refund { id } %s }")
                .at("/refund/id")
                .asString();
    }

    private String returned(String refund) {
        JsonNode now = desk.shop
                .owner
                .data(
                        "{ orderRefund(id: \"" + refund
                                + "\") { returned { amount } underWay { amount } failed { amount } parts { status returned { amount } } } }")
                .get("orderRefund");
        return now.at("/returned/amount").asString() + " returned, "
                + now.at("/underWay/amount").asString() + " under way, "
                + now.at("/failed/amount").asString() + " failed: "
                + now.at("/parts/0/returned/amount").asString() + " "
                + now.at("/parts/0/status").asString();
    }

    /** The sandbox gives back so much by what it was asked for. */
    private void done(JsonNode payment, int number, String amount) {
        var asked = new PaymentOperation.Id(TypeId.parse("payment_operation", operation(payment, number)));
        var act = new SandboxAct(
                asked.key(),
                SandboxAct.Kind.REFUND,
                "sb_" + asked.key(),
                desk.read(payment).get("reference").asString(),
                Money.of(new BigDecimal(amount), Currency.getInstance("ETB")),
                PaymentOperationStatus.DONE,
                null,
                Instant.now());
        desk.shop.tenant.transact(
                PaymentOutcomes.PAYMENTS.may(Permission.PAYMENTS_WRITE), tx -> bank.insert(tx, desk.accountId(), act));
    }

    @Test
    void money_is_not_taken_by_hand_while_it_is_on_its_way() {
        OrderShop.Placed order = desk.order();
        JsonNode waits = desk.pays(order.guest(), order, WAITS + amount("2000")).get("payment");
        JsonNode refused = OrderShop.tries(desk.shop.owner, cash(order, "50.01"));
        assertThat(refusals(refused)).containsExactly("CONFLICT input.amount");
        assertThat(refused.at("/userErrors/0/message").asString())
                .startsWith("2000.00 ETB are on their way through payment providers");
        JsonNode typed = desk.shop.owner.data("mutation { "
                + cash(order, "50.01")
                        .replace("%s", "userErrors { ... on PaymentsUnderWay { amount { amount } paymentIds } }")
                + " }");
        assertThat(typed.at("/orderPaymentRecord/userErrors").toString())
                .isEqualTo("[{\"amount\":{\"amount\":\"2000.00\"},\"paymentIds\":[" + waits.get("id") + "]}]");
        String customer = order.guest()
                .data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
        desk.shop.does("storeCreditAdjust(input: {customerId: \"" + customer
                + "\", change: {amount: \"100\", currency: \"ETB\"}, reason: \"Welcome\"}) " + key() + " { %s }");
        String code = desk.shop
                .does("giftCardsIssue(input: {cards: [{amount: {amount: \"100\", currency: \"ETB\"}}]}) " + key()
                        + " { issued { code } %s }")
                .at("/issued/0/code")
                .asString();
        assertThat(refusals(redeems(order, "orderStoreCreditRedeem", "", "50.01")))
                .containsExactly("OUT_OF_RANGE input.amount");
        assertThat(refusals(redeems(order, "orderGiftCardRedeem", ", code: \"" + code + "\"", "50.01")))
                .containsExactly("OUT_OF_RANGE input.amount");
        assertThat(refusals(OrderShop.tries(desk.shop.owner, cash(order, "50"))))
                .isEmpty();
        assertThat(refusals(redeems(order, "orderStoreCreditRedeem", "", "1")))
                .containsExactly("NOT_ALLOWED input.orderId");
        assertThat(refusals(redeems(order, "orderGiftCardRedeem", ", code: \"" + code + "\"", "1")))
                .containsExactly("NOT_ALLOWED input.orderId");
        gives(desk.shop.owner, waits);
        assertThat(refusals(OrderShop.tries(desk.shop.owner, cash(order, "2000"))))
                .isEmpty();
    }

    private static JsonNode redeems(OrderShop.Placed order, String mutation, String more, String amount) {
        return OrderShop.tries(
                order.guest(),
                mutation + "(input: {orderId: \"" + order.id() + "\"" + more + amount(amount) + "}) " + key()
                        + " { %s }");
    }

    private static String cash(OrderShop.Placed order, String amount) {
        return "orderPaymentRecord(id: \"" + order.id() + "\", input: {amount: {amount: \"" + amount
                + "\", currency: \"ETB\"}, method: CASH}) " + key() + " { %s }";
    }

    private static JsonNode gives(Client who, JsonNode payment) {
        return OrderShop.tries(
                who,
                "paymentCancel(id: \"" + payment.get("id").asString() + "\") " + key() + " { " + PaymentDesk.FIGURES
                        + " %s }");
    }

    private JsonNode says(JsonNode payment, String operation, String what) {
        return desk.asks("paymentSettle", payment, ", input: {operationId: \"" + operation + "\", " + what + "}");
    }

    private String operation(JsonNode payment, int number) {
        return desk.shop
                .owner
                .data("{ payment(id: \"" + payment.get("id").asString() + "\") { operations { id } } }")
                .at("/payment/operations/" + number + "/id")
                .asString();
    }

    /** Of the last operation that has one. */
    private @Nullable String problem(JsonNode payment) {
        return desk.shop
                .owner
                .data("{ payment(id: \"" + payment.get("id").asString() + "\") { operations { problem } } }")
                .at("/payment/operations")
                .valueStream()
                .filter(operation -> !operation.get("problem").isNull())
                .map(operation -> operation.get("problem").asString())
                .findAny()
                .orElse(null);
    }

    private void settles() {
        desk.due();
        settlement.settle(desk.shop.tenant);
    }

    private static List<String> refusals(JsonNode payload) {
        return OrderShop.refusals(payload);
    }
}
