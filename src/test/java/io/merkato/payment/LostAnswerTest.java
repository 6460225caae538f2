package io.merkato.payment;

import static io.merkato.payment.PaymentDesk.amount;
import static io.merkato.payment.PaymentDesk.figures;
import static io.merkato.payment.PaymentDesk.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.ordering.OrderShop;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The sandbox does it and its answer is lost, or it did not even hear of it: a retry does it no second time, and in the end it is known and done once. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class LostAnswerTest {

    private static final String DONE_AND_NOT_SAID = "999.04";
    private static final String NEVER_HEARD_OF = "999.05";

    private final PaymentDesk desk;
    private final PaymentSettlement settlement;
    private final SandboxBank bank;

    LostAnswerTest(Merchants merchants, Client client, PaymentSettlement settlement, SandboxBank bank) {
        this.desk = new PaymentDesk(merchants, client);
        this.settlement = settlement;
        this.bank = bank;
    }

    @ParameterizedTest
    @ValueSource(strings = {DONE_AND_NOT_SAID, NEVER_HEARD_OF})
    void a_charge(String lost) {
        OrderShop.Placed order = desk.order();
        JsonNode payment = isLost(order.guest(), PaymentDesk.pay(order, desk.account, amount(lost), OrderShop.key()));
        isKnown(payment, "CAPTURED $ $ 0.00", "CHARGE $ DONE", lost);
    }

    @ParameterizedTest
    @ValueSource(strings = {DONE_AND_NOT_SAID, NEVER_HEARD_OF})
    void a_capture(String lost) {
        JsonNode held =
                desk.pays(desk.shop.owner, desk.order(), ", captureLater: true").get("payment");
        isLost(desk.shop.owner, asks("paymentCapture", held, input(lost)));
        isKnown(held, "PARTIALLY_CAPTURED 2050.00 $ 0.00", "AUTHORISE 2050.00 DONE, CAPTURE $ DONE", lost);
    }

    @ParameterizedTest
    @ValueSource(strings = {DONE_AND_NOT_SAID, NEVER_HEARD_OF})
    void a_refund(String lost) {
        JsonNode taken = desk.pays(desk.shop.owner, desk.order(), "").get("payment");
        isLost(desk.shop.owner, asks("paymentRefund", taken, input(lost)));
        isKnown(taken, "PARTIALLY_REFUNDED 2050.00 2050.00 $", "CHARGE 2050.00 DONE, REFUND $ DONE", lost);
    }

    /** And what is let go of was held by an answer that was lost. */
    @ParameterizedTest
    @ValueSource(strings = {DONE_AND_NOT_SAID, NEVER_HEARD_OF})
    void a_void(String lost) {
        JsonNode held = isLost(
                desk.shop.owner,
                PaymentDesk.pay(desk.order(), desk.account, ", captureLater: true" + amount(lost), OrderShop.key()));
        isKnown(held, "AUTHORISED $ 0.00 0.00", "AUTHORISE $ DONE", lost);
        isLost(desk.shop.owner, asks("paymentVoid", held, ", input: {}"));
        isKnown(held, "VOIDED $ 0.00 0.00", "AUTHORISE $ DONE, VOID $ DONE", lost);
    }

    private static String asks(String mutation, JsonNode payment, String input) {
        return mutation + "(id: " + payment.get("id") + input + ") " + OrderShop.key() + " { " + PaymentDesk.FIGURES
                + " %s }";
    }

    /** Nobody knows, however often it is asked for under the key. */
    private static JsonNode isLost(Client who, String mutation) {
        JsonNode payment = OrderShop.does(who, mutation).get("payment");
        assertThat(payment.get("operations")
                        .valueStream()
                        .toList()
                        .getLast()
                        .get("status")
                        .asString())
                .isEqualTo("UNKNOWN");
        assertThat(OrderShop.does(who, mutation).get("payment")).isEqualTo(payment);
        return payment;
    }

    private void isKnown(JsonNode payment, String figures, String atTheBank, String lost) {
        for (int i = 0; i < 2; i++) { // the second time there is nothing to be asked any more
            desk.due();
            settlement.settle(desk.shop.tenant);
            JsonNode known = desk.read(payment);
            assertThat(figures(known)).isEqualTo(figures.replace("$", lost));
            assertThat(desk.atTheBank(bank, known)).isEqualTo(atTheBank.replace("$", lost));
        }
    }
}
