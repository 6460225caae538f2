package io.merkato.loyalty;

import static io.merkato.ordering.OrderShop.key;
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
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Points that nobody used in time are lost once: 10 for each birr, to be used within a month. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class ExpiredPointsTest {

    private final Merchants merchants;
    private final OrderShop shop;
    private final MovedClock clock;
    private final LoyaltyUpkeep upkeep;
    private final String programme;
    private final AtomicInteger variants = new AtomicInteger();

    ExpiredPointsTest(Merchants merchants, Client client, MovedClock clock, LoyaltyUpkeep upkeep) {
        this.merchants = merchants;
        this.shop = new OrderShop(merchants, client);
        this.clock = clock;
        this.upkeep = upkeep;
        this.programme = shop.does("""
                        loyaltyProgrammeCreate(input: {name: "Buna", expiryMonths: 1,
                          referral: {inviterPoints: 500, inviteePoints: 200, minimumOrders: [{amount: "0.01", currency: "ETB"}]},
                          rates: [{earnPoints: 10, earnAmount: {amount: "1", currency: "ETB"}, redeemPoints: 100, redeemAmount: {amount: "1", currency: "ETB"}}]})
                        { programme { id } %s }""").at("/programme/id").asString();
    }

    @Test
    void what_an_order_earned_and_expired_is_taken_back_of_no_other_order() {
        OrderShop.Placed unused = paid(shop.visitor);
        Client who = unused.guest();
        twoMonthsPass();
        paid(who);
        moves(unused, "orderRefundRecord", "50");
        assertThat(points(who)).isEqualTo("1500 owes 0");
        moves(unused, "orderRefundRecord", "100");
        assertThat(points(who)).isEqualTo("1500 owes 0");
        assertThat(history(who))
                .containsExactly(
                        "EXPIRED -1500",
                        "REVERSED -1000",
                        "EXPIRED 1000",
                        "REVERSED -500",
                        "EXPIRED 500",
                        "MATURED 1500",
                        "EARNED 0",
                        "MATURED 1500",
                        "EARNED 0");
    }

    @Test
    void what_was_spent_before_the_rest_expired_is_owed() {
        OrderShop.Placed spent = paid(shop.visitor);
        Client who = spent.guest();
        OrderShop.Placed unpaid = order(who);
        OrderShop.does(
                who,
                "loyaltyPointsRedeem(input: {orderId: \"" + unpaid.id() + "\", points: \"1100\"}) " + key()
                        + " { %s }");
        twoMonthsPass();
        moves(spent, "orderRefundRecord", "150");
        assertThat(points(who)).isEqualTo("0 owes 1100");
    }

    @Test
    void what_a_guest_earned_and_expired_is_not_owed_by_the_customer_who_they_turn_out_to_be() {
        OrderShop.Placed unused = paid(shop.visitor);
        twoMonthsPass();
        Client person = merchants.shopper(shop.merchant);
        paid(person);
        OrderShop.does(
                person.with(
                        "Merkato-Guest",
                        Objects.requireNonNull(unused.guest().headers().get("Merkato-Guest"))),
                "guestClaim { customer { id } %s }");
        moves(unused, "orderRefundRecord", "150");
        assertThat(points(person)).isEqualTo("1500 owes 0");
    }

    @Test
    void what_a_referral_gave_and_expired_is_owed_by_neither() {
        Client inviter = merchants.shopper(shop.merchant);
        String code = OrderShop.does(
                        inviter,
                        "loyaltyReferralCodeCreate(programmeId: \"" + programme + "\") { account { referralCode } %s }")
                .at("/account/referralCode")
                .asString();
        Client friend = merchants.shopper(shop.merchant);
        OrderShop.does(friend, "loyaltyReferralAccept(input: {code: \"" + code + "\"}) { %s }");
        OrderShop.Placed first = paid(friend);
        assertThat(points(inviter)).isEqualTo("500 owes 0");
        assertThat(points(friend)).isEqualTo("1700 owes 0");
        twoMonthsPass();
        moves(first, "orderRefundRecord", "150");
        assertThat(points(inviter)).isEqualTo("0 owes 0");
        assertThat(points(friend)).isEqualTo("0 owes 0");
    }

    private OrderShop.Placed order(Client who) {
        String variant = shop.variant("V" + variants.incrementAndGet(), "100", 9);
        return shop.basket(who, Map.of(variant, 1), "ETB").order();
    }

    private OrderShop.Placed paid(Client who) {
        OrderShop.Placed order = order(who);
        moves(order, "orderPaymentRecord", "150");
        return order;
    }

    private void moves(OrderShop.Placed order, String mutation, String amount) {
        shop.does(mutation + "(id: \"" + order.id() + "\", input: {amount: {amount: \"" + amount
                + "\", currency: \"ETB\"}, method: CASH}) " + key() + " { %s }");
    }

    private void twoMonthsPass() {
        clock.at(Instant.now().plus(Duration.ofDays(62)), () -> {
            upkeep.tidy(shop.tenant);
            return programme;
        });
    }

    private static String points(Client who) {
        JsonNode account = who.data("{ viewer { customer { loyaltyAccounts { available owed } } } }")
                .at("/viewer/customer/loyaltyAccounts/0");
        return account.get("available").asString() + " owes "
                + account.get("owed").asString();
    }

    /** The last first, by the clock of each. */
    private static List<String> history(Client who) {
        return who.data(
                        "{ viewer { customer { loyaltyAccounts { history(first: 20) { nodes { kind available } } } } } }")
                .at("/viewer/customer/loyaltyAccounts/0/history/nodes")
                .valueStream()
                .map(each -> each.get("kind").asString() + " "
                        + each.get("available").asString())
                .toList();
    }
}
