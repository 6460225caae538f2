package io.merkato.loyalty;

import static io.merkato.ordering.OrderShop.key;
import static io.merkato.ordering.OrderShop.refusals;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.ordering.OrderShop;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What programmes, rules and adjustments cannot be, and at which field it is refused. */
@MerkatoTest
class ProgrammeRefusalsTest {

    private static final String RATE =
            "earnPoints: 1, earnAmount: {amount: \"1\", currency: \"ETB\"}, redeemPoints: 1, redeemAmount: {amount: \"1\", currency: \"ETB\"}";

    private static final String NO_PROGRAMME = """
            name: ""                                                                  | INVALID input.name
            name: "%1$s"                                                              | INVALID input.name
            maturationDays: -1                                                        | OUT_OF_RANGE input.maturationDays
            maturationDays: 366                                                       | OUT_OF_RANGE input.maturationDays
            expiryMonths: 0                                                           | OUT_OF_RANGE input.expiryMonths
            expiryMonths: 121                                                         | OUT_OF_RANGE input.expiryMonths
            tierWindowMonths: 0                                                       | OUT_OF_RANGE input.tierWindowMonths
            tierWindowMonths: 121                                                     | OUT_OF_RANGE input.tierWindowMonths
            minimumPoints: 0                                                          | OUT_OF_RANGE input.minimumPoints
            minimumPoints: 1000000001                                                 | OUT_OF_RANGE input.minimumPoints
            rates: [{RATE}, {RATE}]                                                   | TAKEN input.rates.1.earnAmount
            rates: [{RATE earnPoints: -1}]                                            | OUT_OF_RANGE input.rates.0.earnPoints
            rates: [{RATE earnPoints: 1000001}]                                       | OUT_OF_RANGE input.rates.0.earnPoints
            rates: [{RATE earnAmount: {amount: "0", currency: "ETB"}}]                | OUT_OF_RANGE input.rates.0.earnAmount
            rates: [{RATE redeemPoints: 0}]                                           | OUT_OF_RANGE input.rates.0.redeemPoints
            rates: [{RATE redeemPoints: 1000001}]                                     | OUT_OF_RANGE input.rates.0.redeemPoints
            rates: [{RATE redeemAmount: {amount: "0", currency: "ETB"}}]              | OUT_OF_RANGE input.rates.0.redeemAmount
            rates: [{RATE redeemAmount: {amount: "9000000000.01", currency: "ETB"}}]  | OUT_OF_RANGE input.rates.0.redeemAmount
            rates: [{RATE redeemAmount: {amount: "1", currency: "USD"}}]              | INVALID input.rates.0.redeemAmount
            tiers: [{name: "A", threshold: 5}, {name: "B", threshold: 5}]             | TAKEN input.tiers.1.threshold
            tiers: [{name: "A", threshold: -1}]                                       | OUT_OF_RANGE input.tiers.0.threshold
            tiers: [{name: "A", threshold: 1000000000001}]                            | OUT_OF_RANGE input.tiers.0.threshold
            tiers: [{name: "", threshold: 1}]                                         | INVALID input.tiers.0.name
            tiers: [{name: "A", threshold: 1, multiplier: "0.999999"}]                | OUT_OF_RANGE input.tiers.0.multiplier
            tiers: [{name: "A", threshold: 1, multiplier: "10.000001"}]               | OUT_OF_RANGE input.tiers.0.multiplier
            tiers: [{name: "A", threshold: 1, multiplier: "1.0000001"}]               | OUT_OF_RANGE input.tiers.0.multiplier
            tiers: [{name: "A", threshold: 1, benefits: ""}]                          | INVALID input.tiers.0.benefits
            tiers: [%2$s]                                                             | TOO_LONG input.tiers.20
            referral: {inviterPoints: -1, inviteePoints: 0}                           | OUT_OF_RANGE input.referral.inviterPoints
            referral: {inviterPoints: 1000001, inviteePoints: 0, MINIMUM}             | OUT_OF_RANGE input.referral.inviterPoints
            referral: {inviterPoints: 0, inviteePoints: -1}                           | OUT_OF_RANGE input.referral.inviteePoints
            referral: {inviterPoints: 0, inviteePoints: 1000001, MINIMUM}             | OUT_OF_RANGE input.referral.inviteePoints
            referral: {inviterPoints: 1, inviteePoints: 0}                            | REQUIRED input.referral.minimumOrders
            referral: {inviterPoints: 1, inviteePoints: 0, minimumOrders: [{amount: "0", currency: "ETB"}]}                                    | OUT_OF_RANGE input.referral.minimumOrders.0.amount
            referral: {inviterPoints: 1, inviteePoints: 0, minimumOrders: [{amount: "1", currency: "ETB"}, {amount: "2", currency: "ETB"}]}    | TAKEN input.referral.minimumOrders.1.currency
            """;

