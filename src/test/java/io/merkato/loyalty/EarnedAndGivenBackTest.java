package io.merkato.loyalty;

import static io.merkato.ordering.OrderShop.key;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import io.merkato.channel.Marketplace;
import io.merkato.channel.Till;
import io.merkato.ordering.OrderShop;
import io.merkato.tenancy.TenantUpkeep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What rules give, and what becomes of it and of spent points when things go back: 10 points for each birr, a hundred of them worth one. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one shop, whose goods have names of their own
class EarnedAndGivenBackTest {

    private final OrderShop shop;
    private final Client person;
    private final Statements statements;
    private final List<TenantUpkeep> nightly;
    private final String programme;

    EarnedAndGivenBackTest(Merchants merchants, Client client, Statements statements, List<TenantUpkeep> nightly) {
        this.nightly = nightly;
        this.shop = new OrderShop(merchants, client);
        this.person = merchants.shopper(shop.merchant);
        this.statements = statements;
        this.programme = shop.does("""
                        loyaltyProgrammeCreate(input: {name: "Buna", expiryMonths: 1,
                          rates: [{earnPoints: 10, earnAmount: {amount: "1", currency: "ETB"}, redeemPoints: 100, redeemAmount: {amount: "1", currency: "ETB"}}],
                          tiers: [{name: "All", threshold: 0}, {name: "Gold", threshold: 30000, multiplier: "1.5"}]})
                        { programme { id } %s }""").at("/programme/id").asString();
    }

    private String rule(String more) {
        return shop.does("loyaltyEarnRuleCreate(input: {programmeId: \"" + programme + "\", name: \"More\", " + more
                        + "}) { rule { id } %s }")
                .at("/rule/id")
                .asString();
    }

    private String given(String rule) {
        return shop.owner
                .data("{ node(id: \"" + rule + "\") { ... on LoyaltyEarnRule { given } } }")
                .at("/node/given")
                .asString();
    }

    private String product(String sku) {
        return shop.owner
                .data("{ productVariantBySku(sku: \"" + sku + "\") { product { id } } }")
                .at("/productVariantBySku/product/id")
                .asString();
    }

    private OrderShop.Placed order(String variant, int pieces) {
        return shop.basket(variant, pieces).order();
    }

    private void money(OrderShop.Placed order, String mutation, String amount) {
        shop.does(mutation + "(id: \"" + order.id() + "\", input: {amount: {amount: \"" + amount
                + "\", currency: \"ETB\"}, method: CASH}) " + key() + " { %s }");
    }

    private void pays(OrderShop.Placed order, String amount) {
        money(order, "orderPaymentRecord", amount);
    }

    private void give(Client who, long points) {
        shop.does(adjusts(who, points));
    }

    private String adjusts(Client who, long points) {
        return "loyaltyPointsAdjust(input: {programmeId: \"" + programme + "\", customerId: \"" + customer(who)
                + "\", points: \"" + points + "\", reason: \"Welcome\"}) " + key() + " { movement { id } %s }";
    }

    private static String customer(Client who) {
        return who.data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
    }

    private static void redeems(OrderShop.Placed order, long points) {
        OrderShop.does(
                order.guest(),
                "loyaltyPointsRedeem(input: {orderId: \"" + order.id() + "\", points: \"" + points + "\"}) " + key()
                        + " { %s }");
    }

    private static JsonNode account(Client who) {
        return who.data(
                        "{ viewer { customer { loyaltyAccounts { id available owed tierPoints tier { name } expiring { nodes { points expiresAt } } } } } }")
                .at("/viewer/customer/loyaltyAccounts/0");
    }

    private static String available(Client who) {
        return account(who).path("available").asString("none");
    }

