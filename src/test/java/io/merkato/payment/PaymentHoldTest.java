package io.merkato.payment;

import static io.merkato.ordering.OrderShop.key;
import static io.merkato.payment.PaymentDesk.figures;
import static io.merkato.payment.PaymentDesk.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.MovedClock;
import io.merkato.Statements;
import io.merkato.api.Fault;
import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.ordering.OrderShop;
import io.merkato.provider.DeclineReason;
import io.merkato.provider.Outcome;
import io.merkato.provider.ProviderRequest;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Money that is held ends: it is taken, let go of, or runs out. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class PaymentHoldTest {

    private final PaymentDesk desk;
    private final PaymentSettlement settlement;
    private final HoldRelease holds;
    private final SandboxBank bank;
    private final MovedClock clock;
    private final PaymentAsking asking;
    private final OperationRepository operations;
    private final PaymentOutcomes outcomes;
    private final Statements statements;
    private final PlatformContext platform;
    private final PaymentRepository payments;
    private final Client operator;

    PaymentHoldTest(
            Merchants merchants,
            Client client,
            PaymentSettlement settlement,
            HoldRelease holds,
            SandboxBank bank,
            MovedClock clock,
            PaymentAsking asking,
            OperationRepository operations,
            PaymentOutcomes outcomes,
            Statements statements,
            PlatformContext platform,
            PaymentRepository payments) {
        this.statements = statements;
        this.platform = platform;
        this.payments = payments;
        this.operator = merchants.operator();
        this.desk = new PaymentDesk(merchants, client);
        this.settlement = settlement;
        this.holds = holds;
        this.bank = bank;
        this.clock = clock;
        this.asking = asking;
        this.operations = operations;
        this.outcomes = outcomes;
    }

    @Test
    void what_is_held_of_a_cancelled_order_is_taken_no_more_and_let_go_of_by_itself() {
        OrderShop.Placed order = desk.order();
        JsonNode held =
                desk.pays(desk.shop.owner, order, ", captureLater: true").get("payment");
        cancel(order);
        for (String input : List.of(", input: {}", input("0.01"))) {
            assertThat(desk.asks("paymentCapture", held, input)
                            .at("/userErrors/0")
                            .toString())
                    .startsWith("{\"code\":\"NOT_ALLOWED\",\"path\":[\"id\"],\"message\":\"The order is cancelled");
        }
        assertThat(figures(desk.read(held))).isEqualTo("AUTHORISED 2050.00 0.00 0.00");
        assertThat(desk.atTheBank(bank, desk.read(held))).isEqualTo("AUTHORISE 2050.00 DONE");
        assertThat(order.read("status paymentStatus paid { amount }").toString())
                .isEqualTo("{\"status\":\"CANCELLED\",\"paymentStatus\":\"VOIDED\",\"paid\":{\"amount\":\"0.00\"}}");
        later(Instant.now());
        assertThat(figures(desk.read(held))).isEqualTo("VOIDED 2050.00 0.00 0.00");
        assertThat(desk.read(held).at("/operations/1/attempts").asInt()).isEqualTo(1);
        assertThat(desk.atTheBank(bank, desk.read(held))).isEqualTo("AUTHORISE 2050.00 DONE, VOID 2050.00 DONE");
        assertThat(desk.heard(held)).containsExactly("PAYMENT_AUTHORISED", "PAYMENT_VOIDED");
    }

    @Test
    void what_a_provider_took_beyond_what_it_held_is_booked_and_shown() {
        OrderShop.Placed order = desk.order();
        JsonNode payment =
                desk.pays(desk.shop.owner, order, ", captureLater: true").get("payment");
        var id = new Payment.Id(TypeId.parse("payment", payment.get("id").asString()));
        Money some = new Money(5000, Currency.getInstance("ETB"));
        PaymentOperation capture =
                asking.operation(id, new PaymentAsking.Wanted(ProviderRequest.Kind.CAPTURE, some, null), Uuid7.next());
        Grant grant = Viewer.system("test").may(Permission.PAYMENTS_WRITE);
        desk.shop.tenant.transact(grant, tx -> {
            operations.start(tx, capture, "test");
            outcomes.write(
                    tx,
                    capture.id(),
                    new Outcome.Declined(DeclineReason.OTHER, null, "It is not there"),
                    PaymentOutcomes.Told.STAFF);
            return true;
        });
        desk.asks("paymentCapture", payment, ", input: {}");
        desk.changes(
                "insert into payment.sandbox_act (tenant_id, payment_account_id, key, kind, reference, payment_reference, currency, amount, status, acted_at)"
                        + " select tenant_id, payment_account_id, 'late', 'CAPTURE', 'late', reference, currency, 5000, 'DONE', now() from payment.payment where tenant_id = ? and id = '"
                        + id.value() + "'");
        desk.shop.tenant.transact(grant, tx -> {
            outcomes.write(
                    tx,
                    capture.id(),
                    new Outcome.Done("late", some, null, Instant.now()),
                    PaymentOutcomes.Told.ENQUIRY);
            return true;
        });
        assertThat(PaymentDesk.figures(desk.read(payment))).isEqualTo("CAPTURED 2050.00 2100.00 0.00");
        assertThat(order.read("paid { amount } balance { amount }").toString())
                .isEqualTo("{\"paid\":{\"amount\":\"2100.00\"},\"balance\":{\"amount\":\"-50.00\"}}");
        assertThat(order.read("providerPayments { operations { problem } }")
                        .at("/providerPayments/0/operations/1/problem")
                        .asString())
                .isEqualTo("It was taken as not done, and the provider has done it: 50.00 ETB where 0.00 were left.");
        desk.shop.does("orderEdit(id: \"" + order.id() + "\", ifVersion: "
                + order.read("version").get("version")
                + ", input: {shippingPrice: {amount: \"150\", currency: \"ETB\"}}) " + key() + " { %s }");
        assertThat(desk.pays(desk.shop.owner, order, "")
                        .at("/payment/amount/amount")
                        .asString())
                .isEqualTo("50.00");
    }

    @Test
    void what_is_known_to_be_held_only_after_its_order_was_cancelled_is_let_go_of_too() {
        OrderShop.Placed order = desk.order();
        JsonNode asked = desk.pays(desk.shop.owner, order, ", captureLater: true, payer: \"0911199903\"")
                .get("payment");
        cancel(order);
        later(Instant.now());
        assertThat(figures(desk.asks("sandboxPaymentDecide", asked, ", input: {decision: APPROVE}")
                        .get("payment")))
                .isEqualTo("AUTHORISED 2050.00 0.00 0.00");
        later(Instant.now());
        assertThat(figures(desk.read(asked))).isEqualTo("VOIDED 2050.00 0.00 0.00");
    }

    @Test
    void what_is_held_for_a_week_is_told_of_the_day_before_and_let_go_of_then() {
        OrderShop.Placed order = desk.order();
        JsonNode held =
                desk.pays(desk.shop.owner, order, ", captureLater: true").get("payment");
        Instant ends = Instant.parse(held.get("expiresAt").asString());
        assertThat(Duration.between(Instant.now(), ends)).isBetween(Duration.ofHours(167), Duration.ofHours(168));

        later(ends.minus(HoldRelease.TOLD_BEFORE).minusSeconds(1));
        assertThat(desk.heard(held)).containsExactly("PAYMENT_AUTHORISED");
        later(ends.minus(HoldRelease.TOLD_BEFORE));
        later(ends.minusSeconds(1));
        assertThat(desk.heard(held)).containsExactly("PAYMENT_AUTHORISED", "PAYMENT_EXPIRING");
        assertThat(figures(desk.asks("paymentCapture", held, input("2000")).get("payment")))
                .isEqualTo("PARTIALLY_CAPTURED 2050.00 2000.00 0.00");
        later(ends);
        assertThat(figures(desk.read(held))).isEqualTo("CAPTURED 2050.00 2000.00 0.00");
        later(ends.plus(Duration.ofDays(1)));
        assertThat(desk.heard(held))
                .containsExactly("PAYMENT_AUTHORISED", "PAYMENT_EXPIRING", "PAYMENT_CAPTURED", "PAYMENT_VOIDED");
    }

    @Test
    void what_was_held_for_too_long_is_taken_no_more_and_its_order_can_be_paid_otherwise() {
        OrderShop.Placed order = desk.order();
        JsonNode held =
                desk.pays(desk.shop.owner, order, ", captureLater: true").get("payment");
        desk.sets("payment.payment set expires_at = now(), hold_due_at = now() where hold_due_at is not null");
        JsonNode refused = desk.asks("paymentCapture", held, ", input: {}");
        assertThat(OrderShop.refusals(refused)).containsExactly("NOT_ALLOWED id");
        assertThat(refused.at("/userErrors/0/message").asString()).startsWith("It was held until ");
        assertThat(figures(desk.pays(order.guest(), order, "").get("payment")))
                .isEqualTo("CAPTURED 2050.00 2050.00 0.00");
        later(Instant.now());
        assertThat(figures(desk.read(held))).isEqualTo("VOIDED 2050.00 0.00 0.00");
    }

    @Test
    void a_tenant_of_whom_it_cannot_be_read_what_is_due_keeps_no_other_waiting() {
        OrderShop.Placed order = desk.order();
        JsonNode held =
                desk.pays(desk.shop.owner, order, ", captureLater: true").get("payment");
        cancel(order);
        holds.release(desk.shop.tenant);
        statements.failOnce("group by \"payment\".\"payment\".\"payment_account_id\"", () -> {
            throw Fault.throttled("Too many requests to this tenant run at once.", "REQUESTS_AT_ONCE", 1);
        });
        settlement.turn(most -> List.of(new Tenant.Id(Uuid7.next()), desk.shop.tenant.id()));
        assertThat(figures(desk.read(held))).isEqualTo("VOIDED 2050.00 0.00 0.00");
    }

    @Test
    void money_that_is_held_is_let_go_of_while_the_tenant_is_suspended() {
        OrderShop.Placed order = desk.order();
        JsonNode held =
                desk.pays(desk.shop.owner, order, ", captureLater: true").get("payment");
        cancel(order);
        Instant longAgo = Instant.parse("1999-01-01T00:00:00Z");
        desk.sets("payment.payment set hold_due_at = '1999-01-01Z' where hold_due_at is not null");
        life("tenantSuspend", ", input: {reason: \"Unpaid\"}");

        assertThat(payments.tenantsWithHoldsDue(platform, longAgo, 9)).containsExactly(desk.shop.tenant.id());
        holds.release(desk.shop.tenant);
        desk.sets("payment.operation set next_at = '1999-01-01Z' where next_at is not null");
        settlement.turn(most -> operations.waiting(platform, longAgo, most));

        life("tenantResume", "");
        assertThat(figures(desk.read(held))).isEqualTo("VOIDED 2050.00 0.00 0.00");
    }

    private void life(String mutation, String input) {
        assertThat(operator.data("mutation { " + mutation + "(id: \""
                                + desk.shop.tenant.id().text() + "\"" + input + ") { userErrors { code } } }")
                        .at("/" + mutation + "/userErrors"))
                .isEmpty();
    }

    private void later(Instant moment) {
        clock.at(moment, () -> {
            holds.release(desk.shop.tenant);
            settlement.settle(desk.shop.tenant);
            return true;
        });
    }

    private void cancel(OrderShop.Placed order) {
        desk.shop.does("orderCancel(id: \"" + order.id() + "\") " + key() + " { %s }");
    }

    private List<String> refusals(String mutation, JsonNode payment, String input) {
        return OrderShop.refusals(desk.asks(mutation, payment, input));
    }
}
