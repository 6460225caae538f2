package io.merkato.storecredit;

import static io.merkato.jooq.storecredit.Tables.GIFT_CARD;
import static io.merkato.ordering.OrderShop.key;
import static io.merkato.ordering.OrderShop.refusals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.identity.BuiltInRole;
import io.merkato.ordering.OrderShop;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Store credit and gift cards as customers and staff see them. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class StoreCreditTest {

    private final OrderShop shop;
    private final Merchants merchants;
    private final String cup;

    StoreCreditTest(Merchants merchants, Client client) {
        this.merchants = merchants;
        this.shop = new OrderShop(merchants, client);
        this.cup = shop.variant("CUP", "100", 1000);
    }

    /** Of a guest, of one cup: 150.00. */
    private OrderShop.Placed order() {
        return shop.basket(cup, 1).order();
    }

    private static String customer(Client who) {
        return who.data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
    }

    private static String credit(Client who) {
        return who.data("{ viewer { customer { storeCredit { balance { amount currency } } } } }")
                .at("/viewer/customer/storeCredit")
                .toString();
    }

    private static String history(Client who) {
        return who.data(
                        "{ viewer { customer { storeCredit { history(first: 20) { nodes { kind amount { amount } reason order { id } } totalCount } } } } }")
                .at("/viewer/customer/storeCredit/0/history")
                .toString();
    }

    private String adjust(Client whose, String amount) {
        return "storeCreditAdjust(input: {customerId: \"" + customer(whose) + "\", change: {amount: \"" + amount
                + "\", currency: \"ETB\"}, reason: \"Late parcel\"}) " + key()
                + " { storeCredit { balance { amount } } %s }";
    }

    private static String redeem(OrderShop.Placed order, String more) {
        return "orderStoreCreditRedeem(input: {orderId: \"" + order.id() + "\"" + more + "}) " + key()
                + " { payment { method amount { amount } } order { paymentStatus balance { amount } } %s }";
    }

    private static String amount(String amount) {
        return ", amount: {amount: \"" + amount + "\", currency: \"ETB\"}";
    }

    private static String issue(String amount, String more, String key) {
        return "giftCardsIssue(input: {cards: [{amount: {amount: \"" + amount + "\", currency: \"ETB\"}" + more
                + "}]}) " + key + " { issued { code giftCard { id lastFour status } } %s }";
    }

    private JsonNode issued(String amount) {
        return shop.does(issue(amount, "", key())).at("/issued/0");
    }

    private static String pay(OrderShop.Placed order, String code, String more) {
        return "orderGiftCardRedeem(input: {orderId: \"" + order.id() + "\", code: \"" + code + "\"" + more + "}) "
                + key()
                + " { payment { method reference amount { amount } } left { amount } order { balance { amount } } %s }";
    }

    private static String take(String code) {
        return "giftCardRedeem(input: {code: \"" + code + "\"}) " + key()
                + " { amount { amount } storeCredit { balance { amount } } %s }";
    }

    private static String refund(OrderShop.Placed order, String amount, String method) {
        return "orderRefundRecord(id: \"" + order.id() + "\", input: {amount: {amount: \"" + amount
                + "\", currency: \"ETB\"}, method: " + method + "}) " + key() + " { %s }";
    }

    private static String cancel(OrderShop.Placed order) {
        return "orderCancel(id: \"" + order.id() + "\") " + key() + " { order { status paymentStatus } %s }";
    }

    private JsonNode card(String id) {
        return shop.owner
                .data(
                        "{ giftCard(id: \"" + id
                                + "\") { status balance { amount } history(first: 9) { nodes { kind amount { amount } customer { id } } } } }")
                .get("giftCard");
    }

    @Test
    void store_credit_is_given_and_taken_pays_for_orders_and_comes_back_as_nothing_else() {
        OrderShop.Placed order = order();
        assertThat(credit(order.guest())).isEqualTo("[]");
        assertThat(refusals(OrderShop.tries(order.guest(), redeem(order, "")))).containsExactly("OUT_OF_RANGE input");
        shop.does(adjust(order.guest(), "200"));
        assertThat(refusals(OrderShop.tries(shop.owner, adjust(order.guest(), "-200.01"))))
                .containsExactly("OUT_OF_RANGE input.change.amount");
        Client program = shop.owner.as(shop.does(
                        "apiKeyCreate(input: {name: \"k\", permissions: [STORE_CREDIT_WRITE], stores: {every: true}}) { secret %s }")
                .get("secret")
                .asString());
        assertThat(List.of(program, shop.owner))
                .extracting(who -> OrderShop.tries(who, adjust(order.guest(), "-200.01"))
                        .at("/userErrors/0/message")
                        .asString())
                .as("how much there is, is told to who may read it")
                .containsExactly(
                        "No more can be taken than there is.", "No more can be taken than there is: 200.00 ETB.");
        assertThat(shop.does(adjust(order.guest(), "-80"))
                        .at("/storeCredit/balance/amount")
                        .asString())
                .isEqualTo("120.00");

        assertThat(refusals(OrderShop.tries(order.guest(), redeem(order, amount("120.01")))))
                .containsExactly("OUT_OF_RANGE input.amount");
        assertThat(OrderShop.does(order.guest(), redeem(order, amount("20"))).toString())
                .isEqualTo(
                        "{\"payment\":{\"method\":\"STORE_CREDIT\",\"amount\":{\"amount\":\"20.00\"}},\"order\":{\"paymentStatus\":\"PARTIALLY_PAID\",\"balance\":{\"amount\":\"130.00\"}},\"userErrors\":[]}");
        OrderShop.does(shop.owner, redeem(order, ""));
        assertThat(credit(order.guest())).isEqualTo("[{\"balance\":{\"amount\":\"0.00\",\"currency\":\"ETB\"}}]");
        assertThat(refusals(OrderShop.tries(shop.owner, refund(order, "1", "CASH"))))
                .containsExactly("OUT_OF_RANGE input.amount");
        assertThat(refusals(OrderShop.tries(shop.owner, refund(order, "1", "GIFT_CARD"))))
                .containsExactly("INVALID input.method");
        shop.does(refund(order, "30", "STORE_CREDIT"));
        assertThat(shop.does(cancel(order)).get("order").toString())
                .isEqualTo("{\"status\":\"CANCELLED\",\"paymentStatus\":\"REFUNDED\"}");
        String id = "\"order\":{\"id\":\"" + order.id() + "\"}}";
        assertThat(history(order.guest()))
                .isEqualTo(
                        "{\"nodes\":["
                                + "{\"kind\":\"REFUNDED\",\"amount\":{\"amount\":\"90.00\"},\"reason\":null," + id + ","
                                + "{\"kind\":\"REFUNDED\",\"amount\":{\"amount\":\"30.00\"},\"reason\":null," + id + ","
                                + "{\"kind\":\"PAID\",\"amount\":{\"amount\":\"-100.00\"},\"reason\":null," + id + ","
                                + "{\"kind\":\"PAID\",\"amount\":{\"amount\":\"-20.00\"},\"reason\":null," + id + ","
                                + "{\"kind\":\"ADJUSTED\",\"amount\":{\"amount\":\"-80.00\"},\"reason\":\"Late parcel\",\"order\":null},"
                                + "{\"kind\":\"ADJUSTED\",\"amount\":{\"amount\":\"200.00\"},\"reason\":\"Late parcel\",\"order\":null}],\"totalCount\":6}");
    }

    @Test
    void a_gift_cards_code_is_shown_to_its_issuer_alone_and_pays_until_nothing_is_left() {
        String key = key();
        JsonNode card = shop.does(issue("500", ", recipient: \"Hana\"", key)).at("/issued/0");
        String code = card.get("code").asString();
        assertThat(code).matches("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}");
        assertThat(shop.does(issue("500", ", recipient: \"Hana\"", key)).at("/issued/0"))
                .isEqualTo(card);
        assertThat(written(code)).isZero();
        String lastFour = card.at("/giftCard/lastFour").asString();
        assertThat(shop.owner
                        .data("{ giftCards(first: 1, where: {lastFour: \"" + lastFour.toLowerCase(java.util.Locale.ROOT)
                                + "\"}) { nodes { recipient amount { amount } } } }")
                        .at("/giftCards/nodes")
                        .toString())
                .isEqualTo("[{\"recipient\":\"Hana\",\"amount\":{\"amount\":\"500.00\"}}]");

        OrderShop.Placed order = order();
        JsonNode paid = OrderShop.does(
                order.guest(),
                pay(order, " " + code.toLowerCase(java.util.Locale.ROOT).replace("-", ""), amount("65")));
        assertThat(paid.toString())
                .isEqualTo(
                        "{\"payment\":{\"method\":\"GIFT_CARD\",\"reference\":\"…" + lastFour
                                + "\",\"amount\":{\"amount\":\"65.00\"}},\"left\":{\"amount\":\"435.00\"},\"order\":{\"balance\":{\"amount\":\"85.00\"}},\"userErrors\":[]}");
        OrderShop.does(order.guest(), pay(order, code, ""));
        assertThat(refusals(OrderShop.tries(order.guest(), pay(order, code, ""))))
                .containsExactly("CONFLICT input.orderId");
        assertThat(refusals(OrderShop.tries(order.guest(), take(code)))).containsExactly("NOT_ALLOWED input.code");
        assertThat(refusals(OrderShop.tries(shop.owner, refund(order, "1", "CASH"))))
                .containsExactly("OUT_OF_RANGE input.amount");

        Client hana = merchants.shopper(shop.merchant);
        assertThat(OrderShop.does(hana, take(code)).toString())
                .isEqualTo(
                        "{\"amount\":{\"amount\":\"350.00\"},\"storeCredit\":{\"balance\":{\"amount\":\"350.00\"}},\"userErrors\":[]}");
        assertThat(refusals(OrderShop.tries(hana, take(code)))).containsExactly("OUT_OF_RANGE input.code");
        shop.does(cancel(order));
        assertThat(card(card.at("/giftCard/id").asString()).toString())
                .isEqualTo("{\"status\":\"ACTIVE\",\"balance\":{\"amount\":\"150.00\"},\"history\":{\"nodes\":["
                        + "{\"kind\":\"REFUNDED\",\"amount\":{\"amount\":\"150.00\"},\"customer\":null},"
                        + "{\"kind\":\"REDEEMED\",\"amount\":{\"amount\":\"-350.00\"},\"customer\":{\"id\":\""
                        + customer(hana) + "\"}},"
                        + "{\"kind\":\"PAID\",\"amount\":{\"amount\":\"-85.00\"},\"customer\":null},"
                        + "{\"kind\":\"PAID\",\"amount\":{\"amount\":\"-65.00\"},\"customer\":null},"
                        + "{\"kind\":\"ISSUED\",\"amount\":{\"amount\":\"500.00\"},\"customer\":null}]}}");
    }

    /** How often it stands in what the database keeps of gift cards, keys, and the log. */
    private int written(String code) {
        try (var superuser = TestDatabase.superuser();
                var count = superuser.prepareStatement("""
                        select (select count(*) from storecredit.gift_card g where strpos(g::text, ?) > 0)
                             + (select count(*) from platform.audit_entry a where strpos(a::text, ?) > 0)
                             + (select count(*) from tenancy.idempotency_key k where strpos(k::text, ?) > 0)""")) {
            String found = code.replace("-", "");
            count.setString(1, found);
            count.setString(2, code);
            count.setString(3, code);
            try (var rows = count.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String move(String card, String more) {
        return "giftCardRedeem(input: {giftCardId: \"" + card + "\"" + more + "}) " + key()
                + " { amount { amount } storeCredit { balance { amount } } %s }";
    }

    @Test
    void what_a_disabled_card_paid_goes_back_to_it_until_staff_say_whose_it_is() {
        JsonNode card = issued("300");
        String id = card.at("/giftCard/id").asString();
        OrderShop.Placed order = order();
        OrderShop.does(order.guest(), pay(order, card.get("code").asString(), amount("100")));
        shop.does(
                "giftCardDisable(id: \"" + id + "\", input: {reason: \"Stolen\"}) { giftCard { disabledReason } %s }");
        assertThat(refusals(OrderShop.tries(
                        order.guest(), pay(order, card.get("code").asString(), ""))))
                .containsExactly("NOT_ALLOWED input.code");
        assertThat(refusals(OrderShop.tries(
                        shop.owner,
                        "orderRefundCreate(input: {orderId: \"" + order.id()
                                + "\", to: MIXED, storeCredit: {amount: \"1\", currency: \"ETB\"}}) " + key()
                                + " { %s }")))
                .containsExactly("OUT_OF_RANGE input.storeCredit");
        shop.does(cancel(order));
        assertThat(credit(order.guest())).isEqualTo("[]");
        assertThat(card(id).at("/balance/amount").asString()).isEqualTo("300.00");

        Client victim = merchants.shopper(shop.merchant);
        OrderShop.does(victim, "profileUpdate(input: {givenName: \"Hana\"}) { %s }");
        String named = ", customerId: \"" + customer(victim) + "\"";
        assertThat(refusals(OrderShop.tries(victim, move(id, "")))).containsExactly("NOT_ALLOWED input.giftCardId");
        assertThat(refusals(OrderShop.tries(shop.owner, move(id, named + ", code: \"0\""))))
                .containsExactly("INVALID input.giftCardId");
        assertThat(refusals(OrderShop.tries(shop.owner, "giftCardRedeem(input: {}) " + key() + " { %s }")))
                .containsExactly("REQUIRED input.code");
        assertThat(refusals(OrderShop.tries(
                        merchants.shopper(shop.merchant),
                        "giftCardRedeem(input: {code: \"0\"" + named + "}) " + key() + " { %s }")))
                .containsExactly("NOT_FOUND input.customerId");
        assertThat(shop.does(move(id, named)).toString())
                .isEqualTo(
                        "{\"amount\":{\"amount\":\"300.00\"},\"storeCredit\":{\"balance\":{\"amount\":\"300.00\"}},\"userErrors\":[]}");
        assertThat(refusals(OrderShop.tries(shop.owner, move(id, named))))
                .containsExactly("OUT_OF_RANGE input.giftCardId");
        assertThat(refusals(OrderShop.tries(
                        shop.owner, "giftCardDisable(id: \"" + id + "\", input: {reason: \"Again\"}) { %s }")))
                .containsExactly("CONFLICT id");
        assertThatThrownBy(() -> shop.tenant.transact(
                        Viewer.system("test").may(Permission.STORE_CREDIT_WRITE),
                        tx -> tx.sql()
                                .update(GIFT_CARD)
                                .setNull(GIFT_CARD.EXPIRES_AT)
                                .where(tx.owns(GIFT_CARD))
                                .execute()))
                .as("what a card is worth, and until when, is never changed")
                .hasMessageContaining("permission denied");
        assertThat(refusals(OrderShop.tries(shop.owner, issue("300", ", expiresAt: \"2020-01-01T00:00:00Z\"", key()))))
                .containsExactly("OUT_OF_RANGE input.cards.0.expiresAt");
        assertThat(refusals(OrderShop.tries(shop.owner, issue("300", ", recipient: \" \"", key()))))
                .containsExactly("INVALID input.cards.0.recipient");
        assertThat(refusals(OrderShop.tries(shop.owner, issue("300", ", note: \" \"", key()))))
                .containsExactly("INVALID input.cards.0.note");
    }

    @Test
    void what_a_card_paid_that_has_expired_since_comes_back_as_store_credit() throws SQLException {
        JsonNode card = shop.does(issue("300", ", expiresAt: \"2090-01-01T00:00:00Z\"", key()))
                .at("/issued/0");
        OrderShop.Placed order = order();
        OrderShop.does(order.guest(), pay(order, card.get("code").asString(), amount("100")));
        try (var superuser = TestDatabase.superuser();
                var expires = superuser.prepareStatement(
                        "update storecredit.gift_card set created_at = now() - interval '2 days', expires_at = now() - interval '1 day' where tenant_id = ? and expires_at > now()")) {
            expires.setObject(1, shop.tenant.id().value());
            expires.executeUpdate();
        }
        assertThat(refusals(OrderShop.tries(
                        order.guest(), pay(order, card.get("code").asString(), ""))))
                .containsExactly("NOT_ALLOWED input.code");
        shop.does(cancel(order));
        assertThat(credit(order.guest())).isEqualTo("[{\"balance\":{\"amount\":\"100.00\",\"currency\":\"ETB\"}}]");
        assertThat(card(card.at("/giftCard/id").asString()).get("balance").toString())
                .isEqualTo("{\"amount\":\"200.00\"}");
    }

    @Test
    void whoever_guesses_is_stopped_and_who_holds_a_code_is_not_by_others_guessing() {
        OrderShop.Placed order = order();
        for (int i = 0; i < 10; i++) {
            assertThat(refusals(OrderShop.tries(order.guest(), pay(order, "0000-0000-0000-000" + i, ""))))
                    .containsExactly("NOT_FOUND input.code");
        }
        String code = issued("10").get("code").asString();
        assertThat(order.guest()
                        .run("mutation { " + pay(order, code, "").replace("%s", OrderShop.ERRORS) + " }")
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("THROTTLED");
        OrderShop.Placed another = order();
        OrderShop.does(another.guest(), pay(another, code, ""));
    }

    @Test
    void of_64_that_spend_a_gift_card_and_64_that_spend_store_credit_none_gets_more_than_there_is() throws Exception {
        JsonNode card = issued("100");
        String code = card.get("code").asString();
        List<OrderShop.Placed> orders = List.of(order(), order(), order(), order());
        List<String> paid = AtOnce.all(
                64,
                i -> outcome(OrderShop.tries(
                        i % 2 == 0 ? shop.owner : orders.get(i % 4).guest(),
                        pay(orders.get(i % 4), code, amount("10")))));
        assertThat(Collections.frequency(paid, "done")).isEqualTo(10);
        assertThat(new HashSet<>(paid)).isEqualTo(new HashSet<>(List.of("done", "OUT_OF_RANGE")));
        assertThat(card(card.at("/giftCard/id").asString())
                        .at("/balance/amount")
                        .asString())
                .isEqualTo("0.00");

        Client hana = merchants.shopper(shop.merchant);
        OrderShop.does(hana, "profileUpdate(input: {givenName: \"Hana\"}) { %s }");
        shop.does(adjust(hana, "100"));
        List<OrderShop.Placed> own = List.of(
                new OrderShop.Placed(shop, hana, ordered(hana)), new OrderShop.Placed(shop, hana, ordered(hana)));
        List<String> spent = AtOnce.all(64, i -> outcome(OrderShop.tries(hana, redeem(own.get(i % 2), amount("10")))));
        assertThat(Collections.frequency(spent, "done")).isEqualTo(10);
        assertThat(new HashSet<>(spent)).isEqualTo(new HashSet<>(List.of("done", "OUT_OF_RANGE")));
        assertThat(credit(hana)).isEqualTo("[{\"balance\":{\"amount\":\"0.00\",\"currency\":\"ETB\"}}]");
        shop.does(adjust(hana, "190"));
        assertThat(AtOnce.all(2, i -> outcome(OrderShop.tries(hana, redeem(own.get(i), "")))))
                .as("of 200.00 that are owed: who names no amount gets what the other left")
                .containsOnly("done");
        assertThat(credit(hana)).isEqualTo("[{\"balance\":{\"amount\":\"0.00\",\"currency\":\"ETB\"}}]");
    }

    private String ordered(Client who) {
        return shop.basket(who, cup, 1).order().id();
    }

    private static String outcome(JsonNode payload) {
        return payload.at("/userErrors/0/code").asString("done");
    }

    @Test
    void a_guests_store_credit_goes_along_when_they_sign_in_and_support_gives_none() {
        OrderShop.Placed order = order();
        shop.does(adjust(order.guest(), "70"));
        String guest = customer(order.guest());
        Client hana = merchants.shopper(shop.merchant);
        Client claiming = hana.with(
                "Merkato-Guest", Objects.requireNonNull(order.guest().headers().get("Merkato-Guest")));
        OrderShop.does(claiming, "guestClaim { %s }");
        assertThat(credit(hana)).isEqualTo("[{\"balance\":{\"amount\":\"70.00\",\"currency\":\"ETB\"}}]");
        OrderShop.does(hana, redeem(order, ""));
        assertThat(credit(hana)).isEqualTo("[{\"balance\":{\"amount\":\"0.00\",\"currency\":\"ETB\"}}]");
        Client support = merchants.staff(shop.merchant, BuiltInRole.SUPPORT);
        assertThat(support.run("mutation { storeCreditAdjust(input: {customerId: \"" + guest
                                + "\", change: {amount: \"1\", currency: \"ETB\"}, reason: \"x\"}) " + key()
                                + " { userErrors { code } } }")
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("FORBIDDEN");
    }
}
