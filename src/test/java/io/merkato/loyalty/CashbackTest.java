package io.merkato.loyalty;

import static io.merkato.ledger.AccountCode.STORE_CREDIT;
import static io.merkato.ordering.OrderShop.key;
import static io.merkato.ordering.OrderShop.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.MovedClock;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import io.merkato.ledger.Ledger;
import io.merkato.money.Money;
import io.merkato.ordering.OrderShop;
import io.merkato.tenancy.TenantUpkeep;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Five per cent of what is paid come back as store credit after 14 days; points there are none. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class CashbackTest {

    private static final Currency BIRR = Currency.getInstance("ETB");

    private final Merchants merchants;
    private final OrderShop shop;
    private final MovedClock clock;
    private final Ledger ledger;
    private final CashbackUpkeep upkeep;
    private final List<TenantUpkeep> nightly;
    private final String programme;
    private final AtomicInteger variants = new AtomicInteger();

    CashbackTest(
            Merchants merchants,
            Client client,
            MovedClock clock,
            Ledger ledger,
            CashbackUpkeep upkeep,
            List<TenantUpkeep> nightly) {
        this.nightly = nightly;
        this.merchants = merchants;
        this.shop = new OrderShop(merchants, client);
        this.clock = clock;
        this.ledger = ledger;
        this.upkeep = upkeep;
        this.programme = shop.does("""
                        loyaltyProgrammeCreate(input: {name: "Back", maturationDays: 14, rates: [{earnPoints: 0, earnAmount: {amount: "1", currency: "ETB"},
                          redeemPoints: 100, redeemAmount: {amount: "1", currency: "ETB"}, cashback: "5"}], cashbackOnManualPayments: true}) { programme { id rates { cashback } } %s }""").at("/programme/id").asString();
    }

    private OrderShop.Placed paid(Client who) {
        OrderShop.Placed order = shop.basket(
                        who, Map.of(shop.variant("V" + variants.incrementAndGet(), "100", 9), 1), "ETB")
                .order();
        moves(order, "orderPaymentRecord", "150");
        return order;
    }

    private void moves(OrderShop.Placed order, String mutation, String amount) {
        shop.does(mutation + "(id: \"" + order.id() + "\", input: {amount: {amount: \"" + amount
                + "\", currency: \"ETB\"}, method: CASH}) " + key() + " { payment { id } %s }");
    }

    private static Customer.Id customer(Client who) {
        return new Customer.Id(TypeId.parse(
                "customer",
                who.data("{ viewer { customer { id } } }")
                        .at("/viewer/customer/id")
                        .asString()));
    }

    /** What waits, what store credit there is, and what is owed. */
    private String cashback(Client who) {
        JsonNode account = who.data(
                        "{ viewer { customer { loyaltyAccounts { cashbackPending { amount } cashbackOwed { amount } } } } }")
                .at("/viewer/customer/loyaltyAccounts/0");
        return account.at("/cashbackPending/0/amount").asString("0") + " " + credit(who) + " "
                + account.at("/cashbackOwed/0/amount").asString("0");
    }

    private String credit(Client who) {
        return ledger.held(shop.tenant, List.of(customer(who)), EnumSet.of(STORE_CREDIT)).stream()
                .map(held -> new Money(held.units(), BIRR).amount().toString())
                .collect(Collectors.joining());
    }

    private void nightAfter(Duration since) {
        clock.at(Instant.now().plus(since), () -> {
            upkeep.tidy(shop.tenant);
            return since;
        });
    }

    /** As staff take it, since that is in one account like all that spends. */
    private boolean spends(Customer.Id who, long cents) {
        return OrderShop.refusals(OrderShop.tries(
                        shop.owner,
                        "storeCreditAdjust(input: {customerId: \"" + who.text() + "\", change: {amount: \"-"
                                + new Money(cents, BIRR).amount() + "\", currency: \"ETB\"}, reason: \"Spent\"}) "
                                + key()
                                + " { %s }"))
                .isEmpty();
    }

    @Test
    void an_order_that_is_paid_earns_store_credit_which_waits_and_shrinks_with_what_is_kept() {
        OrderShop.Placed order = paid(shop.visitor);
        Client who = order.guest();
        assertThat(cashback(who)).isEqualTo("7.50  0");
        moves(order, "orderRefundRecord", "50");
        assertThat(cashback(who)).isEqualTo("5.00  0");
        nightAfter(Duration.ofDays(14).minusMinutes(1));
        assertThat(cashback(who)).isEqualTo("5.00  0");
        nightAfter(Duration.ofDays(14));
        nightAfter(Duration.ofDays(15));
        assertThat(cashback(who)).isEqualTo("0 5.00 0");
        moves(order, "orderRefundRecord", "33.33");
        assertThat(cashback(who)).as("5 % of 66.67").isEqualTo("0 3.33 0");
        moves(order, "orderRefundRecord", "66.67");
        assertThat(cashback(who)).isEqualTo("0 0.00 0");
        assertThat(who.data("""
                                { viewer { customer { loyaltyAccounts { available cashback(first: 9) { totalCount nodes { kind pending { amount } credited { amount } order { id } } } } } } }""")
                        .at("/viewer/customer/loyaltyAccounts/0")
                        .toString()
                        .replace(",\"order\":{\"id\":\"" + order.id() + "\"}", "")
                        .replaceAll("\\{\"amount\":\"([-0-9.]+)\"}", "$1"))
                .isEqualTo("{\"available\":\"0\",\"cashback\":{\"totalCount\":5,\"nodes\":["
                        + "{\"kind\":\"MATURED\",\"pending\":-5.00,\"credited\":5.00},"
                        + "{\"kind\":\"REVERSED\",\"pending\":0.00,\"credited\":-3.33},"
                        + "{\"kind\":\"REVERSED\",\"pending\":0.00,\"credited\":-1.67},"
                        + "{\"kind\":\"REVERSED\",\"pending\":-2.50,\"credited\":0.00},"
                        + "{\"kind\":\"GRANTED\",\"pending\":7.50,\"credited\":0.00}]}}");
    }

    @Test
    void what_was_spent_before_it_is_taken_back_is_owed_and_taken_of_the_next() {
        OrderShop.Placed first = paid(shop.visitor);
        Client who = first.guest();
        nightAfter(Duration.ofDays(14));
        assertThat(spends(customer(who), 600)).isTrue();
        moves(first, "orderRefundRecord", "150");
        assertThat(cashback(who)).isEqualTo("0 0.00 6.00");
        paid(who);
        assertThat(cashback(who)).isEqualTo("7.50 0.00 6.00");
        nightAfter(Duration.ofDays(14));
        assertThat(cashback(who)).isEqualTo("0 1.50 0");
    }

    @Test
    void what_an_order_earned_is_taken_back_also_where_its_customer_is_gone_for_good() {
        Client inviter = merchants.shopper(shop.merchant);
        Client friend = merchants.shopper(shop.merchant);
        shop.does(
                "loyaltyProgrammeUpdate(id: \"" + programme
                        + "\", input: {referral: {inviterPoints: 500, inviteePoints: 200, minimumOrders: [{amount: \"0.01\", currency: \"ETB\"}]}}) { %s }");
        String code = OrderShop.does(
                        inviter,
                        "loyaltyReferralInvite(input: {programmeId: \"" + programme
                                + "\", email: \"friend@example.com\"}) { referral { code } %s }")
                .at("/referral/code")
                .asString();
        OrderShop.does(friend, "loyaltyReferralAccept(input: {code: \"" + code + "\"}) { %s }");
        OrderShop.Placed matured = paid(friend);
        nightAfter(Duration.ofDays(14));
        OrderShop.Placed pending = paid(friend);
        assertThat(cashback(friend)).isEqualTo("7.50 7.50 0");
        assertThat(pending(inviter)).isEqualTo("500");
        Customer.Id gone = customer(friend);
        shop.does("customerDelete(id: \"" + gone.text() + "\") { %s }");
        TestDatabase.asSuperuser(sql -> sql.createStatement()
                .executeUpdate("update customer.customer set deleted_at = now() - interval '91 days' where id = '"
                        + gone.value() + "'"));
        nightly.forEach(each -> each.tidy(shop.tenant));

        moves(matured, "orderRefundRecord", "150");
        moves(pending, "orderRefundRecord", "150");
        assertThat(pending(inviter)).isEqualTo("0");
        assertThat(moved())
                .as("what became store credit is owed by nobody any more")
                .isEqualTo("0 750 750 0");
        moves(matured, "orderPaymentRecord", "150");
        assertThat(moved()).as("nobody gets any").isEqualTo("0 750 750 0");
    }

    private static String pending(Client who) {
        return who.data("{ viewer { customer { loyaltyAccounts { pending } } } }")
                .at("/viewer/customer/loyaltyAccounts/0/pending")
                .asString();
    }

    /** What waits, what became store credit, what of that is owed, and what orders keep, in cents. */
    private String moved() {
        return TestDatabase.asSuperuser(sql -> {
            ResultSet row = sql.createStatement()
                    .executeQuery("""
                    select concat_ws(' ', sum(pending), sum(credited), sum(owed),
                        (select sum(c.kept) from loyalty.cashback c where c.tenant_id = m.tenant_id))
                    from loyalty.cashback_movement m where tenant_id = '%s' group by tenant_id""".formatted(shop.tenant.id().value()));
            row.next();
            return row.getString(1);
        });
    }

    @Test
    void whoever_spends_while_it_is_taken_back_spends_no_more_than_there_is() throws Exception {
        OrderShop.Placed order = paid(shop.visitor);
        Customer.Id who = customer(order.guest());
        nightAfter(Duration.ofDays(14));
        List<Boolean> went = AtOnce.all(16, i -> {
            if (i == 5) {
                moves(order, "orderRefundRecord", "150");
                return false;
            }
            return spends(who, 100);
        });
        long spent = went.stream().filter(each -> each).count();
        assertThat(spent).isLessThanOrEqualTo(7);
        assertThat(cashback(order.guest())).isEqualTo("0 0.00 " + (spent == 0 ? "0" : spent + ".00"));
    }

    @Test
    void a_guests_cashback_goes_along_when_they_sign_in() {
        Client shopper = merchants.shopper(shop.merchant);
        paid(shopper);
        OrderShop.Placed asGuest = paid(shop.visitor);
        OrderShop.does(
                shopper.with(
                        "Merkato-Guest",
                        Objects.requireNonNull(asGuest.guest().headers().get("Merkato-Guest"))),
                "guestClaim { customer { id } userErrors { code path message } }");
        assertThat(cashback(shopper)).isEqualTo("15.00  0");
        shop.does("orderCancel(id: \"" + asGuest.id() + "\", input: {refundMethod: CASH}) " + key()
                + " { order { id } %s }");
        assertThat(cashback(shopper)).isEqualTo("7.50  0");
        nightAfter(Duration.ofDays(14));
        assertThat(cashback(shopper)).isEqualTo("0 7.50 0");
    }

    @Test
    void a_guests_cashback_goes_with_their_points_to_an_account_that_the_customer_is_just_opening() throws Exception {
        Client shopper = merchants.shopper(shop.merchant);
        paid(shopper);
        OrderShop.Placed asGuest = paid(shop.visitor);
        String own = shop.does(
                        "loyaltyProgrammeCreate(input: {name: \"Own\", storeId: \""
                                + shop.owner
                                        .data("{ store { id } }")
                                        .at("/store/id")
                                        .asString()
                                + "\", maturationDays: 14, rates: [{earnPoints: 10, earnAmount: {amount: \"1\", currency: \"ETB\"}, redeemPoints: 100,"
                                + " redeemAmount: {amount: \"1\", currency: \"ETB\"}, cashback: \"5\"}], cashbackOnManualPayments: true}) { programme { id } %s }")
                .at("/programme/id")
                .asString();
        paid(asGuest.guest());
        claimWhileOpening(shopper, asGuest.guest(), own);
        assertThat(shopper.data("{ viewer { customer { loyaltyAccounts { pending cashbackPending { amount } } } } }")
                        .at("/viewer/customer/loyaltyAccounts")
                        .valueStream()
                        .map(JsonNode::toString))
                .containsExactlyInAnyOrder(
                        "{\"pending\":\"0\",\"cashbackPending\":[{\"amount\":\"15.00\"}]}",
                        "{\"pending\":\"1500\",\"cashbackPending\":[{\"amount\":\"7.50\"}]}");
        nightAfter(Duration.ofDays(14));
        assertThat(credit(shopper)).isEqualTo("22.50");
    }

    @Test
    void a_guest_signs_in_while_the_first_account_of_the_customer_is_opened() throws Exception {
        Client shopper = merchants.shopper(shop.merchant);
        OrderShop.does(shopper, "profileUpdate(input: {givenName: \"Hana\"}) { %s }");
        claimWhileOpening(shopper, paid(shop.visitor).guest(), programme);
        assertThat(cashback(shopper)).isEqualTo("7.50  0");
    }

    /** Somebody has opened an account of the shopper's in this programme and holds what others they have; they are done once the guest is waited for. */
    private void claimWhileOpening(Client shopper, Client guest, String programme) throws Exception {
        try (Connection opening = TestDatabase.superuser();
                Statement opens = opening.createStatement();
                var thread = Executors.newSingleThreadExecutor()) {
            opening.setAutoCommit(false);
            Object customer = customer(shopper).value();
            opens.execute(
                    "select from loyalty.loyalty_account where customer_id = '%s' for update".formatted(customer));
            opens.execute(
                    "insert into loyalty.loyalty_account (tenant_id, id, programme_id, customer_id) values ('%s', gen_random_uuid(), '%s', '%s')"
                            .formatted(
                                    shop.tenant.id().value(), TypeId.parse("loyalty_programme", programme), customer));
            Future<?> claimed = thread.submit(() -> OrderShop.does(
                    shopper.with(
                            "Merkato-Guest",
                            Objects.requireNonNull(guest.headers().get("Merkato-Guest"))),
                    "guestClaim { customer { id } %s }"));
            TestDatabase.awaitWaiting(opening, 1, claimed);
            opening.commit();
            claimed.get();
        }
    }

    @Test
    void a_percentage_beyond_its_bounds_is_refused_by_the_field() {
        for (String percent : List.of("0", "-1", "100.5", "1.23456")) {
            assertThat(refusals(OrderShop.tries(
                            shop.owner,
                            "loyaltyProgrammeUpdate(id: \"" + programme
                                    + "\", input: {rates: [{earnPoints: 0, earnAmount: {amount: \"1\", currency: \"ETB\"}, redeemPoints: 1, redeemAmount: {amount: \"1\", currency: \"ETB\"}, cashback: \""
                                    + percent + "\"}]}) { programme { id } %s }")))
                    .containsExactly(
                            (percent.equals("1.23456") ? "INVALID" : "OUT_OF_RANGE") + " input.rates.0.cashback");
        }
    }
}
