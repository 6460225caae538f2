package io.merkato.payment;

import static io.merkato.payment.PaymentDesk.figures;
import static io.merkato.payment.PaymentDesk.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.ordering.OrderShop;
import io.merkato.provider.Outcome;
import io.merkato.provider.RawNotice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What a provider says that it never saw, or declined, and has done after all: whoever had said what before, the book has in the end what the provider has. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class PaymentDeniedTest {

    /** The sandbox does not do it, and does not answer. */
    private static final String LOST = ", payer: \"0911199905\"";

    private final PaymentDesk desk;
    private final Client client;
    private final PaymentSettlement settlement;
    private final OperationRepository operations;
    private final PaymentOutcomes outcomes;
    private final SandboxProvider sandbox;
    private final SandboxBank bank;
    private final ProviderAccounts accounts;

    PaymentDeniedTest(
            Merchants merchants,
            Client client,
            PaymentSettlement settlement,
            OperationRepository operations,
            PaymentOutcomes outcomes,
            SandboxProvider sandbox,
            SandboxBank bank,
            ProviderAccounts accounts) {
        this.desk = new PaymentDesk(merchants, client);
        this.client = client;
        this.settlement = settlement;
        this.operations = operations;
        this.outcomes = outcomes;
        this.sandbox = sandbox;
        this.bank = bank;
        this.accounts = accounts;
    }

    @Test
    void what_staff_saw_and_the_provider_never_did_is_paid_again_once_the_provider_has_done_it() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = desk.pays(order.guest(), order, LOST).get("payment");
        says(payment, 0, true);
        settles();
        assertThat(figures(desk.read(payment))).isEqualTo("CHARGED_BACK 2050.00 2050.00 0.00");
        assertThat(problem(payment))
                .isEqualTo("It was taken as done, and the provider says that it knows nothing of it.");
        assertThat(owed(order)).isEqualTo("2050.00");
        assertThat(paymentStatus(order)).isEqualTo("PENDING");
        assertThat(inTheBook()).isEqualTo("0.00");

        SandboxAct done = does(payment, 0);
        for (int i = 0; i < 3; i++) {
            assertThat(told(done)).isEqualTo(200);
        }
        settles();
        assertThat(figures(desk.read(payment))).isEqualTo("CAPTURED 2050.00 2050.00 0.00");
        assertThat(kinds(payment)).isEqualTo("[UNKNOWN, CHARGED, DENIED, REINSTATED]");
        assertThat(desk.heard(payment)).containsExactly("PAYMENT_CAPTURED", "PAYMENT_CORRECTED", "PAYMENT_CORRECTED");
        assertThat(problem(payment)).isEmpty();
        assertThat(owed(order)).isEqualTo("0.00");
        assertThat(paymentStatus(order)).isEqualTo("PAID");
        assertThat(inTheBook()).isEqualTo("2050.00");
    }

    @Test
    void what_was_paid_otherwise_meanwhile_comes_on_top() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = desk.pays(order.guest(), order, LOST).get("payment");
        says(payment, 0, true);
        settles();
        desk.pays(order.guest(), order, "");
        assertThat(owed(order)).isEqualTo("0.00");
        assertThat(paymentStatus(order)).isEqualTo("PAID");
        does(payment, 0);
        settles();
        assertThat(figures(desk.read(payment))).isEqualTo("CAPTURED 2050.00 2050.00 0.00");
        assertThat(owed(order)).isEqualTo("-2050.00");
        assertThat(inTheBook()).isEqualTo("4100.00");
    }

    @Test
    void what_was_given_up_and_never_seen_is_asked_about_until_it_is_done_after_all() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = desk.pays(order.guest(), order, LOST).get("payment");
        OrderShop.does(
                order.guest(),
                "paymentCancel(id: \"" + payment.get("id").asString() + "\") " + OrderShop.key() + " { %s }");
        settles();
        assertThat(figures(desk.read(payment))).isEqualTo("FAILED 0.00 0.00 0.00");
        does(payment, 0);
        settles();
        assertThat(figures(desk.read(payment))).isEqualTo("CAPTURED 2050.00 2050.00 0.00");
        assertThat(owed(order)).isEqualTo("0.00");
        assertThat(inTheBook()).isEqualTo("2050.00");
    }

    @Test
    void a_refund_that_staff_saw_and_the_provider_never_made_can_be_made_and_what_is_made_twice_is_booked_twice() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = desk.pays(order.guest(), order, "").get("payment");
        desk.asks("paymentRefund", payment, input("999.05"));
        says(payment, 1, true);
        assertThat(figures(desk.read(payment))).isEqualTo("PARTIALLY_REFUNDED 2050.00 2050.00 999.05");
        assertThat(inTheBook()).isEqualTo("1050.95");
        assertThat(paymentStatus(order)).isEqualTo("PARTIALLY_REFUNDED");
        settles();
        assertThat(figures(desk.read(payment))).isEqualTo("CAPTURED 2050.00 2050.00 0.00");
        assertThat(paymentStatus(order)).isEqualTo("PAID");
        assertThat(inTheBook()).isEqualTo("2050.00");
        desk.asks("paymentRefund", payment, ", input: {}");
        assertThat(figures(desk.read(payment))).isEqualTo("REFUNDED 2050.00 2050.00 2050.00");
        assertThat(inTheBook()).isEqualTo("0.00");

        assertThat(told(does(payment, 1))).isEqualTo(200);
        settles();
        assertThat(figures(desk.read(payment))).isEqualTo("REFUNDED 2050.00 2050.00 3049.05");
        assertThat(problem(payment))
                .isEqualTo("It was taken as not done, and the provider has done it: 999.05 ETB where 0.00 were left.");
        assertThat(owed(order)).isEqualTo("3049.05");
        assertThat(inTheBook()).isEqualTo("-999.05");
    }

    /** As Wave does, which knows of no refunds but of whether a payment was given back. */
    @Test
    void a_refund_that_a_provider_made_once_and_tells_of_whichever_it_is_asked_about_is_booked_once() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = desk.pays(order.guest(), order, "").get("payment");
        desk.asks("paymentRefund", payment, input("999.05"));
        says(payment, 1, false);
        desk.asks("paymentRefund", payment, input("999.04"));
        wasRefundedOnce(payment, 2);
        wasRefundedOnce(payment, 1);
        assertThat(figures(desk.read(payment))).isEqualTo("PARTIALLY_REFUNDED 2050.00 2050.00 999.04");
        assertThat(inTheBook()).isEqualTo("1050.96");
        settles();
        assertThat(operation(payment, 1).status()).isEqualTo(PaymentOperationStatus.DECLINED);

        desk.asks("paymentRefund", payment, input("999.05"));
        wasRefundedOnce(payment, 3);
        assertThat(operation(payment, 3).status())
                .as("what waits for an answer, too")
                .isEqualTo(PaymentOperationStatus.DECLINED);
        desk.asks("paymentRefund", payment, input("999.05"));
        says(payment, 4, true);
        assertThat(inTheBook()).isEqualTo("51.91");
        wasRefundedOnce(payment, 4);
        assertThat(inTheBook()).as("what staff took as done was the other one").isEqualTo("1050.96");
        assertThat(figures(desk.read(payment))).isEqualTo("PARTIALLY_REFUNDED 2050.00 2050.00 999.04");
    }

    private void wasRefundedOnce(JsonNode payment, int number) {
        PaymentOperation asked = operation(payment, number);
        desk.shop.tenant.transact(Viewer.system("test").may(Permission.PAYMENTS_WRITE), tx -> {
            outcomes.write(
                    tx,
                    asked.id(),
                    new Outcome.Done("cos-1/refund", asked.amount(), null, Instant.now()),
                    PaymentOutcomes.Told.ENQUIRY);
            return true;
        });
    }

    @Test
    void what_was_declined_is_asked_about_once_more_where_a_notice_hints_that_it_was_done() {
        OrderShop.Placed order = desk.order();
        JsonNode payment =
                desk.pays(order.guest(), order, ", payer: \"0911199901\"").get("payment");
        assertThat(figures(payment)).isEqualTo("FAILED 0.00 0.00 0.00");
        desk.changes("update payment.sandbox_act set status = 'DONE', decline_reason = null where tenant_id = ?");
        settles();
        assertThat(figures(desk.read(payment))).isEqualTo("FAILED 0.00 0.00 0.00");
        PaymentOperation.Id id = operation(payment, 0).id();
        desk.shop.tenant.transact(Viewer.system("test").may(Permission.PAYMENTS_WRITE), tx -> {
            operations.askSoon(tx, id, null, Instant.now().minusSeconds(1));
            return true;
        });
        settlement.settle(desk.shop.tenant);
        assertThat(figures(desk.read(payment))).isEqualTo("CAPTURED 2050.00 2050.00 0.00");
        assertThat(owed(order)).isEqualTo("0.00");
        assertThat(inTheBook()).isEqualTo("2050.00");
    }

    @Test
    void what_a_provider_keeps_of_what_staff_settled_is_booked_once_it_tells() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = desk.pays(order.guest(), order, LOST).get("payment");
        says(payment, 0, true);
        keeps(payment, 0, 3000);
        keeps(payment, 0, 3000);
        assertThat(fees(payment)).isEqualTo("30.00 of [CHARGED 0.00, FEE 30.00], 30.00 in the book");
        assertThat(inTheBook()).isEqualTo("2020.00");
        assertThat(problem(payment)).isEmpty();
        assertThat(owed(order)).isEqualTo("0.00");
    }

    @Test
    void what_a_provider_keeps_of_what_it_denied_first_is_booked_with_it() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = desk.pays(order.guest(), order, LOST).get("payment");
        says(payment, 0, true);
        settles();
        keeps(payment, 0, 3000);
        assertThat(fees(payment))
                .isEqualTo("30.00 of [CHARGED 0.00, DENIED 0.00, REINSTATED 30.00], 30.00 in the book");
        assertThat(inTheBook()).isEqualTo("2020.00");

        desk.asks("paymentRefund", payment, input("999.05"));
        says(payment, 1, true);
        keeps(payment, 1, 205);
        assertThat(fees(payment))
                .isEqualTo(
                        "32.05 of [CHARGED 0.00, DENIED 0.00, REINSTATED 30.00, REFUNDED 0.00, FEE 2.05], 32.05 in the book");
        assertThat(inTheBook()).isEqualTo("1018.90");
    }

    /** The provider does it, and says what it keeps of it. */
    private void keeps(JsonNode payment, int number, long fee) {
        PaymentOperation asked = operation(payment, number);
        SandboxAct act = asked.byHand() ? does(payment, number) : null;
        desk.shop.tenant.transact(Viewer.system("test").may(Permission.PAYMENTS_WRITE), tx -> {
            outcomes.write(
                    tx,
                    asked.id(),
                    new Outcome.Done(
                            act == null ? Objects.requireNonNull(asked.reference()) : act.reference(),
                            asked.amount(),
                            new Money(fee, asked.amount().currency()),
                            Instant.now()),
                    PaymentOutcomes.Told.ENQUIRY);
            return true;
        });
    }

    private String fees(JsonNode payment) {
        JsonNode now = desk.shop.owner.data(
                "{ payment(id: " + payment.get("id")
                        + ") { fee { amount } events { kind fee { amount } } } ledgerAccounts(first: 1, where: {code: {eq: PAYMENT_FEES}}) { nodes { balance { money { amount } } } } }");
        return now.at("/payment/fee/amount").asString() + " of "
                + now.at("/payment/events")
                        .valueStream()
                        .filter(event -> !event.get("kind").asString().equals("UNKNOWN"))
                        .map(event -> event.get("kind").asString() + " "
                                + event.at("/fee/amount").asString())
                        .toList()
                + ", "
                + now.at("/ledgerAccounts/nodes/0/balance/money/amount").asString() + " in the book";
    }

    @Test
    void an_order_that_owed_nothing_is_not_paid_by_a_refund_that_was_not_made_nor_by_what_comes_on_top() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = desk.pays(order.guest(), order, "").get("payment");
        sentAndBack(order, 2);
        desk.asks("paymentRefund", payment, input("1999.05"));
        says(payment, 1, true);
        settles();
        assertThat(owed(order)).isEqualTo("-2000.00");
        assertThat(desk.heard(order.id())).containsOnlyOnce("ORDER_PAID");

        OrderShop.Placed twice = desk.order();
        JsonNode given = desk.pays(twice.guest(), twice, LOST).get("payment");
        OrderShop.does(twice.guest(), "paymentCancel(id: " + given.get("id") + ") " + OrderShop.key() + " { %s }");
        cash("orderPaymentRecord", twice, "2050");
        sentAndBack(twice, 1);
        cash("orderRefundRecord", twice, "1000");
        does(given, 0);
        settles();
        assertThat(owed(twice)).isEqualTo("-2050.00");
        assertThat(desk.heard(twice.id())).containsOnlyOnce("ORDER_PAID");
    }

    private void sentAndBack(OrderShop.Placed order, int jugs) {
        desk.shop.does("orderFulfil(id: \"" + order.id() + "\") " + OrderShop.key() + " { %s }");
        desk.shop.does("orderReturnCreate(id: \"" + order.id() + "\", input: {lines: [{lineId: \""
                + order.lines().getFirst() + "\", quantity: " + jugs + "}]}) " + OrderShop.key() + " { %s }");
    }

    private void cash(String mutation, OrderShop.Placed order, String amount) {
        desk.shop.does(mutation + "(id: \"" + order.id() + "\", input: {amount: {amount: \"" + amount
                + "\", currency: \"ETB\"}, method: CASH}) " + OrderShop.key() + " { %s }");
    }

    private void says(JsonNode payment, int number, boolean done) {
        assertThat(OrderShop.refusals(desk.asks(
                        "paymentSettle",
                        payment,
                        ", input: {operationId: \"" + operation(payment, number).id() + "\", done: " + done
                                + ", reason: \"Looked up\"}")))
                .isEmpty();
    }

    private PaymentOperation operation(JsonNode payment, int number) {
        var id = new Payment.Id(TypeId.parse("payment", payment.get("id").asString()));
        return Objects.requireNonNull(
                        operations.ofPayments(desk.shop.tenant, List.of(id)).get(id))
                .get(number);
    }

    /** The sandbox does what it was asked for, at last. */
    private SandboxAct does(JsonNode payment, int number) {
        PaymentOperation asked = operation(payment, number);
        var act = new SandboxAct(
                asked.id().key(),
                SandboxAct.Kind.valueOf(asked.kind().name()),
                "sb_" + asked.id().key(),
                asked.isPayment() ? null : desk.read(payment).get("reference").asString(),
                asked.amount(),
                PaymentOperationStatus.DONE,
                null,
                Instant.now());
        desk.shop.tenant.transact(
                Viewer.system("test").may(Permission.PAYMENTS_WRITE), tx -> bank.insert(tx, desk.accountId(), act));
        return act;
    }

    private int told(SandboxAct act) {
        RawNotice notice = sandbox.notice(
                accounts.find(desk.shop.tenant, desk.accountId()).orElseThrow().account(), act);
        return client.with(SandboxProvider.HEADER, Objects.requireNonNull(notice.header(SandboxProvider.HEADER)))
                .post(
                        "/payments/" + desk.account + "/events",
                        "application/json",
                        new String(notice.body(), StandardCharsets.UTF_8))
                .statusCode();
    }

    private void settles() {
        desk.due();
        settlement.settle(desk.shop.tenant);
    }

    private String kinds(JsonNode payment) {
        return desk.read(payment)
                .get("events")
                .valueStream()
                .map(event -> event.get("kind").asString())
                .toList()
                .toString();
    }

    private String problem(JsonNode payment) {
        return desk.shop
                .owner
                .data("{ payment(id: \"" + payment.get("id").asString() + "\") { operations { problem } } }")
                .at("/payment/operations")
                .valueStream()
                .map(operation -> operation.get("problem").asString(""))
                .collect(java.util.stream.Collectors.joining());
    }

    private static String owed(OrderShop.Placed order) {
        return order.read("balance { amount }").at("/balance/amount").asString();
    }

    private static String paymentStatus(OrderShop.Placed order) {
        return order.read("paymentStatus").get("paymentStatus").asString();
    }

    private String inTheBook() {
        return desk.shop
                .owner
                .data("{ ledgerAccounts(first: 10, where: {holder: {eq: \"" + desk.account
                        + "\"}}) { nodes { balance { money { amount } } } } }")
                .at("/ledgerAccounts/nodes/0/balance/money/amount")
                .asString();
    }
}