    @Test
    void points_for_goods_go_back_with_the_goods_and_a_campaign_gives_them_anew() {
        String cup = shop.variant("G-CUP", "100", 9);
        String bead = shop.variant("G-BEAD", "1", 99);
        String rule = rule("productId: \"" + product("G-BEAD") + "\", perPiece: 100, budget: 1000");
        var goods = new LinkedHashMap<String, Integer>();
        goods.put(cup, 1);
        goods.put(bead, 10);
        OrderShop.Placed first = shop.basket(goods).order();
        pays(first, "160");
        assertThat(available(first.guest())).isEqualTo("2600");
        OrderShop.Placed late = order(bead, 10);
        pays(late, "60");
        assertThat(available(late.guest())).as("nothing is left to be given").isEqualTo("600");

        String beads = first.read("lines { id quantity }")
                .get("lines")
                .valueStream()
                .filter(line -> line.get("quantity").asInt() == 10)
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
        String lines = "(id: \"" + first.id() + "\", input: {lines: [{quantity: 10, lineId: \"" + beads + "\"}]}) ";
        shop.does("orderFulfil" + lines + key() + " { %s }");
        shop.does("orderReturnCreate" + lines + key() + " { %s }");
        assertThat(available(first.guest())).isEqualTo("1500");
        assertThat(given(rule)).isEqualTo("0");

        OrderShop.Placed second = order(bead, 10);
        pays(second, "60");
        assertThat(available(second.guest())).isEqualTo("1600");
        assertThat(given(rule)).isEqualTo("1000");
        money(second, "orderRefundRecord", "30");
        assertThat(available(second.guest())).isEqualTo("800");
        assertThat(given(rule)).isEqualTo("500");
        pays(second, "30");
        assertThat(available(second.guest())).isEqualTo("1600");
        shop.does("orderEdit(id: \"" + second.id() + "\", ifVersion: "
                + second.read("version").get("version")
                + ", input: {lines: [{lineId: \"" + second.lines().getFirst() + "\", quantity: 4}]}) " + key()
                + " { %s }");
        assertThat(available(second.guest())).isEqualTo("940");
        assertThat(given(rule)).isEqualTo("400");
    }

    @Test
    void what_a_rule_gave_stays_earned_when_its_product_is_gone_for_good_and_the_rule_is_over() {
        String bead = shop.variant("D-BEAD", "1", 99);
        String product = product("D-BEAD");
        String rule = rule("productId: \"" + product + "\", perPiece: 100");
        OrderShop.Placed order = order(bead, 10);
        pays(order, "60");
        assertThat(available(order.guest())).isEqualTo("1600");
        shop.does("productDelete(id: \"" + product + "\") { %s }");
        TestDatabase.asSuperuser(sql -> sql.createStatement()
                .executeUpdate("update catalog.product set deleted_at = now() - interval '91 days' where id = '"
                        + TypeId.parse("product", product) + "'"));
        nightly.forEach(each -> each.tidy(shop.tenant));

        money(order, "orderRefundRecord", "30");
        assertThat(available(order.guest())).as("half of it").isEqualTo("800");
        OrderShop.Placed another = order(shop.variant("D-CUP", "100", 9), 1);
        pays(another, "150");
        assertThat(available(another.guest())).as("for nothing else").isEqualTo("1500");
        String endless = "loyaltyEarnRuleUpdate(id: \"" + rule + "\", input: {endsAt: null}) { %s }";
        assertThat(OrderShop.refusals(OrderShop.tries(shop.owner, endless))).containsExactly("CONFLICT id");
    }

    @Test
    void pieces_that_points_paid_for_earn_as_little_as_their_price_does() {
        String bead = shop.variant("P-BEAD", "1", 99);
        rule("productId: \"" + product("P-BEAD") + "\", perPiece: 100");
        OrderShop.Placed order = order(bead, 10);
        give(order.guest(), 4500);
        redeems(order, 4500);
        pays(order, "15");
        assertThat(available(order.guest())).isEqualTo("400");
    }

    @Test
    void a_rule_of_a_category_is_for_all_below_it_and_for_orders_that_are_placed_while_it_holds() {
        String above = category("Drinks", "");
        String coffee = category("Coffee", ", parentId: \"" + above + "\"");
        String kilo = shop.variant("C-KILO", "100", 9);
        shop.does(
                "productUpdate(id: \"" + product("C-KILO") + "\", input: {categoryIds: [\"" + coffee + "\"]}) { %s }");
        String rule = rule("categoryId: \"" + above + "\", multiplier: \"3\"");
        OrderShop.Placed during = order(kilo, 1);
        OrderShop.Placed paid = order(kilo, 1);
        pays(paid, "150");
        assertThat(available(paid.guest())).isEqualTo("3500");
        shop.does("loyaltyEarnRuleEnd(id: \"" + rule + "\") { %s }");
        OrderShop.Placed after = order(kilo, 1);
        pays(during, "150");
        pays(after, "150");
        assertThat(available(during.guest())).isEqualTo("3500");
        assertThat(available(after.guest())).isEqualTo("1500");
    }

