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
import io.merkato.ordering.OrderShop;
import java.time.Duration;
import java.time.Instant;
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

    PaymentHoldTest(
            Merchants merchants,
            Client client,
            PaymentSettlement settlement,
            HoldRelease holds,
            SandboxBank bank,
            MovedClock clock) {
        this.desk = new PaymentDesk(merchants, client);
        this.settlement = settlement;
        this.holds = holds;
        this.bank = bank;
        this.clock = clock;
    }

    @Test
    void what_is_held_of_a_cancelled_order_is_taken_no_more_and_let_go_of_by_itself() {
        OrderShop.Placed order = desk.order();
        JsonNode held =
                desk.pays(desk.shop.owner, order, ", captureLater: true").get("payment");
        cancel(order);
        assertThat(refusals("paymentCapture", held, ", input: {}")).containsExactly("NOT_ALLOWED id");
        later(Instant.now());
        assertThat(figures(desk.read(held))).isEqualTo("VOIDED 2050.00 0.00 0.00");
        assertThat(desk.read(held).at("/operations/1/attempts").asInt()).isEqualTo(1);
        assertThat(desk.atTheBank(bank, desk.read(held))).isEqualTo("AUTHORISE 2050.00 DONE, VOID 2050.00 DONE");
        assertThat(desk.heard(held)).containsExactly("PAYMENT_AUTHORISED", "PAYMENT_VOIDED");
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
