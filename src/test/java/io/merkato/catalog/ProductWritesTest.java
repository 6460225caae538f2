package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.ExecutionGraphQlService;
import tools.jackson.databind.JsonNode;

/** Products on sale: their variants, prices, stores, bundles and reviews by mutation. */
@MerkatoTest
class ProductWritesTest {

    private final Merchant merchant;
    private final Merchant beginner;
    private final PlainSql sql;

    ProductWritesTest(ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
        this.sql = new PlainSql(merchant.graphql().tenant().id());
        this.beginner = new Merchant(graphql, tenants.create("basic"), views, contexts);
    }

    @Test
    void variants_come_change_and_go_together() {
        String id = merchant.bag(merchant.coffeeSet(), "bag");
        String twice = "productVariantCreate(productId: \"" + id
                + "\", input: {variants: [{sku: \"bag-M\", attributes: [{code: \"size\", value: {options: [\"large\"]}}]}]}) { variants { id } "
                + ERRORS + "}";
        assertThat(merchant.does(twice).refusals()).containsExactly("TAKEN input.variants.0.attributes.0");

        JsonNode nodes = merchant.asks("product(id: \"" + id + "\") { variants(first: 5) { nodes { id version } } }")
                .at("/product/variants/nodes");
        String small = nodes.at("/0/id").asString();
        assertThat(merchant.does("productVariantUpdate(productId: \"" + id + "\", input: {variants: [{id: \"" + small
                                + "\", ifVersion: " + nodes.at("/0/version").asInt()
                                + ", sku: \"BAG-250\", weightGrams: \"250\"}]}) { variants { sku weightGrams } "
                                + ERRORS + "}")
                        .payload()
                        .get("variants")
                        .toString())
                .isEqualTo("[{\"sku\":\"BAG-250\",\"weightGrams\":250}]");
        merchant.does("productVariantDelete(productId: \"" + id + "\", variantIds: [\""
                        + nodes.at("/1/id").asString() + "\"]) { variantIds " + ERRORS + "}")
                .text("/variantIds/0");
        assertThat(merchant.does(twice).payload().get("userErrors").toString()).isEqualTo("[]");
    }

    @Test
    void a_price_is_set_by_who_saw_the_last_one() {
        String id = merchant.bag(merchant.coffeeSet(), "bag");
        JsonNode variant = merchant.asks("product(id: \"" + id + "\") { variants(first: 1) { nodes { id version } } }")
                .at("/product/variants/nodes/0");
        String set = "productVariantPriceSet(id: \"" + variant.get("id").asString() + "\", ifVersion: "
                + variant.get("version").asInt()
                + ", input: {prices: [{price: {amount: \"%s\", currency: \"ETB\"}}]}) { variant { price { amount } compareAtPrice { amount } } "
                + ERRORS + "}";

        assertThat(merchant.does(set.formatted("460.005")).refusals()).containsExactly("INVALID input.prices.0.price");
        assertThat(merchant.does(set.formatted("460")).payload().get("variant").toString())
                .isEqualTo("{\"price\":{\"amount\":\"460.00\"},\"compareAtPrice\":null}");
        assertThat(merchant.does(set.formatted("470")).refusals()).containsExactly("VERSION_CONFLICT ifVersion");
    }

    @Test
    void a_changed_attribute_set_says_what_would_break_and_does_nothing_until_told_how() {
        String set = merchant.coffeeSet();
        String id = merchant.bag(set, "bag");
        merchant.does("productPublish(id: \"" + id + "\") { product { id } " + ERRORS + "}")
                .id("product");
        JsonNode attributes = merchant.asks(
                        "attributeSet(id: \"" + set + "\") { attributes { attribute { id code } } }")
                .at("/attributeSet/attributes");
        String size = attributes.at("/1/attribute/id").asString();
        String altitude = attributes.at("/2/attribute/id").asString();
        String change =
                "attributeSetUpdate(id: \"" + set + "\", input: {groups: [], attributes: [{attributeId: \"" + size
                        + "\", axis: true}, {attributeId: \"" + altitude
                        + "\", required: true}]} %s) { attributeSet { version } userErrors { code path ... on AttributeSetConflict { productCount conflicts { attribute { code } reason productCount productIds } } } }";

        assertThat(merchant.does(change.formatted("")).payload().toString())
                .isEqualTo(
                        "{\"attributeSet\":null,\"userErrors\":[{\"code\":\"CONFLICT\",\"path\":[\"onConflict\"],\"productCount\":1,\"conflicts\":["
                                + "{\"attribute\":{\"code\":\"roast\"},\"reason\":\"VALUES_LOST\",\"productCount\":1,\"productIds\":[\""
                                + id + "\"]},"
                                + "{\"attribute\":{\"code\":\"altitude\"},\"reason\":\"VALUE_MISSING\",\"productCount\":1,\"productIds\":[\""
                                + id + "\"]}]}]}");
        assertThat(merchant.asks("product(id: \"" + id + "\") { status attributes { display } }")
                        .toString())
                .isEqualTo("{\"product\":{\"status\":\"ACTIVE\",\"attributes\":[{\"display\":\"light\"}]}}");

        assertThat(merchant.does(change.formatted(", onConflict: [REMOVE_VALUES, UNPUBLISH]"))
                        .payload()
                        .toString())
                .isEqualTo("{\"attributeSet\":{\"version\":2},\"userErrors\":[]}");
        assertThat(merchant.asks("product(id: \"" + id + "\") { status attributes { display } }")
                        .toString())
                .isEqualTo("{\"product\":{\"status\":\"DRAFT\",\"attributes\":[]}}");
    }

