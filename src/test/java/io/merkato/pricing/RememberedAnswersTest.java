package io.merkato.pricing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
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
    private final FlashSales sales;
    private final Prices prices;
    private final PricedShop shop;
    private final Client visitor;

    RememberedAnswersTest(Merchants merchants, Client client, Statements statements, FlashSales sales, Prices prices) {
        this.merchants = merchants;
        this.client = client;
        this.statements = statements;
        this.sales = sales;
        this.prices = prices;
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

    private static final String SALE = """
            query Sale($sku: String!) { productVariantBySku(sku: $sku) { price { amount } two: priceDecision(quantity: 2) { source remaining }
              priceTiers { minQuantity price { amount } } product { priceRange { min { amount } } } } }""";

    private void sale(int left) {
        String price = left > 0 ? "50.00" : "100.00";
        assertThat(visitor.data(SALE, Map.of("sku", "CUP")).get("productVariantBySku"))
                .hasToString(
                        "{\"price\":{\"amount\":\"%1$s\"},\"two\":%2$s,\"priceTiers\":[{\"minQuantity\":\"1\",\"price\":{\"amount\":\"%1$s\"}}%3$s],\"product\":{\"priceRange\":{\"min\":{\"amount\":\"%1$s\"}}}}"
                                .formatted(
                                        price,
                                        left > 1
                                                ? "{\"source\":\"FLASH_SALE\",\"remaining\":\"" + left + "\"}"
                                                : "{\"source\":\"BASE\",\"remaining\":null}",
                                        left > 0
                                                ? ",{\"minQuantity\":\"" + (left + 1)
                                                        + "\",\"price\":{\"amount\":\"100.00\"}}"
                                                : ""));
    }

    /** Asked first it is carried out, and asked again it takes that many statements. */
    private void sale(int left, int again) {
        assertThat(askedOf(() -> sale(left))).hasSizeGreaterThan(1);
        assertThat(askedOf(() -> sale(left)))
                .hasSize(again)
                .allSatisfy(sql -> assertThat(sql).contains("flash_sale_item").doesNotContain("price_list"));
    }

    private void sold(FlashSaleItem.Id item, long pieces) {
        shop.tenant.transact(Viewer.system("test").may(Permission.PRICING_WRITE), tx -> {
            if (pieces > 0) {
                assertThat(sales.take(tx, Map.of(item, pieces))).isEmpty();
            } else {
                sales.giveBack(tx, Map.of(item, -pieces));
            }
            return true;
        });
    }

    @Test
    void while_a_flash_sale_runs_an_answer_rests_on_what_is_left_of_it_to_the_last_piece() {
        sale(0, 0);
        FlashSale.Id today = shop.sale(
                "startsAt: \"%s\", endsAt: \"%s\""
                        .formatted(Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600)),
                "{variantId: \"%s\", price: {amount: \"50\", currency: \"ETB\"}, quantity: 3}".formatted(shop.cup));
        sale(3, 1);
        FlashSaleItem.Id item = requireNonNull(requireNonNull(prices.decide(
                                shop.tenant, shop.question(PricedShop.ETB, Instant.now()), PricedShop.one(shop.cupId()))
                        .get(shop.cupId()))
                .flashSaleItem());
        sold(item, 1);
        sale(2, 1);
        sold(item, 1);
        sale(1, 1);
        sold(item, 1);
        sale(0, 1);
        sold(item, -2);
        sale(2, 1);
        shop.does("flashSaleCancel(id: \"%s\") { flashSale { id } %s }".formatted(today, PricedShop.ERRORS));
        sale(0, 0);
    }

    @Test
    void what_is_in_no_flash_sale_that_runs_is_remembered_as_ever() {
        shop.sale(
                "startsAt: \"%s\", endsAt: \"%s\""
                        .formatted(Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600)),
                "{variantId: \"%s\", price: {amount: \"50\", currency: \"XOF\"}, quantity: 3}".formatted(shop.cup));
        sale(0, 0);
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
    void where_the_server_is_reached_each_has_its_own_addresses() {
        shop.does("productMediaSet(productId: \"%s\", input: {media: [{url: \"/cup.webp\"}]}) { %s }"
                .formatted(shop.productId, PricedShop.ERRORS));
        String picture = "{ productBySlug(slug: \"cup\") { media { url } } }";

        for (int time = 0; time < 2; time++) {
            askedOf(() -> {
                for (String host : List.of("localhost", "127.0.0.1")) {
                    assertThat(visitor.under(host)
                                    .data(picture)
                                    .at("/productBySlug/media/0/url")
                                    .asString())
                            .startsWith("http://" + host + ':')
                            .endsWith("/cup.webp");
                }
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