    @Test
    void the_book_hands_out_the_statement_of_an_account_of_points() {
        Client guest = order(shop.variant("B-CUP", "100", 9), 1).guest();
        give(guest, 70);
        shop.does(adjusts(guest, -20));
        JsonNode account = shop.owner
                .data("{ ledgerAccounts(first: 1, where: {code: {eq: POINTS_AVAILABLE}, holder: {eq: \""
                        + account(guest).get("id").asString() + "\"}}) { nodes { id } } }")
                .at("/ledgerAccounts/nodes/0");
        assertThat(shop.owner
                        .get("/exports/ledger.csv?account=" + account.get("id").asString())
                        .body()
                        .replaceAll(
                                "(?m)^[^,]+|(ledger_transfer|loyalty_movement|loyalty_account|loyalty_programme)_[0-9a-z]{26}",
                                "x")
                        .lines())
                .containsExactly(
                        "x,Event,Transfer,Reference,Subject,Debit,Credit,Balance,Unit",
                        ",OPENING,,,,,,0,x",
                        "x,POINTS_ADJUSTED,x,x,x,,70,70,x",
                        "x,POINTS_ADJUSTED,x,x,x,20,,50,x",
                        ",CLOSING,,,,20,70,50,x");
    }

    private String category(String name, String more) {
        return shop.does("categoryCreate(input: {names: [{locale: \"en\", text: \"" + name + "\"}]" + more
                        + "}) { category { id } %s }")
                .at("/category/id")
                .asString();
    }

    @Test
    void a_tier_multiplies_what_the_next_order_earns_and_is_lost_with_what_led_to_it() {
        String sack = shop.variant("T-SACK", "2950", 9);
        OrderShop.Placed first = shop.basket(person, Map.of(sack, 1), "ETB").order();
        pays(first, "3000");
        assertThat(standing()).isEqualTo("Gold 30000");
        OrderShop.Placed second = shop.basket(person, Map.of(sack, 1), "ETB").order();
        pays(second, "3000");
        assertThat(standing()).isEqualTo("Gold 75000");
        money(second, "orderRefundRecord", "3000");
        money(first, "orderRefundRecord", "0.10");
        assertThat(standing()).isEqualTo("All 29999");
    }

    private String standing() {
        JsonNode account = account(person);
        return account.at("/tier/name").asString() + " "
                + account.get("tierPoints").asString();
    }

    /** How many points by the moment from which on they can no longer be used. */
    private static Map<String, Long> expiring(Client who) {
        return account(who)
                .at("/expiring/nodes")
                .valueStream()
                .collect(Collectors.toMap(
                        each -> each.get("expiresAt").asString(),
                        each -> each.get("points").asLong(),
                        Long::sum));
    }

    @Test
    void spent_points_come_back_each_to_expire_as_it_would_have_and_so_does_what_an_order_earns_again() {
        OrderShop.Placed order = order(shop.variant("E-POT", "100", 9), 1);
        give(order.guest(), 999);
        Map<String, Long> before = expiring(order.guest());
        assertThat(before).hasSize(1);
        shop.does("loyaltyProgrammeUpdate(id: \"" + programme + "\", input: {expiryMonths: null}) { %s }");
        give(order.guest(), 1);
        redeems(order, 1000);
        assertThat(expiring(order.guest())).isEmpty();
        shop.does("loyaltyProgrammeUpdate(id: \"" + programme + "\", input: {expiryMonths: 1}) { %s }");
        pays(order, "140");
        money(order, "orderRefundRecord", "140");
        shop.does("orderRefundRecord(id: \"" + order.id()
                + "\", input: {amount: {amount: \"10\", currency: \"ETB\"}, method: LOYALTY_POINTS}) " + key()
                + " { %s }");
        assertThat(available(order.guest())).isEqualTo("1000");
        assertThat(expiring(order.guest())).isEqualTo(before);

        OrderShop.Placed again = order(shop.variant("E-JAR", "100", 9), 1);
        pays(again, "150");
        Map<String, Long> earned = expiring(again.guest());
        money(again, "orderRefundRecord", "75");
        assertThat(available(again.guest())).isEqualTo("750");
        shop.does("loyaltyProgrammeUpdate(id: \"" + programme
                + "\", input: {expiryMonths: 7, maturationDays: 3}) { %s }");
        pays(again, "75");
        assertThat(expiring(again.guest())).as("by the terms of then").isEqualTo(earned);
        assertThat(available(again.guest())).isEqualTo("1500");
        shop.does("loyaltyProgrammeUpdate(id: \"" + programme + "\", input: {maturationDays: 0}) { %s }");
    }