    @Test
    void a_product_that_loses_values_with_its_set_gets_its_next_version_and_whoever_listens_hears_of_it() {
        String set = merchant.coffeeSet();
        String id = merchant.bag(set, "bag");
        merchant.bag(set, "other");
        JsonNode attributes = merchant.asks("attributeSet(id: \"" + set + "\") { attributes { attribute { id } } }")
                .at("/attributeSet/attributes");
        String change = "attributeSetUpdate(id: \"" + set + "\", input: {attributes: [{attributeId: \""
                + attributes.at("/0/attribute/id").asString() + "\"}, {attributeId: \""
                + attributes.at("/1/attribute/id").asString()
                + "\", axis: true}%s]}, onConflict: REMOVE_VALUES) { attributeSet { version } " + ERRORS + "}";
        merchant.does(change.formatted(
                        ", {attributeId: \"" + attributes.at("/2/attribute/id").asString() + "\", level: VARIANT}"))
                .text("/attributeSet/version");
        String small = merchant.asks("product(id: \"" + id + "\") { variants(first: 1) { nodes { id } } }")
                .at("/product/variants/nodes/0/id")
                .asString();
        merchant.does("productAttributesSet(productId: \"" + id + "\", input: {variantId: \"" + small
                        + "\", values: [{code: \"altitude\", value: {number: \"1900\"}}]}) { product { id } " + ERRORS
                        + "}")
                .id("product");

        merchant.does(change.formatted("")).text("/attributeSet/version");

        assertThat(merchant.asks(
                                "products(first: 2, where: {status: {eq: DRAFT}}) { nodes { slug version variants(first: 2) { nodes { version } } } }")
                        .at("/products/nodes")
                        .toString())
                .isEqualTo(
                        "[{\"slug\":\"other\",\"version\":1,\"variants\":{\"nodes\":[{\"version\":1},{\"version\":1}]}},"
                                + "{\"slug\":\"bag\",\"version\":3,\"variants\":{\"nodes\":[{\"version\":3},{\"version\":1}]}}]");
        assertThat(merchant.asks("auditLog(first: 1) { nodes { action targetId before after } }")
                        .at("/auditLog/nodes")
                        .toString())
                .isEqualTo("[{\"action\":\"attributeSetUpdate\",\"targetId\":\"" + id
                        + "\",\"before\":{\"variants\":{\"" + small
                        + "\":{\"attributes\":{\"altitude\":1900}}}},\"after\":{}}]");
    }

    @Test
    void a_deleted_product_that_loses_values_with_its_set_keeps_its_version_and_nobody_hears_of_it() throws Exception {
        String set = merchant.coffeeSet();
        merchant.bag(set, "bag");
        String gone = merchant.bag(set, "gone");
        merchant.does("productDelete(id: \"" + gone + "\") { productId " + ERRORS + "}")
                .text("/productId");
        String told =
                "select string_agg(type, ', ' order by position) from platform.event where tenant_id = :t and aggregate = '"
                        + gone + "'";
        String versions =
                "select string_agg(concat_ws(' ', slug, version), ', ' order by slug) from catalog.product where tenant_id = :t";
        String before = sql.text(told);
        assertThat(before).endsWith("PRODUCT_DELETED");
        assertThat(sql.text(versions)).isEqualTo("bag 1, gone 2");
        String size = merchant.asks("attributeSet(id: \"" + set + "\") { attributes { attribute { id } } }")
                .at("/attributeSet/attributes/1/attribute/id")
                .asString();

        merchant.does("attributeSetUpdate(id: \"" + set + "\", input: {groups: [], attributes: [{attributeId: \"" + size
                        + "\", axis: true}]}, onConflict: REMOVE_VALUES) { attributeSet { version } " + ERRORS + "}")
                .text("/attributeSet/version");

        assertThat(sql.text(told)).isEqualTo(before);
        assertThat(sql.text(versions)).isEqualTo("bag 2, gone 2");
        assertThat(merchant.does("productRestore(id: \"" + gone + "\") { product { attributes { display } } " + ERRORS
                                + "}")
                        .payload()
                        .get("product")
                        .toString())
                .isEqualTo("{\"attributes\":[]}");
    }

