package io.merkato.payment;

import static io.merkato.ordering.OrderShop.key;
import static io.merkato.payment.PaymentDesk.amount;
import static io.merkato.payment.PaymentDesk.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.identity.BuiltInRole;
import io.merkato.money.Money;
import io.merkato.ordering.OrderShop;
import io.merkato.ordering.Orders;
import io.merkato.platform.Events;
import io.merkato.provider.Outcome;
import io.merkato.tenancy.PlatformContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;

/** Five per cent, and a point for each birr, of orders of 2050.00: who may record payments gives points, and no money. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class CashbackOfPaymentsTest {

    private final PaymentDesk desk;
    private final PaymentSettlement settlement;
    private final PlatformContext platform;
    private final PaymentRepository payments;
    private final OperationRepository operations;
    private final PaymentAccountRepository accounts;
    private final NoticeRepository notices;
    private final Orders orders;
    private final Events events;
    private final String programme;
    private final Client seller;

    CashbackOfPaymentsTest(
            Merchants merchants,
            Client client,
            PaymentSettlement settlement,
            PlatformContext platform,
            PaymentRepository payments,
            OperationRepository operations,
            PaymentAccountRepository accounts,
            NoticeRepository notices,
            Orders orders,
            Events events) {
        this.desk = new PaymentDesk(merchants, client);
        this.seller = merchants.staff(desk.shop.merchant, BuiltInRole.ORDERS);
        this.settlement = settlement;
        this.platform = platform;
        this.payments = payments;
        this.operations = operations;
        this.accounts = accounts;
        this.notices = notices;
        this.orders = orders;
        this.events = events;
        this.programme = desk.shop.does("""
                        loyaltyProgrammeCreate(input: {name: "Back", maturationDays: 14, rates: [{earnPoints: 1, earnAmount: {amount: "1", currency: "ETB"},
                          redeemPoints: 100, redeemAmount: {amount: "1", currency: "ETB"}, cashback: "5"}]}) { programme { id cashbackOnManualPayments } %s }""").at("/programme/id").asString();
    }

    @Test
    void money_of_tests_earns_no_cashback_where_shoppers_cannot_pay_by_it() {
        assertThat(earned(paidInTests())).isEqualTo("2050 0");
    }

    @Test
    void money_of_tests_becomes_store_credit_where_shoppers_cannot_pay_by_it_only_by_who_gives_that() {
        OrderShop.Placed order = paidInTests();
        assertThat(seller.data(
                                "{ orderRefundPreview(input: {orderId: \"" + order.id()
                                        + "\", to: STORE_CREDIT}) { refundable { amount } refundableAsStoreCredit { amount } } }")
                        .toString())
                .isEqualTo(
                        "{\"orderRefundPreview\":{\"refundable\":{\"amount\":\"2050.00\"},\"refundableAsStoreCredit\":{\"amount\":\"0.00\"}}}");
        assertThat(asCredit(seller, order)).isEqualTo("[NOT_ALLOWED input.to] ");
        assertThat(asCredit(desk.shop.owner, order)).isEqualTo("[] 2050.00");
    }

    @Test
    void what_staff_settled_becomes_store_credit_by_any_who_refund_once_the_provider_says_it_too() {
        OrderShop.Placed order = desk.order();
        JsonNode waits =
                desk.pays(order.guest(), order, ", payer: \"0911199903\"").get("payment");
        settle(waits);
        assertThat(asCredit(seller, order)).isEqualTo("[NOT_ALLOWED input.to] ");
        provider("APPROVE", waits);
        assertThat(asCredit(seller, order)).isEqualTo("[] 2050.00");
    }

    private static String asCredit(Client who, OrderShop.Placed order) {
        JsonNode payload = OrderShop.tries(
                who,
                "orderRefundCreate(input: {orderId: \"" + order.id() + "\", to: STORE_CREDIT}) " + key()
                        + " { refund { returned { amount } } %s }");
        return OrderShop.refusals(payload) + " "
                + payload.at("/refund/returned/amount").asString("");
    }

    private OrderShop.Placed paidInTests() {
        var own = new StandardEnvironment();
        own.getPropertySources()
                .addFirst(new MapPropertySource("own", Map.of("merkato.payments.test-accounts", "false")));
        var accountsOfOne = new ProviderAccounts(List.of(), platform, accounts, "", own);
        Clock clock = Clock.systemUTC();
        var booking = new PaymentBooking(payments, operations, accounts, accountsOfOne, notices, orders, events, clock);
        var outcomes = new PaymentOutcomes(payments, operations, accounts, booking, orders, events, clock);
        OrderShop.Placed order = desk.order();
        JsonNode waits =
                desk.pays(order.guest(), order, ", payer: \"0911199903\"").get("payment");
        var asked = new PaymentOperation.Id(TypeId.parse("payment_operation", operation(waits)));
        String reference = desk.shop
                .owner
                .data("{ payment(id: " + waits.get("id") + ") { reference } }")
                .at("/payment/reference")
                .asString();
        desk.changes("update payment.sandbox_act set status = 'DONE' where tenant_id = ?");
        desk.shop.tenant.transact(Viewer.system("test").may(Permission.PAYMENTS_WRITE), tx -> {
            outcomes.write(
                    tx,
                    asked,
                    new Outcome.Done(reference, new Money(205_000, Currency.getInstance("ETB")), null, Instant.now()),
                    PaymentOutcomes.Told.CALL);
            return true;
        });
        return order;
    }

    /** Staff say that it came. */
    private void settle(JsonNode payment) {
        desk.asks(
                "paymentSettle",
                payment,
                ", input: {operationId: \"" + operation(payment) + "\", done: true, reason: \"They say so\"}");
    }

    /** What nobody knows yet what became of. */
    private String operation(JsonNode payment) {
        return desk.shop
                .owner
                .data("{ payment(id: " + payment.get("id") + ") { operations { id status } } }")
                .at("/payment/operations")
                .valueStream()
                .filter(each -> !each.get("status").asString().equals("DONE"))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
    }

    /** The provider says what became of it. */
    private void provider(String decision, JsonNode payment) {
        desk.asks("sandboxPaymentDecide", payment, ", input: {decision: " + decision + "}");
        desk.due();
        settlement.settle(desk.shop.tenant);
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
    void what_staff_confirm_or_settle_in_a_providers_place_earns_cashback_once_the_provider_says_it_too() {
        OrderShop.Placed delivered = desk.order();
        JsonNode payment = OrderShop.does(delivered.guest(), PaymentDesk.pay(delivered, desk.onDelivery, "", key()))
                .get("payment");
        desk.asks("paymentConfirm", payment, ", input: {received: true}");
        assertThat(earned(delivered)).isEqualTo("2050 0");

        OrderShop.Placed settled = desk.order();
        JsonNode waits =
                desk.pays(settled.guest(), settled, ", payer: \"0911199903\"").get("payment");
        settle(waits);
        assertThat(settled.read("paymentStatus").toString()).isEqualTo("{\"paymentStatus\":\"PAID\"}");
        assertThat(earned(settled)).isEqualTo("2050 0");
        provider("APPROVE", waits);
        assertThat(earned(settled)).as("once the provider says so too").isEqualTo("2050 102.50");
        desk.due();
        settlement.settle(desk.shop.tenant);
        assertThat(earned(settled)).as("and once").isEqualTo("2050 102.50");
    }

    @Test
    void what_a_provider_says_of_another_part_of_the_order_later_earns_then() {
        OrderShop.Placed order = desk.order();
        JsonNode[] payments = paidInTwo(order);
        provider("APPROVE", payments[1]);
        assertThat(earned(order)).isEqualTo("2050 102.50");
        desk.due();
        settlement.settle(desk.shop.tenant);
        assertThat(earned(order)).as("and once").isEqualTo("2050 102.50");
        desk.asks("paymentRefund", payments[0], ", input: {}");
        assertThat(earned(order)).isEqualTo("1000 50.00");
    }

    @Test
    void what_a_provider_says_after_an_edit_earns_no_more_than_had_it_been_said_before() {
        OrderShop.Placed order = desk.order();
        JsonNode waits = paidInTwo(order)[1];
        edit(order, 3);
        desk.pays(order.guest(), order, amount("1000"));
        assertThat(earned(order)).isEqualTo("2050 52.50");
        provider("APPROVE", waits);
        assertThat(earned(order)).isEqualTo("2050 102.50");
    }

    @Test
    void what_a_provider_denies_first_and_does_after_all_earns_then() {
        OrderShop.Placed order = desk.order();
        JsonNode waits = paidInTwo(order)[1];
        provider("DECLINE", waits);
        assertThat(earned(order)).isEqualTo("1050 52.50");
        desk.changes("update payment.sandbox_act set status = 'DONE', decline_reason = null where tenant_id = ?");
        desk.sets("payment.operation set next_at = now() where by_hand");
        desk.due();
        settlement.settle(desk.shop.tenant);
        assertThat(earned(order)).isEqualTo("2050 102.50");
    }

    @Test
    void what_a_provider_says_after_some_went_back_earns_what_it_would_have_before() {
        OrderShop.Placed order = desk.order();
        JsonNode[] payments = paidInTwo(order);
        desk.asks("paymentRefund", payments[0], input("500"));
        assertThat(earned(order)).isEqualTo("1550 27.50");
        provider("APPROVE", payments[1]);
        assertThat(earned(order)).isEqualTo("1550 77.50");
        desk.pays(order.guest(), order, amount("500"));
        assertThat(earned(order)).isEqualTo("2050 102.50");
    }

    @Test
    void what_a_provider_says_while_less_is_ordered_earns_once_it_is_ordered_again() {
        OrderShop.Placed order = desk.order();
        JsonNode waits = paidInTwo(order)[1];
        edit(order, 1);
        assertThat(earned(order)).isEqualTo("1050 52.50");
        provider("APPROVE", waits);
        assertThat(earned(order)).isEqualTo("1050 52.50");
        edit(order, 2);
        assertThat(earned(order)).isEqualTo("2050 102.50");
    }

    /** What the provider took, and what it has not answered and staff say came. */
    private JsonNode[] paidInTwo(OrderShop.Placed order) {
        JsonNode taken = desk.pays(order.guest(), order, amount("1050")).get("payment");
        JsonNode waits = desk.pays(order.guest(), order, amount("1000") + ", payer: \"0911199903\"")
                .get("payment");
        settle(waits);
        assertThat(earned(order)).isEqualTo("2050 52.50");
        return new JsonNode[] {taken, waits};
    }

    private void edit(OrderShop.Placed order, int jugs) {
        JsonNode line = order.read("version lines { id }");
        desk.shop.does("orderEdit(id: \"" + order.id() + "\", ifVersion: " + line.get("version")
                + ", input: {lines: [{lineId: " + line.at("/lines/0/id") + ", quantity: " + jugs + "}]}) " + key()
                + " { %s }");
    }

    @Test
    void what_staff_settle_and_the_provider_denies_earns_nothing() {
        OrderShop.Placed order = desk.order();
        JsonNode payment =
                desk.pays(order.guest(), order, ", payer: \"0911199903\"").get("payment");
        settle(payment);
        provider("DECLINE", payment);
        assertThat(earned(order)).isEqualTo("0 0");
    }

    @Test
    void of_what_is_taken_in_parts_what_the_provider_says_earns() {
        OrderShop.Placed order = desk.order();
        JsonNode held =
                desk.pays(desk.shop.owner, order, ", captureLater: true").get("payment");
        desk.asks("paymentCapture", held, input("1050.96"));
        desk.asks("paymentCapture", held, input("999.04"));
        settle(held);
        assertThat(earned(order)).isEqualTo("2050 52.55");
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
