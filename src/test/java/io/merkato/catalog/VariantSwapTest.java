package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.ExecutionGraphQlService;
import tools.jackson.databind.JsonNode;

/** Two variants change places in one update: each of them has, at every moment, what nobody else has. */
@MerkatoTest
class VariantSwapTest {

    private final Merchant merchant;
    private final PlainSql sql;
    private String bag = "";
    private String small = "";
    private String large = "";

    VariantSwapTest(ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
        this.sql = new PlainSql(merchant.graphql().tenant().id());
    }

    @BeforeEach
    void bag() {
        bag = merchant.bag(merchant.coffeeSet(), "bag");
        JsonNode nodes = merchant.asks("product(id: \"" + bag + "\") { variants(first: 5) { nodes { id } } }")
                .at("/product/variants/nodes");
        small = nodes.at("/0/id").asString();
        large = nodes.at("/1/id").asString();
        update("externalId: \"1\", barcode: \"A\"", "externalId: \"2\", barcode: \"B\"");
    }

    @Test
    void skus_and_external_ids() throws SQLException {
        assertThat(update("sku: \"bag-L\", externalId: \"2\"", "sku: \"bag-S\", externalId: \"1\""))
                .isEqualTo("bag-L A 3, bag-S B 3");
        assertThat(
                        sql.text(
                                "select string_agg(sku || ' ' || external_id, ', ' order by sku) from catalog.variant where tenant_id = :t"))
                .isEqualTo("bag-L 2, bag-S 1");
    }

    @Test
    void an_sku_that_another_variant_gives_up() {
        assertThat(update("sku: \"bag-L\"", "sku: \"bag-XL\"")).isEqualTo("bag-L A 3, bag-XL B 3");
    }

    @Test
    void positions() {
        update("position: 1", "position: 0");

        assertThat(merchant.asks("product(id: \"" + bag + "\") { variants(first: 5) { nodes { sku } } }")
                        .at("/product/variants/nodes")
                        .toString())
                .isEqualTo("[{\"sku\":\"bag-L\"},{\"sku\":\"bag-S\"}]");
    }

    @Test
    void options() {
        update(
                "attributes: [{code: \"size\", value: {options: [\"large\"]}}]",
                "attributes: [{code: \"size\", value: {options: [\"small\"]}}]");

        assertThat(merchant.asks("product(id: \"" + bag
                                + "\") { variants(first: 5) { nodes { sku options { code } } } }")
                        .at("/product/variants/nodes")
                        .toString())
                .isEqualTo(
                        "[{\"sku\":\"bag-S\",\"options\":[{\"code\":\"large\"}]},{\"sku\":\"bag-L\",\"options\":[{\"code\":\"small\"}]}]");
    }

    @Test
    void what_a_variant_costs_is_for_those_who_may_know() {
        update("cost: {amount: \"210.50\", currency: \"ETB\"}", "");
        String variants =
                "product(id: \"" + bag + "\") { variants(first: 5) { nodes { sku cost { amount currency } } } }";

        assertThat(merchant.asks(variants).at("/product/variants/nodes").toString())
                .isEqualTo(
                        "[{\"sku\":\"bag-S\",\"cost\":{\"amount\":\"210.50\",\"currency\":\"ETB\"}},{\"sku\":\"bag-L\",\"cost\":null}]");
        merchant.does("productPublish(id: \"" + bag + "\") { product { id } " + ERRORS + "}")
                .id("product");
        JsonNode shopper = merchant.shopper().run("{ " + variants + " }", java.util.Map.of());
        assertThat(shopper.at("/errors/0/extensions/code").asString()).isEqualTo("UNAUTHENTICATED");
        assertThat(shopper.at("/data/product/variants/nodes").toString())
                .isEqualTo("[{\"sku\":\"bag-S\",\"cost\":null},{\"sku\":\"bag-L\",\"cost\":null}]");

        update("cost: null", "cost: {amount: \"0\", currency: \"USD\"}");
        assertThat(merchant.asks(variants).at("/product/variants/nodes").toString())
                .isEqualTo(
                        "[{\"sku\":\"bag-S\",\"cost\":null},{\"sku\":\"bag-L\",\"cost\":{\"amount\":\"0.00\",\"currency\":\"USD\"}}]");
    }

    private String update(String ofSmall, String ofLarge) {
        JsonNode payload = merchant.does("""
                        productVariantUpdate(productId: "%s", input: {variants: [{id: "%s" %s}, {id: "%s" %s}]}) { variants { sku barcode version } %s}""".formatted(bag, small, ofSmall, large, ofLarge, ERRORS))
                .payload();
        assertThat(payload.get("userErrors").toString()).isEqualTo("[]");
        return payload.get("variants")
                .valueStream()
                .map(each -> String.join(
                        " ",
                        each.get("sku").asString(),
                        each.get("barcode").asString(),
                        each.get("version").asString()))
                .collect(java.util.stream.Collectors.joining(", "));
    }
}