    private static final String NO_RULE = """
            name: "", perPiece: 1                                                     | INVALID input.name
            name: "R"                                                                 | INVALID input.multiplier
            name: "R", perPiece: 1, multiplier: "2"                                   | INVALID input.multiplier
            name: "R", multiplier: "1"                                                | OUT_OF_RANGE input.multiplier
            name: "R", multiplier: "100.000001"                                       | OUT_OF_RANGE input.multiplier
            name: "R", perPiece: 0                                                    | OUT_OF_RANGE input.perPiece
            name: "R", perPiece: 1000001                                              | OUT_OF_RANGE input.perPiece
            name: "R", perPiece: 1, productId: "%1$s", categoryId: "%2$s"             | INVALID input.categoryId
            name: "R", perPiece: 1, productId: "%2$s"                                 | NOT_FOUND input.productId
            name: "R", perPiece: 1, categoryId: "%1$s"                                | NOT_FOUND input.categoryId
            name: "R", perPiece: 1, startsAt: "2026-01-02T00:00:00Z", endsAt: "2026-01-02T00:00:00Z" | OUT_OF_RANGE input.endsAt
            name: "R", perPiece: 1, budget: 0                                         | OUT_OF_RANGE input.budget
            name: "R", perPiece: 1, budget: 1000000000001                             | OUT_OF_RANGE input.budget
            """;

    private static final String NO_ADJUSTMENT = """
            points: 1, reason: ""             | INVALID input.reason
            points: 1, reason: "%1$s"         | INVALID input.reason
            points: 0, reason: "R"            | OUT_OF_RANGE input.points
            points: 1000000001, reason: "R"   | OUT_OF_RANGE input.points
            points: -1, reason: "R"           | OUT_OF_RANGE input.points
            """;

    private final OrderShop shop;
    private final String programme;

    ProgrammeRefusalsTest(Merchants merchants, Client client) {
        this.shop = new OrderShop(merchants, client);
        this.programme = shop.does("loyaltyProgrammeCreate(input: {name: \"Buna\", rates: []}) { programme { id } %s }")
                .at("/programme/id")
                .asString();
    }

    /** What was refused otherwise than the lines say. */
    private List<String> otherwise(String lines, String mutation) {
        var wrong = new ArrayList<String>();
        lines.lines().map(line -> line.split("\\s+\\|\\s+", 2)).forEach(line -> {
            List<String> refused = refusals(OrderShop.tries(
                    shop.owner, mutation.replace("INPUT", line[0]).replace("KEY", key())));
            if (!refused.equals(List.of(line[1]))) {
                wrong.add(line[0] + ": " + refused);
            }
        });
        return wrong;
    }

    private static String programmes() {
        String tiers = IntStream.rangeClosed(0, 20)
                .mapToObj(i -> "{name: \"T\", threshold: " + i + "}")
                .collect(joining(", "));
        String lines = NO_PROGRAMME
                .formatted("x".repeat(101), tiers)
                .replace("MINIMUM", "minimumOrders: [{amount: \"1\", currency: \"ETB\"}]");
        return lines.lines().map(ProgrammeRefusalsTest::withRate).collect(joining("\n"));
    }

    /** {@code RATE} is a rate that is good but for the member that follows. */
    private static String withRate(String line) {
        for (String member : List.of("earnPoints", "earnAmount", "redeemPoints", "redeemAmount")) {
            if (line.contains("RATE " + member)) {
                return line.replace("RATE ", RATE.replaceFirst(member + ": (\\{[^}]*}|1)(, )?", "") + ", ");
            }
        }
        return line.replace("RATE", RATE);
    }

    @Test
    void what_a_programme_cannot_become_is_refused_at_its_field_and_changes_nothing() {
        assertThat(otherwise(
                        programmes(),
                        "loyaltyProgrammeUpdate(id: \"" + programme + "\", input: {INPUT}) { programme { id } %s }"))
                .isEmpty();
        assertThat(shop.owner
                        .data(
                                "{ loyaltyProgramme(id: \"" + programme
                                        + "\") { name version rates { earnPoints } tiers { name } referral { inviterPoints } } }")
                        .get("loyaltyProgramme")
                        .toString())
                .isEqualTo("{\"name\":\"Buna\",\"version\":1,\"rates\":[],\"tiers\":[],\"referral\":null}");
    }