    @Test
    void what_other_systems_sold_earns_nothing_and_points_paid_for_nothing_there_or_at_a_till() {
        String cup = shop.variant("X-CUP", "115", 99);
        var market = new Marketplace(shop);
        assertThat(imported(market, "A", "payment: {paidAt: \"2026-05-01T09:31:00Z\", method: CARD}")
                        .at("/order/customer/loyaltyAccounts")
                        .toString())
                .isEqualTo("[]");
        JsonNode unpaid = imported(market, "B", "");
        shop.does("orderPaymentRecord(id: \"" + unpaid.get("orderId").asString()
                + "\", input: {amount: {amount: \"100\", currency: \"ETB\"}, method: CASH}) " + key()
                + " { order { paymentStatus } %s }");
        assertThat(imported(market, "B", "")
                        .at("/order/customer/loyaltyAccounts")
                        .toString())
                .isEqualTo("[]");
        assertThat(imported(market, "C", "payment: {paidAt: \"2026-05-01T09:31:00Z\", method: LOYALTY_POINTS}")
                        .at("/userErrors/0/path")
                        .toString())
                .endsWith("\"payment\",\"method\"]");

        var till = new Till(shop);
        OrderShop.Placed somebody = order(cup, 1);
        Map<String, Object> sale = till.sale(cup, 2);
        sale.put("customerId", customer(somebody.guest()));
        Map<String, Object> byPoints = till.sale(cup, 1);
        byPoints.put("payments", List.of(Map.of("method", "LOYALTY_POINTS", "amount", "115")));
        JsonNode results = till.syncs(List.of(sale, byPoints)).get("results");
        assertThat(results.get(1).at("/userErrors/0/path").toString()).endsWith("\"payments\",\"0\",\"method\"]");
        assertThat(available(somebody.guest())).isEqualTo("2300");

        List<Map<String, Object>> one = sales(till, cup, 1);
        List<Map<String, Object>> many = sales(till, cup, 5);
        int few = statements.of(() -> till.syncs(one)).size();
        assertThat(statements.of(() -> till.syncs(many))).hasSize(few);
    }

    /** Of as many customers who have no points yet. */
    private List<Map<String, Object>> sales(Till till, String variant, int many) {
        var sales = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < many; i++) {
            Map<String, Object> sale = till.sale(variant, 1);
            sale.put(
                    "customerId",
                    shop.does("customerCreate(input: {givenName: \"C" + i + "\"}) { customer { id } %s }")
                            .at("/customer/id")
                            .asString());
            sales.add(sale);
        }
        return sales;
    }

    private JsonNode imported(Marketplace market, String id, String more) {
        return shop.does(
                        "externalOrdersImport(input: {sourceId: \"" + market.source
                                + "\", orders: [{externalId: \"" + id + "\", number: \"" + id
                                + "\", placedAt: \"2026-05-01T09:30:00Z\", currency: \"ETB\", total: \"100\", customer: {email: \"buyer-"
                                + id + "@example.com\"}, lines: [{sku: \"X-CUP\", quantity: 1, unitPrice: \"100\"}] "
                                + more
                                + "}]}) { results { orderId order { customer { loyaltyAccounts { id } } } userErrors { path } } %s }")
                .at("/results/0");
    }

    @Test
    void a_guests_points_and_what_comes_back_to_them_are_the_customers_who_they_turn_out_to_be() {
        String jug = shop.variant("M-JUG", "100", 9);
        OrderShop.Placed order = order(jug, 1);
        give(order.guest(), 2000);
        redeems(order, 500);
        shop.basket(person, Map.of(jug, 1), "ETB").order();
        give(person, 40);
        long own = Long.parseLong(available(person));
        OrderShop.does(
                person.with(
                        "Merkato-Guest", requireNonNull(order.guest().headers().get("Merkato-Guest"))),
                "guestClaim { customer { id } %s }");
        assertThat(available(person)).isEqualTo(own + 1500 + "");
        assertThat(person.data("{ viewer { customer { loyaltyAccounts { id } } } }")
                        .at("/viewer/customer/loyaltyAccounts"))
                .hasSize(1);
        pays(order, "145");
        assertThat(available(person)).isEqualTo(own + 1500 + 1450 + "");
        shop.does("orderCancel(id: \"" + order.id() + "\", input: {refundMethod: CASH}) " + key() + " { %s }");
        assertThat(available(person)).isEqualTo(own + 2000 + "");
    }
}
