package io.merkato;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.identity.BuiltInRole;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What one store of a tenant shows otherwise, as a shopper there sees it, and that the other store shows nothing of it. */
@MerkatoTest
class StoreOverridesTest {

    private final Client client;
    private final Merchants merchants;

    StoreOverridesTest(Client client, Merchants merchants) {
        this.client = client;
        this.merchants = merchants;
    }

    @Test
    void each_of_two_stores_shows_its_own_products_words_and_prices() throws SQLException {
        Merchants.Merchant merchant = merchants.open();
        String email = merchants.hire(merchant, BuiltInRole.OWNER);
        ManyRows.fill(merchant.tenant().id().value(), email, 3);
        Client owner = merchants.signedIn(merchant.slug(), email);
        override(owner, "product-1", "visible: false");
        override(owner, "product-2", "contents: [{locale: \"en\", name: \"Ours\"}, {locale: \"am\", name: \"የእኛ\"}]");
        override(owner, "product-3", "prices: [{variantId: \"$V\", price: {amount: \"0.50\", currency: \"ETB\"}}]");
        Client one = client.in(merchant.slug()).with("Merkato-Store", "store-1");
        Client two = client.in(merchant.slug()).with("Merkato-Store", "store-2");

        assertThat(list(one, "")).containsExactly("Product 3 0.50–3.00", "Ours 2.00–2.00");
        assertThat(list(two, "")).containsExactly("Product 1 1.00–1.00", "Product 2 2.00–2.00", "Product 3 3.00–3.00");
        assertThat(list(one, ", where: {price: {max: \"0.99\"}}")).containsExactly("Product 3 0.50–3.00");
        assertThat(list(two, ", where: {price: {max: \"0.99\"}}")).isEmpty();
        assertThat(list(one, ", search: \"p1\"")).isEmpty();
        assertThat(list(two, ", search: \"p1\"")).containsExactly("Product 1 1.00–1.00");
        assertThat(list(one.with("Accept-Language", "am"), "")).containsExactly("ቡና 0.50–3.00", "የእኛ 2.00–2.00");
        assertThat(list(two.with("Accept-Language", "am"), ", where: {slug: {eq: \"product-2\"}}"))
                .containsExactly("ቡና 2.00–2.00");

        assertThat(found(one, "product-1")).isEqualTo("null null 2 0.50 3.00");
        assertThat(found(two, "product-1")).isEqualTo("product-1 store-2 3 1.00 3.00");
    }

    private static void override(Client owner, String slug, String input) {
        JsonNode product = owner.data(
                        "query ($slug: String!) { productBySlug(slug: $slug) { id version variants(first: 1) { nodes { id } } } }",
                        Map.of("slug", slug))
                .get("productBySlug");
        JsonNode store = owner.data("{ store(code: \"store-1\") { id } }").get("store");
        JsonNode payload = owner.data("""
                        mutation { productStoreOverrideSet(productId: "%s", storeId: "%s", ifVersion: %d, input: {%s}) { userErrors { code message } } }
                        """.formatted(
                        product.get("id").asString(),
                        store.get("id").asString(),
                        product.get("version").asInt(),
                        input.replace("$V", product.at("/variants/nodes/0/id").asString())))
                .get("productStoreOverrideSet");
        assertThat(payload.get("userErrors")).isEmpty();
    }

    /** Names with their prices, the cheapest first. */
    private static List<String> list(Client shopper, String more) {
        return shopper.data("""
                        { products(first: 10, sort: {key: PRICE, direction: ASC}%s) { nodes { name priceRange { min { amount } max { amount } } } } }
                        """.formatted(more))
                .at("/products/nodes")
                .valueStream()
                .map(node -> node.get("name").asString()
                        + ' '
                        + node.at("/priceRange/min/amount").asString()
                        + '–'
                        + node.at("/priceRange/max/amount").asString())
                .toList();
    }

    /** By slug, which store answered, how many there are in all and between which prices. */
    private static String found(Client shopper, String slug) {
        JsonNode data = shopper.data("""
                query ($slug: String!) { productBySlug(slug: $slug) { slug store { code } }
                    products(first: 1) { totalCount priceFacet { min { amount } max { amount } } } }
                """, Map.of("slug", slug));
        return "%s %s %d %s %s"
                .formatted(
                        data.at("/productBySlug/slug").asString("null"),
                        data.at("/productBySlug/store/code").asString("null"),
                        data.at("/products/totalCount").asInt(),
                        data.at("/products/priceFacet/min/amount").asString(),
                        data.at("/products/priceFacet/max/amount").asString());
    }
}
