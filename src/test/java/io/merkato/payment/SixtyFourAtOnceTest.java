package io.merkato.payment;

import static io.merkato.ordering.OrderShop.key;
import static io.merkato.payment.PaymentDesk.amount;
import static io.merkato.payment.PaymentDesk.figures;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.ordering.OrderShop;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What 64 want at the same moment and not all can have, as many have as there is for, to the last cent. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class SixtyFourAtOnceTest {

    private static final int MANY = 64;
    private static final Set<String> NOBODY_HAS_TIME = Set.of("UNAVAILABLE", "THROTTLED");

    private final Merchants merchants;
    private final PaymentDesk desk;
    private final SandboxBank bank;
    private final PaymentSettlement settlement;

    SixtyFourAtOnceTest(Merchants merchants, Client client, SandboxBank bank, PaymentSettlement settlement) {
        this.merchants = merchants;
        this.desk = new PaymentDesk(merchants, client);
        this.bank = bank;
        this.settlement = settlement;
    }

    /** How many were told what. */
    private static Map<String, Long> outcomes(Client who, IntFunction<String> mutation) throws Exception {
        return AtOnce.together(MANY, i -> asks(who, mutation.apply(i).replace("%s", OrderShop.ERRORS))).stream()
                .collect(groupingBy(Function.identity(), counting()));
    }

    private static String asks(Client who, String mutation) {
        while (true) {
            JsonNode answer = who.run("mutation { " + mutation + " }");
            String fault = answer.at("/errors/0/extensions/code").asString("");
            if (!NOBODY_HAS_TIME.contains(fault)) {
                assertThat(fault).isEmpty();
                return answer.get("data")
                        .iterator()
                        .next()
                        .at("/userErrors/0/code")
                        .asString("done");
            }
        }
    }

    /** Who was asked for and then told that nobody has time is told of it when it is done. */
    private long done(Map<String, Long> outcomes) {
        desk.due();
        settlement.settle(desk.shop.tenant);
        return outcomes.getOrDefault("done", 0L) + outcomes.getOrDefault("IDEMPOTENCY_IN_PROGRESS", 0L);
    }

    private String asks(String mutation, JsonNode payment) {
        return mutation + "(id: \"" + payment.get("id").asString() + "\"" + PaymentDesk.input("190") + ") " + key()
                + " { %s }";
    }

    @Test
    void of_64_that_take_of_one_authorisation_and_64_that_give_back_of_what_was_taken_ten_do() throws Exception {
        OrderShop.Placed order = desk.order();
        JsonNode payment =
                desk.pays(desk.shop.owner, order, ", captureLater: true").get("payment");
        Map<String, Long> captured = outcomes(desk.shop.owner, i -> asks("paymentCapture", payment));
        assertThat(done(captured)).isEqualTo(10);
        assertThat(figures(desk.read(payment))).isEqualTo("PARTIALLY_CAPTURED 2050.00 1900.00 0.00");
        assertThat(inTheBook()).isEqualTo("1900.00");

        Map<String, Long> refunded = outcomes(desk.shop.owner, i -> asks("paymentRefund", payment));
        assertThat(done(refunded)).isEqualTo(10);
        assertThat(figures(desk.read(payment))).isEqualTo("REFUNDED 2050.00 1900.00 1900.00");
        assertThat(inTheBook()).isEqualTo("0.00");
        assertThat(Stream.of(desk.atTheBank(bank, desk.read(payment)).split(", "))
                        .collect(groupingBy(Function.identity(), counting())))
                .isEqualTo(Map.of("AUTHORISE 2050.00 DONE", 1L, "CAPTURE 190.00 DONE", 10L, "REFUND 190.00 DONE", 10L));
    }

    @Test
    void of_64_that_redeem_points_of_one_balance_three_do() throws Exception {
        String programme = desk.shop.does("""
                        loyaltyProgrammeCreate(input: {name: "Buna", rates: [{earnPoints: 0, earnAmount: {amount: "1", currency: "ETB"},
                          redeemPoints: 100, redeemAmount: {amount: "1", currency: "ETB"}}]}) { programme { id } %s }""").at("/programme/id").asString();
        Client shopper = merchants.shopper(desk.shop.merchant);
        List<OrderShop.Placed> orders = Stream.generate(() ->
                        desk.shop.basket(shopper, Map.of(desk.jug, 1), "ETB").order())
                .limit(4)
                .toList();
        String customer = shopper.data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
        desk.shop.does("loyaltyPointsAdjust(input: {programmeId: \"" + programme + "\", customerId: \"" + customer
                + "\", points: \"350\", reason: \"Welcome\"}) " + key() + " { %s }");
        Map<String, Long> redeemed = outcomes(
                shopper,
                i -> "loyaltyPointsRedeem(input: {orderId: \""
                        + orders.get(i % 4).id() + "\", points: \"100\"}) " + key() + " { %s }");
        assertThat(redeemed.get("done")).isEqualTo(3L);
        assertThat(shopper.data("{ viewer { customer { loyaltyAccounts { available owed } } } }")
                        .at("/viewer/customer/loyaltyAccounts/0")
                        .toString())
                .isEqualTo("{\"available\":\"50\",\"owed\":\"0\"}");
        assertThat(orders.stream()
                        .flatMap(order -> order.read("payments { amount { amount } }")
                                .get("payments")
                                .valueStream()
                                .map(payment -> payment.at("/amount/amount").asString())))
                .containsExactly("1.00", "1.00", "1.00");
    }

    @Test
    void of_64_that_spend_one_gift_card_three_do() throws Exception {
        JsonNode card = desk.shop
                .does("giftCardsIssue(input: {cards: [{amount: {amount: \"100\", currency: \"ETB\"}}]}) " + key()
                        + " { issued { code giftCard { id } } %s }")
                .at("/issued/0");
        String code = card.get("code").asString();
        List<OrderShop.Placed> orders = Stream.generate(desk::order).limit(4).toList();
        Map<String, Long> spent = outcomes(
                desk.shop.owner,
                i -> "orderGiftCardRedeem(input: {orderId: \""
                        + orders.get(i % 4).id() + "\", code: \"" + code + "\"" + amount("30") + "}) " + key()
                        + " { %s }");
        assertThat(spent).isEqualTo(Map.of("done", 3L, "OUT_OF_RANGE", 61L));
        assertThat(desk.shop
                        .owner
                        .data("{ giftCard(id: " + card.at("/giftCard/id") + ") { balance { amount } } }")
                        .at("/giftCard/balance/amount")
                        .asString())
                .isEqualTo("10.00");
        assertThat(orders.stream()
                        .flatMap(order -> order.read("payments { amount { amount } }")
                                .get("payments")
                                .valueStream()
                                .map(payment -> payment.at("/amount/amount").asString())))
                .containsExactly("30.00", "30.00", "30.00");
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