    @Test
    void a_product_that_goes_off_sale_with_a_change_of_its_own_gets_one_version_for_both() {
        String id = merchant.bag(merchant.coffeeSet(), "bag");
        merchant.does("productPublish(id: \"" + id + "\") { product { id } " + ERRORS + "}")
                .id("product");
        String care = merchant.attribute("care", "TEXT", "");
        String strict = merchant.does("attributeSetCreate(input: {code: \"strict\", attributes: [{attributeId: \""
                        + care + "\", required: true}]}) { attributeSet { id } " + ERRORS + "}")
                .id("attributeSet");

        assertThat(merchant.does("productUpdate(id: \"" + id + "\", input: {attributeSetId: \"" + strict
                                + "\"}, onConflict: [REMOVE_VALUES, UNPUBLISH]) { product { version status } " + ERRORS
                                + "}")
                        .payload()
                        .get("product")
                        .toString())
                .isEqualTo("{\"version\":3,\"status\":\"DRAFT\"}");
    }

    @Test
    void a_deleted_product_frees_its_slug_and_comes_back_with_its_variants_while_it_is_free() {
        String set = merchant.coffeeSet();
        String id = merchant.bag(set, "bag");
        merchant.does("productDelete(id: \"" + id + "\") { productId " + ERRORS + "}")
                .text("/productId");
        assertThat(merchant.asks("product(id: \"" + id + "\") { id }")
                        .get("product")
                        .isNull())
                .isTrue();
        String other = merchant.bag(set, "bag");
        String restore =
                "productRestore(id: \"" + id + "\") { product { variants(first: 5) { totalCount } } " + ERRORS + "}";

        assertThat(merchant.does(restore).refusals()).containsExactly("TAKEN id");
        merchant.does("productDelete(id: \"" + other + "\") { productId " + ERRORS + "}")
                .text("/productId");
        assertThat(merchant.does(restore)
                        .payload()
                        .at("/product/variants/totalCount")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void a_store_shows_a_product_in_its_own_words_at_its_own_price_or_not_at_all() {
        String id = merchant.bag(merchant.coffeeSet(), "bag");
        merchant.does("productPublish(id: \"" + id + "\") { product { id } " + ERRORS + "}")
                .id("product");
        JsonNode product = merchant.asks("product(id: \"" + id + "\") { version variants(first: 1) { nodes { id } } }")
                .get("product");
        String variant = product.at("/variants/nodes/0/id").asString();
        String set = "productStoreOverrideSet(productId: \"" + id + "\", storeId: \"" + merchant.storeId()
                + "\", ifVersion: %d, input: {%s}) { product { version } " + ERRORS + "}";

        String version = merchant.does(set.formatted(
                        product.get("version").asInt(),
                        "contents: [{locale: \"en\", name: \"House coffee\"}], prices: [{variantId: \"" + variant
                                + "\", price: {amount: \"399\", currency: \"ETB\"}}]"))
                .text("/product/version");
        assertThat(merchant.shopper()
                        .data("{ product(id: \"" + id + "\") { name priceRange { min { amount } } } }")
                        .toString())
                .isEqualTo(
                        "{\"product\":{\"name\":\"House coffee\",\"priceRange\":{\"min\":{\"amount\":\"399.00\"}}}}");

        merchant.does(set.formatted(Integer.parseInt(version), "visible: false"))
                .text("/product/version");
        assertThat(merchant.shopper()
                        .data("{ product(id: \"" + id + "\") { name } }")
                        .get("product")
                        .isNull())
                .isTrue();
        merchant.does("productStoreOverrideRemove(productId: \"" + id + "\", storeId: \"" + merchant.storeId()
                        + "\") { product { id } " + ERRORS + "}")
                .id("product");
        assertThat(merchant.shopper()
                        .data("{ product(id: \"" + id + "\") { name priceRange { min { amount } } } }")
                        .toString())
                .isEqualTo("{\"product\":{\"name\":\"Yirgacheffe\",\"priceRange\":{\"min\":{\"amount\":\"450.00\"}}}}");
    }

    @Test
    void a_bundle_holds_variants_of_other_products() {
        String id = merchant.bag(merchant.coffeeSet(), "bag");
        String variant = merchant.asks("product(id: \"" + id + "\") { variants(first: 1) { nodes { id } } }")
                .at("/product/variants/nodes/0/id")
                .asString();
        String box = merchant.does(
                        "productCreate(input: {kind: BUNDLE, name: \"Gift box\", variants: [{sku: \"BOX\"}]}) { product { id } "
                                + ERRORS + "}")
                .id("product");
        String set =
                "productBundleItemsSet(productId: \"%s\", input: {items: [{variantId: \"%s\", quantity: 2}]}) { product { bundleItems { quantity variant { sku } } } "
                        + ERRORS + "}";

        assertThat(merchant.does(set.formatted(id, variant)).refusals()).containsExactly("NOT_ALLOWED productId");
        assertThat(merchant.does(set.formatted(box, variant))
                        .payload()
                        .get("product")
                        .toString())
                .isEqualTo("{\"bundleItems\":[{\"quantity\":2,\"variant\":{\"sku\":\"bag-S\"}}]}");
        assertThat(merchant.does("productDelete(id: \"" + id + "\") { productId " + ERRORS + "}")
                        .refusals())
                .containsExactly("IN_USE id");
    }

    @Test
    void a_review_counts_once_a_moderator_approves() {
        String id = merchant.bag(merchant.coffeeSet(), "bag");
        String review = "mutation { reviewCreate(productId: \"" + id
                + "\", input: {rating: %d, author: \"Sara\"}) { review { id status } " + ERRORS + "} }";
        assertThat(merchant.shopper()
                        .data(review.formatted(4))
                        .at("/reviewCreate/userErrors/0/code")
                        .asString())
                .isEqualTo("NOT_FOUND");
        merchant.does("productPublish(id: \"" + id + "\") { product { id } " + ERRORS + "}")
                .id("product");

        assertThat(merchant.shopper()
                        .data(review.formatted(6))
                        .at("/reviewCreate/userErrors/0/code")
                        .asString())
                .isEqualTo("OUT_OF_RANGE");
        String reviewed = merchant.shopper()
                .data(review.formatted(4))
                .at("/reviewCreate/review/id")
                .asString();
        String rating = "{ product(id: \"" + id + "\") { rating { count average } } }";
        assertThat(merchant.shopper().data(rating).at("/product/rating/count").asInt())
                .isEqualTo(0);
        merchant.does("reviewApprove(id: \"" + reviewed + "\") { review { id } " + ERRORS + "}")
                .id("review");
        assertThat(merchant.shopper().data(rating).at("/product/rating/count").asInt())
                .isEqualTo(1);
        merchant.does("reviewReject(id: \"" + reviewed + "\", input: {reason: \"spam\"}) { review { id } " + ERRORS
                        + "}")
                .id("review");
        assertThat(merchant.shopper().data(rating).at("/product/rating/count").asInt())
                .isEqualTo(0);
    }

    @Test
    void a_plan_allows_so_many_products_and_no_more() throws java.sql.SQLException {
        new PlainSql(beginner.graphql().tenant().id())
                .run(
                        "insert into catalog.product (tenant_id, id, locale, name, slug) select :t, gen_random_uuid(), 'en', 'Tea ' || i, 'tea-' || i from generate_series(1, 1000) i");
        String create =
                "productCreate(input: {name: \"One more\"}) { product { slug } userErrors { code ... on PlanLimitReached { limit } } }";

        assertThat(beginner.does(create)
                        .payload()
                        .get("userErrors")
                        .get(0)
                        .get("code")
                        .asString())
                .isEqualTo("PLAN_LIMIT_REACHED");
        assertThat(beginner.does(create).payload().at("/userErrors/0/limit").asString())
                .isEqualTo("1000");
        beginner.does("productDelete(id: \""
                        + beginner.asks("productBySlug(slug: \"tea-7\") { id }")
                                .at("/productBySlug/id")
                                .asString() + "\") { productId " + ERRORS + "}")
                .text("/productId");
        assertThat(beginner.does(create).text("/product/slug")).isEqualTo("one-more");
    }

    @Test
    void who_may_not_write_is_told_so() {
        assertThat(merchant.shopper().code("mutation { brandCreate(input: {name: \"X\"}) { brand { id } } }"))
                .isEqualTo("UNAUTHENTICATED");
    }
}
