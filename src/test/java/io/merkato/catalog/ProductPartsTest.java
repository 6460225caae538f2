package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.ExecutionGraphQlService;

/** Variants and media of a product: in which order they stand, and what is said of those that are gone or known already. */
@MerkatoTest
class ProductPartsTest {

    private final Merchant merchant;

    ProductPartsTest(ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
    }

    @Test
    void a_variant_comes_last_where_nothing_is_said_of_its_place() {
        String shirt = shirt("{sku: \"S\", position: 7}");

        create(shirt, "{sku: \"M\"}, {sku: \"L\"}");

        assertThat(merchant.asks("product(id: \"" + shirt + "\") { variants(first: 5) { nodes { sku position } } }")
                        .at("/product/variants/nodes"))
                .hasToString(
                        "[{\"sku\":\"S\",\"position\":7},{\"sku\":\"M\",\"position\":8},{\"sku\":\"L\",\"position\":9}]");
    }

    @Test
    void behind_the_last_place_there_is_none() {
        String shirt = shirt("{sku: \"S\", position: 2147483647}");

        create(shirt, "{sku: \"M\"}");

        assertThat(merchant.asks("product(id: \"" + shirt + "\") { variants(first: 5) { nodes { sku position } } }")
                        .at("/product/variants/nodes"))
                .hasToString("[{\"sku\":\"S\",\"position\":2147483647},{\"sku\":\"M\",\"position\":2147483647}]");
    }

    @Test
    void a_variant_that_is_gone_has_no_picture_and_no_price() {
        String shirt = shirt("{sku: \"S\"}, {sku: \"M\"}");
        String gone = variant(shirt, 0);
        delete(shirt, gone);

        assertThat(merchant.does(
                                "productMediaSet(productId: \"%s\", input: {media: [{url: \"https://img.example/1.webp\", variantId: \"%s\"}, {url: \"https://img.example/2.webp\", variantId: \"%s\"}]}) { product { id } %s}"
                                        .formatted(shirt, variant(shirt, 0), gone, ERRORS))
                        .refusals())
                .containsExactly("NOT_FOUND input.media.1.variantId");
        assertThat(merchant.does(
                                "productStoreOverrideSet(productId: \"%s\", storeId: \"%s\", ifVersion: %s, input: {prices: [{variantId: \"%s\", price: {amount: \"1\", currency: \"ETB\"}}]}) { product { id } %s}"
                                        .formatted(
                                                shirt,
                                                merchant.storeId(),
                                                merchant.asks("product(id: \"" + shirt + "\") { version }")
                                                        .at("/product/version")
                                                        .asInt(),
                                                gone,
                                                ERRORS))
                        .refusals())
                .containsExactly("NOT_FOUND input.prices.0.variantId");
    }

    @Test
    void what_only_a_variant_said_that_is_gone_is_no_longer_found() {
        String finish = merchant.attribute("finish", "TEXT", ", filterable: true");
        String set = merchant.does(
                        "attributeSetCreate(input: {code: \"shirts\", attributes: [{attributeId: \"%s\", level: VARIANT}]}) { attributeSet { id } %s}"
                                .formatted(finish, ERRORS))
                .id("attributeSet");
        String shirt = merchant.does(
                        "productCreate(input: {kind: CONFIGURABLE, name: \"Shirt\", attributeSetId: \"%s\", variants: [{sku: \"S\", attributes: [{code: \"finish\", value: {text: \"glossy\"}}]}, {sku: \"M\"}]}) { product { id } %s}"
                                .formatted(set, ERRORS))
                .id("product");
        String saying = "where: {status: {eq: DRAFT}, attributes: [{code: \"finish\", match: {exists: true}}]}";
        String glossy = "search: \"glossy\", where: {status: {eq: DRAFT}}";
        assertThat(found(saying)).isEqualTo(List.of("shirt"));
        assertThat(found(glossy)).isEqualTo(List.of("shirt"));

        delete(shirt, variant(shirt, 0));

        assertThat(found(saying)).isEmpty();
        assertThat(found(glossy)).isEmpty();
    }

    @Test
    void what_is_said_of_a_medium_by_its_address_changes_it() {
        String shirt = shirt("{sku: \"S\"}");
        String said = "url: \"https://img.example/1.webp\", alts: [{locale: \"en\", text: \"A shirt\"}]";

        assertThat(media(shirt, said)).isEqualTo("[{\"kind\":\"IMAGE\",\"alt\":\"A shirt\",\"version\":1}]");
        assertThat(media(shirt, said)).isEqualTo("[{\"kind\":\"IMAGE\",\"alt\":\"A shirt\",\"version\":1}]");
        assertThat(media(shirt, said + ", kind: VIDEO"))
                .isEqualTo("[{\"kind\":\"VIDEO\",\"alt\":\"A shirt\",\"version\":2}]");
        assertThat(media(shirt, "url: \"https://img.example/1.webp\", width: 800"))
                .isEqualTo("[{\"kind\":\"VIDEO\",\"alt\":\"A shirt\",\"version\":3}]");
    }

    private String media(String product, String medium) {
        return merchant.does(
                        "productMediaSet(productId: \"%s\", input: {media: [{%s}]}) { product { media { kind alt version } } %s}"
                                .formatted(product, medium, ERRORS))
                .payload()
                .at("/product/media")
                .toString();
    }

    private List<String> found(String arguments) {
        return merchant.asks("products(first: 5, " + arguments + ") { nodes { slug } }")
                .at("/products/nodes")
                .valueStream()
                .map(node -> node.get("slug").asString())
                .toList();
    }

    private String shirt(String variants) {
        return merchant.does(
                        "productCreate(input: {kind: CONFIGURABLE, name: \"Shirt\", variants: [%s]}) { product { id } %s}"
                                .formatted(variants, ERRORS))
                .id("product");
    }

    private void create(String product, String variants) {
        merchant.does("productVariantCreate(productId: \"%s\", input: {variants: [%s]}) { product { id } %s}"
                        .formatted(product, variants, ERRORS))
                .id("product");
    }

    private void delete(String product, String variant) {
        merchant.does("productVariantDelete(productId: \"%s\", variantIds: [\"%s\"]) { variantIds %s}"
                        .formatted(product, variant, ERRORS))
                .text("/variantIds/0");
    }

    private String variant(String product, int index) {
        return merchant.asks("product(id: \"" + product + "\") { variants(first: 5) { nodes { id } } }")
                .at("/product/variants/nodes/" + index + "/id")
                .asString();
    }
}
