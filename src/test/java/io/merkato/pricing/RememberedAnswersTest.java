package io.merkato.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@MerkatoTest
class RememberedAnswersTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CUP = """
            query Cup($sku: String!) { productVariantBySku(sku: $sku) { price { amount currency } product { name slug } } }""";
    private static final String STOCK =
            "query Stock($sku: String!) { productVariantBySku(sku: $sku) { sku quantityAvailable } }";
    private static final String OFFER = CUP.replace("product {", "available product {");

    private final Merchants merchants;
    private final Client client;
    private final Statements statements;
    private final PricedShop shop;
    private final Client visitor;

    RememberedAnswersTest(Merchants merchants, Client client, Statements statements) {
        this.merchants = merchants;
        this.client = client;
        this.statements = statements;
        this.shop = new PricedShop(merchants);
        this.visitor = client.in(shop.slug);
    }

    private static String cup(Client who) {
        return who.data(CUP, Map.of("sku", "CUP")).at("/productVariantBySku").toString();
    }

    private static String offer(Client who) {
        return who.data(OFFER, Map.of("sku", "CUP")).at("/productVariantBySku").toString();
    }

    private static String offerOf(String amount) {
        return of(amount).replace("\"product\"", "\"available\":true,\"product\"");
    }

    private static String of(String amount) {
        return "{\"price\":{\"amount\":\"%s\",\"currency\":\"ETB\"},\"product\":{\"name\":\"Cup\",\"slug\":\"cup\"}}"
                .formatted(amount);
    }

    /** But for those that ask whether anything has changed. */
    private List<String> askedOf(Runnable work) {
        return statements.remembering(work).stream()
                .filter(sql -> !sql.contains("content_version"))
                .toList();
    }

    @Test
    void what_a_visitor_asks_again_is_not_carried_out_again() {
        List<String> first = askedOf(() -> assertThat(cup(visitor)).isEqualTo(of("100.00")));
        List<String> again = askedOf(() -> assertThat(cup(visitor)).isEqualTo(of("100.00")));
        List<String> other = askedOf(() ->
                assertThat(visitor.data(CUP, Map.of("sku", "POT"))).hasToString("{\"productVariantBySku\":null}"));

        assertThat(first).isNotEmpty();
        assertThat(again).isEmpty();
        assertThat(other).isNotEmpty();
    }

    private String cost() {
        String body = JSON.writeValueAsString(Map.of("query", CUP, "variables", Map.of("sku", "CUP")));
        ObjectNode cost = (ObjectNode)
                JSON.readTree(visitor.post("/graphql", "application/json", body).body())
                        .at("/extensions/cost");
        return cost.retain("requested", "actual").toString();
    }

    @Test
    void it_is_paid_and_counted_as_if_it_were() {
        statements.remembering(() -> {
            String first = cost();
            assertThat(first).isEqualTo("{\"requested\":4,\"actual\":4}");
            assertThat(cost()).isEqualTo(first);
        });
    }

    @Test
    void a_change_shows_at_once() {
        statements.remembering(() -> {
            assertThat(cup(visitor)).isEqualTo(of("100.00"));
            shop.list("sale", "", "{variantId: \"$CUP\", price: \"80\"}");
            assertThat(cup(visitor)).isEqualTo(of("80.00"));
        });
    }

    @Test
    void while_a_flash_sale_runs_what_is_left_of_it_is_read_each_time() {
        shop.does(
                "flashSaleCreate(input: {name: \"Today\", startsAt: \"%s\", endsAt: \"%s\", items: [{variantId: \"%s\", price: {amount: \"50\", currency: \"ETB\"}, quantity: 5}]}) { %s }"
                        .formatted(
                                Instant.now().minusSeconds(60),
                                Instant.now().plusSeconds(3600),
                                shop.cup,
                                PricedShop.ERRORS));
        for (int time = 0; time < 2; time++) {
            assertThat(askedOf(() -> assertThat(cup(visitor)).isEqualTo(of("50.00"))))
                    .isNotEmpty();
        }
    }

    @Test
    void each_tenant_store_language_currency_and_caller_has_its_own() {
        Client shopper = GroupPricesTest.guest(visitor);
        var group = shop.group("cafes");
        shop.list(
                "cafes",
                ", customerGroupIds: [\"%s\"]".formatted(group.text()),
                "{variantId: \"$CUP\", price: \"80\"}");
        String customer = shopper.data("mutation { profileUpdate(input: {givenName: \"Tsedal\"}) { customer { id } } }")
                .at("/profileUpdate/customer/id")
                .asString();
        shop.does("customerGroupMembersAdd(id: \"%s\", customerIds: [\"%s\"]) { %s }"
                .formatted(group.text(), customer, PricedShop.ERRORS));
        String francs = CUP.replace("{ productVariantBySku", "@inContext(currency: \"XOF\") { productVariantBySku");

        for (int time = 0; time < 2; time++) {
            askedOf(() -> {
                assertThat(cup(visitor)).isEqualTo(of("100.00"));
                assertThat(cup(shopper)).isEqualTo(of("80.00"));
                assertThat(offer(visitor)).isEqualTo(offerOf("100.00"));
                assertThat(offer(shopper)).isEqualTo(offerOf("80.00"));
                assertThat(visitor.data(francs, Map.of("sku", "CUP"))
                                .at("/productVariantBySku/price")
                                .toString())
                        .isEqualTo("{\"amount\":\"2500\",\"currency\":\"XOF\"}");
                assertThat(client.in(merchants.open().slug()).data(CUP, Map.of("sku", "CUP")))
                        .hasToString("{\"productVariantBySku\":null}");
            });
        }
    }

    @Test
    void staff_and_what_is_told_of_stock_are_answered_as_it_is() {
        for (int time = 0; time < 2; time++) {
            assertThat(askedOf(() -> assertThat(cup(shop.owner)).isEqualTo(of("100.00"))))
                    .isNotEmpty();
            assertThat(askedOf(() -> assertThat(visitor.data(STOCK, Map.of("sku", "CUP")))
                            .hasToString("{\"productVariantBySku\":{\"sku\":\"CUP\",\"quantityAvailable\":null}}")))
                    .isNotEmpty();
        }
    }
}
