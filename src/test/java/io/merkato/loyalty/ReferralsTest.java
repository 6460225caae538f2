package io.merkato.loyalty;

import static io.merkato.ordering.OrderShop.key;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.MovedClock;
import io.merkato.api.Permission;
import io.merkato.api.Refused;
import io.merkato.api.TypeId;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.ordering.OrderShop;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantUpkeep;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Who invites gets 500 points and who is invited 200, when the first order is paid; an order earns 10 points for each birr. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class ReferralsTest {

    private static final String REFUSED = "userErrors { code path ... on LoyaltyReferralRefused { reason } }";
    private static final Viewer TEST = Viewer.system("test");

    private final Merchants merchants;
    private final OrderShop shop;
    private final Referrals referrals;
    private final MovedClock clock;
    private final List<TenantUpkeep> nightly;
    private final String programme;
    private final LoyaltyProgramme.Id programmeId;
    private final AtomicInteger variants = new AtomicInteger();

    ReferralsTest(
            Merchants merchants, Client client, Referrals referrals, MovedClock clock, List<TenantUpkeep> nightly) {
        this.merchants = merchants;
        this.shop = new OrderShop(merchants, client);
        this.referrals = referrals;
        this.clock = clock;
        this.nightly = nightly;
        this.programme = shop.does("""
                        loyaltyProgrammeCreate(input: {name: "Buna", referral: {inviterPoints: 500, inviteePoints: 200, minimumOrders: [{amount: "0.01", currency: "ETB"}]},
                          rates: [{earnPoints: 10, earnAmount: {amount: "1", currency: "ETB"}, redeemPoints: 100, redeemAmount: {amount: "1", currency: "ETB"}}]})
                        { programme { id } %s }""").at("/programme/id").asString();
        this.programmeId = new LoyaltyProgramme.Id(TypeId.parse("loyalty_programme", programme));
    }

    /** Somebody whom staff wrote down. */
    private Customer.Id customer(String fields) {
        return new Customer.Id(TypeId.parse(
                "customer",
                shop.does("customerCreate(input: {givenName: \"Somebody\" " + fields + "}) { customer { id } %s }")
                        .at("/customer/id")
                        .asString()));
    }

    private interface Deed<T> {
        T in(TenantContext tx);
    }

    private <T> T does(Deed<T> deed) {
        return shop.tenant.transact(TEST.may(Permission.LOYALTY_WRITE), deed::in);
    }

    private String share(Customer.Id who) {
        return Objects.requireNonNull(
                does(tx -> referrals.share(tx, who, programmeId)).referralCode());
    }

    private LoyaltyReferral invite(Customer.Id who, String email) {
        return does(tx -> referrals.invite(tx, who, programmeId, new Referrals.Address(email, null), null));
    }

    private LoyaltyAccount accept(Customer.Id who, @Nullable String code) {
        return does(tx -> referrals.accept(tx, who, Objects.requireNonNull(code)));
    }

    /** {@code went}, or why not. */
    private static String outcome(Runnable deed) {
        try {
            deed.run();
            return "went";
        } catch (Refused refused) {
            UserError error = refused.errors().getFirst();
            return (error instanceof LoyaltyReferralRefused because ? because.reason() : error.code()) + " "
                    + String.join(".", error.path());
        }
    }

    private static JsonNode tries(Client who, String mutation) {
        return who.data("mutation { " + mutation.replace("%s", REFUSED) + " }")
                .iterator()
                .next();
    }

    private static JsonNode account(Client who) {
        return who.data("""
                        { viewer { customer { loyaltyAccounts { available welcome { status points }
                            history(first: 9) { nodes { kind available order { id } } }
                            referrals(first: 9) { totalCount nodes { status email inviterPoints invitee { id } order { id } } } } } } }""").at("/viewer/customer/loyaltyAccounts/0");
    }

    private OrderShop.Placed order(Client who) {
        String variant = shop.variant("V" + variants.incrementAndGet(), "100", 9);
        return shop.basket(who, Map.of(variant, 1), "ETB").order();
    }

    private void moves(OrderShop.Placed order, String mutation, String amount) {
        shop.does(mutation + "(id: \"" + order.id() + "\", input: {amount: {amount: \"" + amount
                + "\", currency: \"ETB\"}, method: CASH}) " + key() + " { payment { id } %s }");
    }

    @Test
    void both_get_their_points_with_the_first_order_that_is_paid_and_give_them_back_when_nothing_of_it_is_kept() {
        Client inviter = merchants.shopper(shop.merchant);
        Client friend = merchants.shopper(shop.merchant);
        String invite = "loyaltyReferralInvite(input: {programmeId: \"" + programme
                + "\", email: \"Friend@Example.com\", name: \"Sara\"}) { referral { code status email name } %s }";
        JsonNode invited = tries(inviter, invite).get("referral");
        String code = invited.get("code").asString();
        assertThat(invited.get("status").asString() + " " + invited.get("email").asString() + " "
                        + invited.get("name").asString())
                .isEqualTo("INVITED friend@example.com Sara");
        assertThat(tries(inviter, invite).get("userErrors").toString())
                .isEqualTo("[{\"code\":\"CONFLICT\",\"path\":[\"input\",\"email\"],\"reason\":\"ALREADY_INVITED\"}]");

        String typed = code.substring(0, 4).toLowerCase(Locale.ROOT) + "-" + code.substring(4);
        String accept =
                "loyaltyReferralAccept(input: {code: \"" + typed + "\"}) { account { welcome { status points } } %s }";
        for (int again = 0; again < 2; again++) {
            assertThat(tries(friend, accept).toString())
                    .isEqualTo(
                            "{\"account\":{\"welcome\":{\"status\":\"ACCEPTED\",\"points\":\"200\"}},\"userErrors\":[]}");
        }
        OrderShop.Placed order = order(friend);
        moves(order, "orderPaymentRecord", "149.99");
        assertThat(account(friend).get("available").asString()).isEqualTo("0");
        moves(order, "orderPaymentRecord", "0.01");
        assertThat(account(friend).get("available").asString()).isEqualTo("1700");
        assertThat(account(friend).at("/welcome/status").asString()).isEqualTo("REWARDED");
        assertThat(account(inviter).toString())
                .isEqualTo(
                        "{\"available\":\"500\",\"welcome\":null,\"history\":{\"nodes\":["
                                + "{\"kind\":\"MATURED\",\"available\":\"500\",\"order\":null},"
                                + "{\"kind\":\"REFERRED\",\"available\":\"0\",\"order\":null}]},\"referrals\":{\"totalCount\":1,\"nodes\":["
                                + "{\"status\":\"REWARDED\",\"email\":null,\"inviterPoints\":\"500\",\"invitee\":null,\"order\":null}]}}");

        OrderShop.Placed second = order(friend);
        moves(second, "orderPaymentRecord", "150");
        moves(order, "orderRefundRecord", "149");
        assertThat(account(inviter).get("available").asString())
                .as("something is kept")
                .isEqualTo("500");
        shop.does("orderCancel(id: \"" + order.id() + "\", input: {refundMethod: CASH}) " + key()
                + " { order { id } %s }");
        assertThat(account(inviter).get("available").asString()).isEqualTo("0");
        assertThat(account(friend).get("available").asString())
                .as("of the second order")
                .isEqualTo("1500");
        assertThat(account(inviter).at("/referrals/nodes/0/status").asString()).isEqualTo("REVERSED");
        OrderShop.Placed third = order(friend);
        moves(third, "orderPaymentRecord", "150");
        assertThat(account(inviter).get("available").asString())
                .as("no other order counts")
                .isEqualTo("0");
    }

    @Test
    void whoever_is_not_new_not_another_or_in_a_ring_is_refused_by_the_field() {
        Customer.Id a = customer(", phone: \"+251911000001\"");
        Customer.Id b = customer("");
        Customer.Id c = customer("");
        assertThat(outcome(() -> accept(a, share(a)))).isEqualTo("OWN input.code");
        assertThat(outcome(() -> accept(a, invite(a, "x@example.com").code()))).isEqualTo("OWN input.code");
        assertThat(outcome(() -> does(tx ->
                        referrals.invite(tx, a, programmeId, new Referrals.Address(null, "+251911000001"), null))))
                .isEqualTo("OWN input.phone");
        Customer.Id sameNumber = customer(", phone: \"+251911000001\"");
        assertThat(outcome(() -> accept(sameNumber, share(a)))).isEqualTo("OWN input.code");
        assertThat(outcome(() -> accept(b, "ZZZZZZZZ"))).isEqualTo("NOT_FOUND input.code");

        assertThat(outcome(() -> accept(b, share(a)))).isEqualTo("went");
        assertThat(outcome(() -> accept(c, share(b)))).isEqualTo("went");
        assertThat(outcome(() -> accept(a, share(b)))).as("one step").isEqualTo("RING input.code");
        assertThat(outcome(() -> accept(a, share(c)))).as("two steps").isEqualTo("RING input.code");
        assertThat(outcome(() -> accept(c, share(a)))).isEqualTo("ALREADY_INVITED input.code");

        LoyaltyReferral invitation = invite(a, "y@example.com");
        assertThat(outcome(() -> accept(customer(""), invitation.code()))).isEqualTo("went");
        assertThat(outcome(() -> accept(customer(""), invitation.code()))).isEqualTo("USED input.code");

        OrderShop.Placed paid = shop.basket(shop.variant("PAID", "100", 9), 1).order();
        moves(paid, "orderPaymentRecord", "1");
        Customer.Id buyer = new Customer.Id(TypeId.parse(
                "customer",
                paid.guest()
                        .data("{ viewer { customer { id } } }")
                        .at("/viewer/customer/id")
                        .asString()));
        assertThat(outcome(() -> accept(buyer, share(a)))).isEqualTo("NOT_NEW input.code");
        assertThat(paid.guest()
                        .run("mutation { loyaltyReferralAccept(input: {code: \"" + share(a)
                                + "\"}) { %s } }".formatted(REFUSED))
                        .at("/errors/0/extensions/code")
                        .asString())
                .as("a guest")
                .isEqualTo("UNAUTHENTICATED");

        shop.does("loyaltyProgrammeUpdate(id: \"" + programme + "\", input: {paused: true}) { programme { id } %s }");
        assertThat(outcome(() -> accept(customer(""), share(a)))).isEqualTo("NOT_OFFERED programmeId");
        assertThat(outcome(() -> invite(a, "z@example.com"))).isEqualTo("NOT_OFFERED input.programmeId");
        shop.does("loyaltyProgrammeUpdate(id: \"" + programme + "\", input: {paused: false}) { programme { id } %s }");
    }

    @Test
    void an_invitation_is_good_for_seven_days_and_forgets_its_address_the_night_after() {
        Customer.Id inviter = customer("");
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        LoyaltyReferral first = clock.at(now, () -> invite(inviter, "week@example.com"));
        LoyaltyReferral second = clock.at(now, () -> invite(inviter, "late@example.com"));
        Instant end = now.plus(Duration.ofDays(7));
        assertThat(second.expiresAt()).isEqualTo(end);
        Customer.Id late = customer("");
        assertThat(clock.at(end, () -> outcome(() -> accept(late, second.code()))))
                .isEqualTo("EXPIRED input.code");
        assertThat(clock.at(end.minusNanos(1000), () -> outcome(() -> accept(customer(""), first.code()))))
                .isEqualTo("went");
        assertThat(clock.at(end, () -> outcome(() -> invite(inviter, "late@example.com"))))
                .isEqualTo("went");
        TenantUpkeep loyalty = nightly.stream()
                .filter(LoyaltyUpkeep.class::isInstance)
                .findFirst()
                .orElseThrow();
        Function<Instant, String> address = at -> clock.at(at, () -> {
            loyalty.tidy(shop.tenant);
            return shop.owner
                    .data("{ node(id: \"" + second.id().text() + "\") { ... on LoyaltyReferral { email } } }")
                    .at("/node/email")
                    .asString("gone");
        });
        assertThat(address.apply(end.minusNanos(1000))).isEqualTo("late@example.com");
        assertThat(address.apply(end)).isEqualTo("gone");
    }

    @Test
    void whom_an_invitation_was_for_nobody_sees_once_it_is_over() {
        Customer.Id inviter = customer("");
        Instant longAgo = Instant.now().minus(Duration.ofDays(8));
        LoyaltyReferral over = clock.at(longAgo, () -> invite(inviter, "over@example.com"));
        assertThat(shop.owner
                        .data("{ node(id: \"" + over.id().text()
                                + "\") { ... on LoyaltyReferral { status email phone name } } }")
                        .get("node")
                        .toString())
                .isEqualTo("{\"status\":\"EXPIRED\",\"email\":null,\"phone\":null,\"name\":null}");
    }

    /** One that the shop's store has of its own. */
    private LoyaltyProgramme.Id another() {
        String store = shop.owner
                .data("{ stores(first: 1) { nodes { id } } }")
                .at("/stores/nodes/0/id")
                .asString();
        return new LoyaltyProgramme.Id(TypeId.parse(
                "loyalty_programme",
                shop.does(
                                "loyaltyProgrammeCreate(input: {name: \"Own\", storeId: \"" + store
                                        + "\", rates: [], referral: {inviterPoints: 5, inviteePoints: 2, minimumOrders: [{amount: \"0.01\", currency: \"ETB\"}]}}) { programme { id } %s }")
                        .at("/programme/id")
                        .asString()));
    }

    @Test
    void of_sixty_four_invitations_at_once_fifty_go_out_and_the_next_go_the_next_day() throws Exception {
        Customer.Id inviter = customer("");
        Instant noon = Instant.now()
                .atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .plusHours(12)
                .toInstant();
        List<LoyaltyProgramme.Id> programmes = List.of(programmeId, another());
        Map<String, Long> went = AtOnce.all(
                        64,
                        i -> clock.at(
                                noon,
                                () -> outcome(() -> does(tx -> referrals.invite(
                                        tx,
                                        inviter,
                                        programmes.get(i % 2),
                                        new Referrals.Address("n" + i + "@example.com", null),
                                        null)))))
                .stream()
                .collect(groupingBy(Function.identity(), counting()));
        assertThat(went).isEqualTo(Map.of("went", 50L, "DAILY_LIMIT input.email", 14L));
        String code = clock.at(noon, () -> share(inviter));
        Customer.Id came = customer("");
        assertThat(clock.at(noon, () -> outcome(() -> accept(came, code)))).isEqualTo("DAILY_LIMIT input.code");
        Instant midnight = noon.plus(Duration.ofHours(12));
        assertThat(clock.at(midnight.minusMillis(1), () -> outcome(() -> accept(came, code))))
                .isEqualTo("DAILY_LIMIT input.code");
        assertThat(clock.at(midnight, () -> outcome(() -> accept(came, code)))).isEqualTo("went");
    }

    @Test
    void sixty_four_acceptances_of_one_invitation_at_once_are_one() throws Exception {
        String code = invite(customer(""), "all@example.com").code();
        List<Customer.Id> friends =
                IntStream.range(0, 8).mapToObj(i -> customer("")).toList();
        Map<String, Long> went = AtOnce.all(64, i -> outcome(() -> accept(friends.get(i % 8), code))).stream()
                .collect(groupingBy(Function.identity(), counting()));
        assertThat(went)
                .as("the one who was first is answered the same each time")
                .isEqualTo(Map.of("went", 8L, "USED input.code", 56L));
    }

    @Test
    void two_who_invite_one_another_at_once_do_not_close_a_ring() throws Exception {
        for (int round = 0; round < 8; round++) {
            List<Customer.Id> ring = List.of(customer(""), customer(""), customer(""));
            List<String> codes = ring.stream().map(this::share).toList();
            assertThat(AtOnce.all(3, i -> outcome(() -> accept(ring.get(i), codes.get((i + 1) % 3)))))
                    .containsExactlyInAnyOrder("went", "went", "RING input.code");
        }
    }

    @Test
    void of_two_orders_paid_at_once_one_is_the_first_and_who_turns_out_to_be_the_inviter_gets_nothing()
            throws Exception {
        Customer.Id inviter = customer(", phone: \"+251911000077\"");
        Client friend = merchants.shopper(shop.merchant);
        tries(friend, "loyaltyReferralAccept(input: {code: \"" + share(inviter) + "\"}) { %s }");
        List<OrderShop.Placed> orders = List.of(order(friend), order(friend));
        AtOnce.all(2, i -> {
            moves(orders.get(i), "orderPaymentRecord", "150");
            return i;
        });
        assertThat(account(friend).get("available").asString()).isEqualTo("3200");
        assertThat(points(inviter)).isEqualTo("500");

        Client self = merchants.shopper(shop.merchant);
        tries(self, "loyaltyReferralAccept(input: {code: \"" + share(inviter) + "\"}) { %s }");
        OrderShop.does(
                self,
                "profileUpdate(input: {phone: \"+251911000077\"}) { customer { id } userErrors { code path message } }");
        moves(order(self), "orderPaymentRecord", "150");
        assertThat(account(self).get("available").asString()).isEqualTo("1500");
        assertThat(account(self).at("/welcome/status").asString()).isEqualTo("VOID");
        assertThat(points(inviter)).isEqualTo("500");

        OrderShop.Placed asGuest =
                shop.basket(shop.variant("GUEST", "100", 9), 1).order();
        moves(asGuest, "orderPaymentRecord", "150");
        Client claims = merchants.shopper(shop.merchant);
        tries(claims, "loyaltyReferralAccept(input: {code: \"" + share(inviter) + "\"}) { %s }");
        assertThat(account(claims).at("/welcome/status").asString()).isEqualTo("ACCEPTED");
        OrderShop.does(
                claims.with(
                        "Merkato-Guest",
                        Objects.requireNonNull(asGuest.guest().headers().get("Merkato-Guest"))),
                "guestClaim { customer { id } userErrors { code path message } }");
        assertThat(account(claims).at("/welcome/status").asString()).isEqualTo("VOID");
    }

    private String points(Customer.Id who) {
        return shop.owner
                .data("{ customer(id: \"" + who.text() + "\") { loyaltyAccounts { available } } }")
                .at("/customer/loyaltyAccounts/0/available")
                .asString();
    }
}
