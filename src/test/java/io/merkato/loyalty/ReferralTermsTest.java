package io.merkato.loyalty;

import static io.merkato.ordering.OrderShop.key;
import static io.merkato.ordering.OrderShop.refusals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.MovedClock;
import io.merkato.TestDatabase;
import io.merkato.api.Permission;
import io.merkato.api.Refused;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.customer.GuestMerge;
import io.merkato.ordering.Means;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.ordering.OrderShop;
import io.merkato.ordering.Orders;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Orders of 100 and more in birr are rewarded with 500 and 200 points, earn 10 points for each birr, and 5 % cashback. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class ReferralTermsTest {

    private static final String REFUSED = "userErrors { code path ... on LoyaltyReferralRefused { reason } }";

    private final Merchants merchants;
    private final OrderShop shop;
    private final MovedClock clock;
    private final List<GuestMerge> merges;
    private final GuestPoints guestPoints;
    private final GuestReferrals guestReferrals;
    private final Orders orders;
    private final Referrals referrals;
    private final String programme;
    private final LoyaltyProgramme.Id programmeId;
    private final AtomicInteger variants = new AtomicInteger();

    ReferralTermsTest(
            Merchants merchants,
            Client client,
            MovedClock clock,
            List<GuestMerge> merges,
            GuestPoints guestPoints,
            GuestReferrals guestReferrals,
            Referrals referrals,
            Orders orders) {
        this.merchants = merchants;
        this.shop = new OrderShop(merchants, client);
        this.clock = clock;
        this.merges = merges;
        this.guestPoints = guestPoints;
        this.guestReferrals = guestReferrals;
        this.orders = orders;
        this.referrals = referrals;
        this.programme = shop.does("""
                        loyaltyProgrammeCreate(input: {name: "Buna", referral: {inviterPoints: 500, inviteePoints: 200, minimumOrders: [{amount: "100", currency: "ETB"}]},
                          rates: [{earnPoints: 10, earnAmount: {amount: "1", currency: "ETB"}, redeemPoints: 100, redeemAmount: {amount: "1", currency: "ETB"}, cashback: "5"}], cashbackOnManualPayments: true})
                        { programme { id } %s }""").at("/programme/id").asString();
        this.programmeId = new LoyaltyProgramme.Id(TypeId.parse("loyalty_programme", programme));
    }

    private static JsonNode tries(Client who, String mutation) {
        return who.data("mutation { " + mutation.replace("%s", REFUSED) + " }")
                .iterator()
                .next();
    }

    private static String reason(JsonNode payload) {
        return payload.at("/userErrors/0/reason").asString("went");
    }

    private String share(Client who) {
        return tries(
                        who,
                        "loyaltyReferralCodeCreate(programmeId: \"" + programme + "\") { account { referralCode } %s }")
                .at("/account/referralCode")
                .asString();
    }

    private String accept(Client who, String code) {
        return reason(tries(who, "loyaltyReferralAccept(input: {code: \"" + code + "\"}) { %s }"));
    }

    /** What the customer has of points, and what became of having been invited. */
    private static String account(Client who) {
        JsonNode account = who.data(
                        "{ viewer { customer { loyaltyAccounts { available cashback(first: 9) { nodes { credited { amount } } } welcome { status } } } } }")
                .at("/viewer/customer/loyaltyAccounts/0");
        return account.path("available").asString("-") + " "
                + account.at("/cashback/nodes")
                        .valueStream()
                        .map(each -> each.at("/credited/amount").asString())
                        .map(BigDecimal::new)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                + " "
                + account.at("/welcome/status").asString("-");
    }

    private static Customer.Id customer(Client who) {
        return new Customer.Id(TypeId.parse(
                "customer",
                who.data("{ viewer { customer { id } } }")
                        .at("/viewer/customer/id")
                        .asString()));
    }

    /** For so much and 50 of shipping. */
    private OrderShop.Placed order(Client who, String price) {
        return shop.basket(who, Map.of(shop.variant("T" + variants.incrementAndGet(), price, 9), 1), "ETB")
                .order();
    }

    private void moves(OrderShop.Placed order, String mutation, String amount, String method) {
        shop.does(mutation + "(id: \"" + order.id() + "\", input: {amount: {amount: \"" + amount
                + "\", currency: \"ETB\"}, method: " + method + "}) " + key() + " { payment { id } %s }");
    }

    private OrderShop.Placed paidByCredit(Client who) {
        OrderShop.Placed order = order(who, "100");
        shop.does("storeCreditAdjust(input: {customerId: \"" + customer(who).text()
                + "\", change: {amount: \"150\", currency: \"ETB\"}, reason: \"Sorry\"}) " + key() + " { %s }");
        OrderShop.does(
                who,
                "orderStoreCreditRedeem(input: {orderId: \"" + order.id() + "\"}) " + key() + " { payment { id } %s }");
        return order;
    }

    @Test
    void an_order_of_less_rewards_nobody_and_one_of_which_less_is_kept_takes_the_points_back() {
        Client inviter = merchants.shopper(shop.merchant);
        Client friend = merchants.shopper(shop.merchant);
        assertThat(accept(friend, share(inviter))).isEqualTo("went");
        moves(order(friend, "49.99"), "orderPaymentRecord", "99.99", "CASH");
        assertThat(account(friend)).isEqualTo("999 5.00 ACCEPTED");
        OrderShop.Placed second = order(friend, "100");
        moves(second, "orderPaymentRecord", "150", "CASH");
        assertThat(account(friend)).isEqualTo("2699 12.50 REWARDED");
        moves(second, "orderRefundRecord", "50", "CASH");
        assertThat(account(friend)).isEqualTo("2199 10.00 REWARDED");
        updates(
                "referral: {inviterPoints: 5, inviteePoints: 2, minimumOrders: [{amount: \"500\", currency: \"ETB\"}]}");
        moves(second, "orderRefundRecord", "0.01", "CASH");
        assertThat(account(friend)).as("by what it was rewarded for").isEqualTo("1998 10.00 REVERSED");
        assertThat(account(inviter)).isEqualTo("0 0 -");
        moves(second, "orderPaymentRecord", "50.01", "CASH");
        assertThat(account(friend)).isEqualTo("2699 12.50 REWARDED");
        updates(
                "referral: {inviterPoints: 500, inviteePoints: 200, minimumOrders: [{amount: \"100\", currency: \"ETB\"}]}");
        assertThat(
                        refusals(
                                OrderShop.tries(
                                        shop.owner,
                                        "loyaltyProgrammeUpdate(id: \"" + programme
                                                + "\", input: {referral: {inviterPoints: 5, inviteePoints: 2, minimumOrders: [{amount: \"5\", currency: \"USD\"}, {amount: \"0\", currency: \"ETB\"}]}}) { programme { id } %s }")))
                .containsExactly("OUT_OF_RANGE input.referral.minimumOrders.1.amount");
    }

    @Test
    void what_was_accepted_is_rewarded_by_what_terms_said_that_were_taken_away() {
        Client friend = accepted();
        updates("referral: {inviterPoints: 0, inviteePoints: 0}");
        moves(order(friend, "49.99"), "orderPaymentRecord", "99.99", "CASH");
        assertThat(account(friend)).isEqualTo("999 5.00 ACCEPTED");
        updates("referral: null");
        moves(order(friend, "49.99"), "orderPaymentRecord", "99.99", "CASH");
        assertThat(account(friend)).isEqualTo("1998 10.00 ACCEPTED");
        moves(order(friend, "50"), "orderPaymentRecord", "100", "CASH");
        assertThat(account(friend)).isEqualTo("3198 15.00 REWARDED");
    }

    @Test
    void a_programme_that_is_paused_rewards_nobody_and_the_next_order_does() {
        Client friend = accepted();
        updates("paused: true");
        moves(order(friend, "100"), "orderPaymentRecord", "150", "CASH");
        assertThat(account(friend)).isEqualTo("0 0 ACCEPTED");
        updates("paused: false");
        moves(order(friend, "50"), "orderPaymentRecord", "100", "CASH");
        assertThat(account(friend)).isEqualTo("1200 5.00 REWARDED");
    }

    private Client accepted() {
        Client friend = merchants.shopper(shop.merchant);
        assertThat(accept(friend, share(merchants.shopper(shop.merchant)))).isEqualTo("went");
        return friend;
    }

    private void updates(String what) {
        shop.does("loyaltyProgrammeUpdate(id: \"" + programme + "\", input: {" + what + "}) { programme { id } %s }");
    }

    @Test
    void terms_that_give_points_say_for_what_order_and_those_from_before_they_had_to_go_on() throws SQLException {
        String terms = "loyaltyProgrammeUpdate(id: \"" + programme
                + "\", input: {referral: {%s}}) { programme { referral { minimumOrders { amount } } } %%s }";
        for (String none : List.of(
                "inviterPoints: 5, inviteePoints: 2",
                "inviterPoints: 0, inviteePoints: 2",
                "inviterPoints: 5, inviteePoints: 0, minimumOrders: []")) {
            assertThat(refusals(OrderShop.tries(shop.owner, terms.formatted(none))))
                    .containsExactly("REQUIRED input.referral.minimumOrders");
        }
        assertThat(
                        refusals(
                                OrderShop.tries(
                                        shop.owner,
                                        "loyaltyProgrammeCreate(input: {name: \"Two\", rates: [], referral: {inviterPoints: 1, inviteePoints: 1}}) { programme { id } %s }")))
                .containsExactly("REQUIRED input.referral.minimumOrders");
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement before =
                        superuser.prepareStatement("delete from loyalty.referral_minimum where tenant_id = ?")) {
            before.setObject(1, shop.tenant.id().value());
            before.executeUpdate();
        }
        updates("name: \"Buna!\"");
        Client friend = accepted();
        moves(order(friend, "0.01"), "orderPaymentRecord", "50.01", "CASH");
        assertThat(account(friend)).isEqualTo("700 2.50 REWARDED");
        shop.does(terms.formatted("inviterPoints: 0, inviteePoints: 0"));
    }

    @Test
    void what_store_credit_pays_earns_points_only_where_the_programme_says_so_and_never_cashback_or_a_reward() {
        Client friend = accepted();
        paidByCredit(friend);
        assertThat(account(friend)).isEqualTo("0 0 ACCEPTED");
        String earns = "loyaltyProgrammeUpdate(id: \"" + programme
                + "\", input: {earnsOnCredit: %s}) { programme { earnsOnCredit } userErrors { message } }";
        OrderShop.does(shop.owner, earns.formatted("true"));
        OrderShop.Placed earning = paidByCredit(friend);
        assertThat(account(friend)).isEqualTo("1500 0 ACCEPTED");
        OrderShop.does(shop.owner, earns.formatted("false"));
        moves(earning, "orderRefundRecord", "50", "STORE_CREDIT");
        assertThat(account(friend)).as("as it earned").isEqualTo("1000 0 ACCEPTED");
        OrderShop.Placed byCash = order(friend, "100");
        moves(byCash, "orderPaymentRecord", "150", "CASH");
        assertThat(account(friend)).isEqualTo("2700 7.50 REWARDED");
        moves(byCash, "orderRefundRecord", "50", "STORE_CREDIT");
        assertThat(account(friend)).as("money that went back as credit").isEqualTo("2200 5.00 REWARDED");
        moves(byCash, "orderRefundRecord", "100", "STORE_CREDIT");
        assertThat(account(friend)).isEqualTo("1000 0.00 REVERSED");
    }

    @Test
    void a_shared_code_is_good_for_seven_days_and_can_be_taken_back() {
        Client inviter = merchants.shopper(shop.merchant);
        String first = share(inviter);
        assertThat(share(inviter)).isEqualTo(first);
        Customer.Id inviters = customer(inviter);
        Customer.Id late = known();
        Instant end =
                Instant.parse(inviter.data("{ viewer { customer { loyaltyAccounts { referralCodeExpiresAt } } } }")
                        .at("/viewer/customer/loyaltyAccounts/0/referralCodeExpiresAt")
                        .asString());
        assertThat(end)
                .isBetween(
                        Instant.now().plus(Duration.ofDays(7)).minusSeconds(600),
                        Instant.now().plus(Duration.ofDays(7)));
        assertThatThrownBy(() -> clock.at(end, () -> does(tx -> referrals.accept(tx, late, first))))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.errors().getFirst().message())
                                .isEqualTo("It was not accepted within 7 days."));
        clock.at(end.minusNanos(1000), () -> does(tx -> referrals.accept(tx, late, first)));
        String next = clock.at(end, () -> does(tx -> referrals.share(tx, inviters, programmeId)))
                .referralCode();
        assertThat(next).isNotEqualTo(first);
        assertThat(tries(
                                inviter,
                                "loyaltyReferralCodeWithdraw(programmeId: \"" + programme
                                        + "\") { account { referralCode referralCodeExpiresAt } %s }")
                        .toString())
                .isEqualTo("{\"account\":{\"referralCode\":null,\"referralCodeExpiresAt\":null},\"userErrors\":[]}");
        assertThat(tries(inviter, "loyaltyReferralAccept(input: {code: \"" + next + "\"}) { %s }")
                        .at("/userErrors/0/code")
                        .asString())
                .isEqualTo("NOT_FOUND");
        assertThat(share(inviter)).isNotIn(first, next);
    }

    private Customer.Id known() {
        return new Customer.Id(TypeId.parse(
                "customer",
                shop.does("customerCreate(input: {givenName: \"Somebody\"}) { customer { id } %s }")
                        .at("/customer/id")
                        .asString()));
    }

    private <T> T does(Function<TenantContext, T> deed) {
        return shop.tenant.transact(Viewer.system("test").may(Permission.LOYALTY_WRITE), deed::apply);
    }

    @Test
    void whoever_has_not_proven_their_address_accepts_nothing() throws SQLException {
        String code = share(merchants.shopper(shop.merchant));
        String email = Merchants.email();
        merchants.enrol(email);
        Client friend = merchants.signedIn(shop.merchant.slug(), email);
        verified(email, "null");
        assertThat(accept(friend, code)).isEqualTo("UNPROVEN");
        share(friend);
        verified(email, "now()");
        assertThat(accept(friend, code)).as("the customer has no address").isEqualTo("UNPROVEN");
    }

    private static void verified(String email, String when) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement update = superuser.prepareStatement(
                        "update identity.\"user\" set email_verified_at = " + when + " where email = ?")) {
            update.setString(1, email);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void points_that_a_guest_converts_while_they_become_somebody_else_are_not_lost() throws Exception {
        Client guest = shop.basket(shop.variant("MERGE", "100", 9), 1).guest();
        Customer.Id before = customer(guest);
        Customer.Id after = known();
        String account = shop.does("loyaltyPointsAdjust(input: {programmeId: \"" + programme + "\", customerId: \""
                        + before.text() + "\", points: 500, reason: \"Welcome\"}) " + key()
                        + " { movement { account { id } } %s }")
                .at("/movement/account/id")
                .asString();
        CompletableFuture<List<String>> converts =
                shop.tenant.transact(Viewer.system("test").may(Permission.LOYALTY_WRITE), tx -> {
                    guestPoints.merge(tx, before, after);
                    CompletableFuture<List<String>> begun =
                            CompletableFuture.supplyAsync(() -> refusals(OrderShop.tries(
                                    guest,
                                    "loyaltyPointsConvert(input: {accountId: \"" + account
                                            + "\", points: 100, currency: \"ETB\"}) " + key()
                                            + " { movement { id } %s }")));
                    waitForSomebody(begun);
                    return begun;
                });
        assertThat(converts.get()).containsExactly("NOT_FOUND input.accountId");
        assertThat(merges.stream()
                        .map(each -> each.getClass().getSimpleName())
                        .filter(List.of("CartMerge", "GuestCashback", "GuestPoints", "GuestCredit")::contains))
                .containsExactly("CartMerge", "GuestCashback", "GuestPoints", "GuestCredit");
    }

    @Test
    void a_guest_who_pays_while_they_become_somebody_else_was_not_new() throws Exception {
        Client friend = accepted();
        OrderShop.Placed order = order(shop.visitor, "100");
        Customer.Id guest = customer(order.guest());
        Customer.Id known = customer(friend);
        Viewer test = Viewer.system("test");
        CompletableFuture<Boolean> merged = shop.tenant.transact(test.may(Permission.ORDERS_WRITE), tx -> {
            Order held = orders.lock(tx, new Order.Id(TypeId.parse("order", order.id())))
                    .orElseThrow();
            orders.take(tx, held, held.balance(), Means.of(OrderPaymentMethod.CASH), test, true);
            CompletableFuture<Boolean> begun = CompletableFuture.supplyAsync(
                    () -> shop.tenant.transact(test.may(Permission.LOYALTY_WRITE), other -> {
                        guestReferrals.merge(other, guest, known);
                        return true;
                    }));
            waitForSomebody(begun);
            return begun;
        });
        assertThat(merged.get()).isTrue();
        assertThat(account(friend)).isEqualTo("0 0 VOID");
    }

    private static void waitForSomebody(CompletableFuture<?> begun) {
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement waiting = superuser.prepareStatement(
                        "select from pg_stat_activity where usename = 'merkato_app' and wait_event_type = 'Lock'")) {
            while (!begun.isDone() && !waiting.executeQuery().next()) {
                Thread.onSpinWait();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