    @Test
    void what_a_programme_cannot_be_from_the_beginning_is_refused_at_its_field() {
        String store = shop.owner.data("{ store { id } }").at("/store/id").asString();
        Map<String, String> members = new LinkedHashMap<>(Map.of("name", "name: \"Own\"", "rates", "rates: []"));
        String lines = programmes()
                .lines()
                .map(line -> {
                    String member = line.substring(0, line.indexOf(':'));
                    return members.entrySet().stream()
                                    .filter(each -> !each.getKey().equals(member))
                                    .map(each -> each.getValue() + ", ")
                                    .collect(joining())
                            + line;
                })
                .collect(joining("\n"));
        assertThat(otherwise(
                        lines,
                        "loyaltyProgrammeCreate(input: {storeId: \"" + store + "\", INPUT}) { programme { id } %s }"))
                .isEmpty();
        assertThat(otherwise(
                        "storeId: null | TAKEN input.storeId\nstoreId: \"store_00000000000000000000000000\" | NOT_FOUND input.storeId",
                        "loyaltyProgrammeCreate(input: {name: \"Own\", rates: [], INPUT}) { programme { id } %s }"))
                .isEmpty();
    }

    @Test
    void what_a_rule_and_an_adjustment_cannot_be_is_refused_at_its_field() {
        shop.variant("RULED", "10", 1);
        String product = shop.owner
                .data("{ productVariantBySku(sku: \"RULED\") { product { id } } }")
                .at("/productVariantBySku/product/id")
                .asString();
        String category = shop.does(
                        "categoryCreate(input: {names: [{locale: \"en\", text: \"Cups\"}]}) { category { id } %s }")
                .at("/category/id")
                .asString();
        assertThat(otherwise(
                        NO_RULE.formatted(product, category),
                        "loyaltyEarnRuleCreate(input: {programmeId: \"" + programme + "\", INPUT}) { rule { id } %s }"))
                .isEmpty();
        String customer = shop.does("customerCreate(input: {givenName: \"Somebody\"}) { customer { id } %s }")
                .at("/customer/id")
                .asString();
        assertThat(otherwise(
                        NO_ADJUSTMENT.formatted("x".repeat(501)),
                        "loyaltyPointsAdjust(input: {programmeId: \"" + programme + "\", customerId: \"" + customer
                                + "\", INPUT}) KEY { movement { id } %s }"))
                .isEmpty();
    }

    @Test
    void a_programme_has_at_most_100_rules_that_have_not_ended() throws SQLException {
        String id = shop.does("loyaltyEarnRuleCreate(input: {programmeId: \"" + programme
                        + "\", name: \"First\", perPiece: 1}) { rule { id } %s }")
                .at("/rule/id")
                .asString();
        try (Connection superuser = TestDatabase.superuser()) {
            superuser
                    .createStatement()
                    .execute(
                            "insert into loyalty.earn_rule (tenant_id, id, programme_id, name, per_piece, starts_at, ends_at)"
                                    + " select r.tenant_id, gen_random_uuid(), r.programme_id, r.name, 1, now() - interval '2 days',"
                                    + " case when n > 98 then now() - interval '1 day' end"
                                    + " from loyalty.earn_rule r, generate_series(1, 200) n where r.tenant_id = '"
                                    + shop.tenant.id().value() + "'");
        }
        String more = "loyaltyEarnRuleCreate(input: {programmeId: \"" + programme
                + "\", name: \"More\", perPiece: 1}) { rule { id } %s }";
        shop.does(more);
        assertThat(OrderShop.refusals(OrderShop.tries(shop.owner, more)))
                .containsExactly("OUT_OF_RANGE input.programmeId");
        shop.does("loyaltyEarnRuleEnd(id: \"" + id + "\") { %s }");
        shop.does(more);
    }

    @Test
    void a_rule_that_has_not_begun_is_over_when_it_is_ended_and_stays_so() {
        String rule = "\""
                + shop.does(
                                "loyaltyEarnRuleCreate(input: {programmeId: \"" + programme
                                        + "\", name: \"Some day\", perPiece: 1, startsAt: \"2099-01-01T00:00:00Z\"}) { rule { id } %s }")
                        .at("/rule/id")
                        .asString()
                + "\"";
        shop.does("loyaltyEarnRuleUpdate(id: " + rule + ", input: {endsAt: \"2099-02-01T00:00:00Z\"}) { %s }");
        assertThat(OrderShop.refusals(OrderShop.tries(
                        shop.owner,
                        "loyaltyEarnRuleUpdate(id: " + rule + ", input: {startsAt: \"2099-03-01T00:00:00Z\"}) { %s }")))
                .containsExactly("OUT_OF_RANGE input.startsAt");
        shop.does("loyaltyEarnRuleEnd(id: " + rule + ") { %s }");
        for (String again : List.of(
                "loyaltyEarnRuleEnd(id: " + rule + ") { %s }",
                "loyaltyEarnRuleUpdate(id: " + rule + ", input: {endsAt: null}) { %s }")) {
            assertThat(OrderShop.refusals(OrderShop.tries(shop.owner, again))).containsExactly("CONFLICT id");
        }
    }
}
