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

/** Brands, labels, categories, attributes, sets, products, variants and reviews by mutation. */
@MerkatoTest
class CatalogWritesTest {

    private final Merchant merchant;
    private final Merchant neighbour;
    private final Merchant beginner;

    CatalogWritesTest(ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
        this.neighbour = new Merchant(graphql, tenants, views, contexts);
        this.beginner = new Merchant(graphql, tenants.create("basic"), views, contexts);
    }

    private String brand(String name) {
        return merchant.does("brandCreate(input: {name: \"" + name + "\"}) { brand { id } " + ERRORS + "}")
                .id("brand");
    }

    private String attribute(String code, String type, String more) {
        return merchant.does("attributeCreate(input: {code: \"%s\", type: %s %s}) { attribute { id } %s}"
                        .formatted(code, type, more, ERRORS))
                .id("attribute");
    }

    /** Roast is required, size is the axis. */
    private String coffeeSet() {
        String roast = attribute("roast", "SELECT", "options: [{code: \"light\"}, {code: \"dark\"}]");
        String size = attribute("size", "SELECT", "options: [{code: \"small\"}, {code: \"large\"}]");
        String altitude = attribute("altitude", "INTEGER", "validation: {min: \"500\", max: \"3000\"}");
        return merchant.does("""
                        attributeSetCreate(input: {code: "coffee", groups: [{code: "taste", attributes: [{attributeId: "%s", required: true}]}],
                          attributes: [{attributeId: "%s", axis: true}, {attributeId: "%s"}]}) { attributeSet { id } %s}""".formatted(roast, size, altitude, ERRORS)).id("attributeSet");
    }

    private String bag(String set, String slug) {
        return merchant.does("""
                        productCreate(input: {kind: CONFIGURABLE, name: "Yirgacheffe", slug: "%s", attributeSetId: "%s",
                          attributes: [{code: "roast", value: {options: ["light"]}}]
                          variants: [
                            {sku: "%s-S", prices: [{price: {amount: "450.00", currency: "ETB"}, compareAtPrice: "500"}], attributes: [{code: "size", value: {options: ["small"]}}]}
                            {sku: "%s-L", prices: [{price: {amount: "800", currency: "ETB"}}], attributes: [{code: "size", value: {options: ["large"]}}]}]
                          media: [{url: "https://img.example/y.webp", alts: [{locale: "en", text: "A bag"}]}]
                        }) { product { id } %s}""".formatted(slug, set, slug, slug, ERRORS)).id("product");
    }

    @Test
    void a_brand_is_made_changed_and_deleted() {
        String id = brand("Tomoca");

        assertThat(merchant.does("brandUpdate(id: \"" + id
                                + "\", ifVersion: 1, input: {website: \"https://tomoca.example\", slug: \"tomoca-coffee\"}) { brand { name slug version } "
                                + ERRORS + "}")
                        .payload()
                        .get("brand")
                        .toString())
                .isEqualTo("{\"name\":\"Tomoca\",\"slug\":\"tomoca-coffee\",\"version\":2}");
        assertThat(merchant.does(
                                "brandUpdate(id: \"" + id
                                        + "\", ifVersion: 1, input: {name: \"X\"}) { userErrors { code path ... on VersionConflict { current } } }")
                        .payload()
                        .toString())
                .isEqualTo("{\"userErrors\":[{\"code\":\"VERSION_CONFLICT\",\"path\":[\"ifVersion\"],\"current\":2}]}");
        assertThat(merchant.does("brandDelete(id: \"" + id + "\") { brandId " + ERRORS + "}")
                        .text("/brandId"))
                .isEqualTo(id);
        assertThat(merchant.does("brandDelete(id: \"" + id + "\") { brandId " + ERRORS + "}")
                        .refusals())
                .containsExactly("NOT_FOUND id");
    }

    @Test
    void what_is_taken_is_refused_where_it_stands_in_the_input() {
        brand("Moyee");

        assertThat(merchant.does("brandCreate(input: {name: \"Moyée\"}) { brand { id } " + ERRORS + "}")
                        .refusals())
                .containsExactly("TAKEN input.slug");
        assertThat(merchant.does("labelCreate(input: {code: \"new\"}) { label { id } " + ERRORS + "}")
                        .refusals())
                .containsExactly("INVALID input.code");
    }

    @Test
    void nothing_of_a_neighbour_can_be_named() {
        String theirs = neighbour
                .does("brandCreate(input: {name: \"Theirs\"}) { brand { id } " + ERRORS + "}")
                .id("brand");

        assertThat(merchant.does("brandUpdate(id: \"" + theirs + "\", input: {name: \"Mine\"}) { brand { id } " + ERRORS
                                + "}")
                        .refusals())
                .containsExactly("NOT_FOUND id");
        assertThat(merchant.does("productCreate(input: {name: \"Bag\", brandId: \"" + theirs + "\"}) { product { id } "
                                + ERRORS + "}")
                        .refusals())
                .containsExactly("NOT_FOUND input.brandId");
    }

    @Test
    void a_category_moves_with_what_is_beneath_it_but_never_beneath_itself() {
        String drinks = category("Drinks", null);
        String coffee = category("Coffee", drinks);
        String single = category("Single origin", coffee);
        String food = category("Food", null);

        assertThat(merchant.does("categoryMove(id: \"" + drinks + "\", input: {parentId: \"" + single
                                + "\"}) { category { id } " + ERRORS + "}")
                        .refusals())
                .containsExactly("CONFLICT input.parentId");
        assertThat(merchant.does("categoryMove(id: \"" + coffee + "\", input: {parentId: \"" + food
                                + "\"}) { category { ancestors { slug } children { slug } } " + ERRORS + "}")
                        .payload()
                        .get("category")
                        .toString())
                .isEqualTo("{\"ancestors\":[{\"slug\":\"food\"}],\"children\":[{\"slug\":\"single-origin\"}]}");
        assertThat(merchant.does("categoryDelete(id: \"" + coffee + "\") { categoryId " + ERRORS + "}")
                        .refusals())
                .containsExactly("IN_USE id");
        merchant.does("categoryDelete(id: \"" + single + "\") { categoryId " + ERRORS + "}")
                .text("/categoryId");
        assertThat(merchant.does("categoryRestore(id: \"" + single + "\") { category { parent { slug } } " + ERRORS
                                + "}")
                        .text("/category/parent/slug"))
                .isEqualTo("coffee");
    }

    private String category(String name, @org.jspecify.annotations.Nullable String parent) {
        return merchant.does("categoryCreate(input: {names: [{locale: \"en\", text: \"%s\"}] %s}) { category { id } %s}"
                        .formatted(name, parent == null ? "" : "parentId: \"" + parent + "\"", ERRORS))
                .id("category");
    }

    @Test
    void a_product_goes_on_sale_with_all_that_its_set_requires() {
        String id = bag(coffeeSet(), "bag");
        merchant.does("productAttributesSet(productId: \"" + id
                        + "\", input: {values: [{code: \"roast\", value: null}]}) { product { id } " + ERRORS + "}")
                .id("product");
        String publish = "productPublish(id: \"" + id + "\") { product { id status version } " + ERRORS + "}";
        assertThat(merchant.does(publish).refusals()).containsExactly("REQUIRED id");

        merchant.does("productAttributesSet(productId: \"" + id
                        + "\", input: {values: [{code: \"roast\", value: {options: [\"dark\"]}}, {code: \"altitude\", value: {number: \"1900\"}}]}) { product { id } "
                        + ERRORS + "}")
                .id("product");

        assertThat(merchant.does(publish).text("/product/status")).isEqualTo("ACTIVE");
        JsonNode product = merchant.shopper()
                .data(
                        "{ product(id: \"" + id
                                + "\") { name available priceRange { min { amount } max { amount } } thumbnail { alt }"
                                + " attributes { attribute { code } display } variants(first: 5) { nodes { sku price { amount } compareAtPrice { amount } options { code } } } } }")
                .get("product");
        assertThat(product.toString())
                .isEqualTo(
                        "{\"name\":\"Yirgacheffe\",\"available\":true,\"priceRange\":{\"min\":{\"amount\":\"450.00\"},\"max\":{\"amount\":\"800.00\"}},\"thumbnail\":{\"alt\":\"A bag\"},"
                                + "\"attributes\":[{\"attribute\":{\"code\":\"roast\"},\"display\":\"dark\"},{\"attribute\":{\"code\":\"altitude\"},\"display\":\"1900\"}],"
                                + "\"variants\":{\"nodes\":[{\"sku\":\"bag-S\",\"price\":{\"amount\":\"450.00\"},\"compareAtPrice\":{\"amount\":\"500.00\"},\"options\":[{\"code\":\"small\"}]},"
                                + "{\"sku\":\"bag-L\",\"price\":{\"amount\":\"800.00\"},\"compareAtPrice\":null,\"options\":[{\"code\":\"large\"}]}]}}");
    }

    @Test
    void a_value_is_refused_where_it_stands_in_the_input() {
        String id = bag(coffeeSet(), "bag");

        assertThat(valueRefusals(id, "{code: \"aroma\", value: {text: \"x\"}}"))
                .isEqualTo("NOT_FOUND input.values.0.code");
        assertThat(valueRefusals(id, "{code: \"size\", value: {options: [\"small\"]}}"))
                .isEqualTo("NOT_ALLOWED input.values.0.code");
        assertThat(valueRefusals(id, "{code: \"altitude\", value: {text: \"high\"}}"))
                .isEqualTo("INVALID input.values.0.value");
        assertThat(valueRefusals(id, "{code: \"altitude\", value: {number: \"1.5\"}}"))
                .isEqualTo("INVALID input.values.0.value");
        assertThat(valueRefusals(id, "{code: \"roast\", value: {options: [\"black\"]}}"))
                .isEqualTo("NOT_FOUND input.values.0.value");
        assertThat(valueRefusals(id, "{code: \"altitude\", value: {number: \"3001\"}}"))
                .isEqualTo("OUT_OF_RANGE input");
    }

    private String valueRefusals(String product, String value) {
        return String.join(
                ",",
                merchant.does("productAttributesSet(productId: \"" + product + "\", input: {values: [" + value
                                + "]}) { product { id } " + ERRORS + "}")
                        .refusals());
    }

    @Test
    void variants_come_change_and_go_together() {
        String id = bag(coffeeSet(), "bag");
        String twice = "productVariantCreate(productId: \"" + id
                + "\", input: {variants: [{sku: \"bag-M\", attributes: [{code: \"size\", value: {options: [\"large\"]}}]}]}) { variants { id } "
                + ERRORS + "}";
        assertThat(merchant.does(twice).refusals()).containsExactly("TAKEN input.variants");

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
        String id = bag(coffeeSet(), "bag");
        JsonNode variant = merchant.asks("product(id: \"" + id + "\") { variants(first: 1) { nodes { id version } } }")
                .at("/product/variants/nodes/0");
        String set = "productVariantPriceSet(id: \"" + variant.get("id").asString() + "\", ifVersion: "
                + variant.get("version").asInt()
                + ", input: {prices: [{price: {amount: \"%s\", currency: \"ETB\"}}]}) { variant { price { amount } compareAtPrice { amount } } "
                + ERRORS + "}";

        assertThat(merchant.does(set.formatted("460.005")).refusals()).containsExactly("INVALID input.prices");
        assertThat(merchant.does(set.formatted("460")).payload().get("variant").toString())
                .isEqualTo("{\"price\":{\"amount\":\"460.00\"},\"compareAtPrice\":null}");
        assertThat(merchant.does(set.formatted("470")).refusals()).containsExactly("VERSION_CONFLICT ifVersion");
    }

    @Test
    void a_changed_attribute_set_says_what_would_break_and_does_nothing_until_told_how() {
        String set = coffeeSet();
        String id = bag(set, "bag");
        merchant.does("productPublish(id: \"" + id + "\") { product { id } " + ERRORS + "}")
                .id("product");
        JsonNode attributes = merchant.asks(
                        "attributeSet(id: \"" + set + "\") { attributes { attribute { id code } } }")
                .at("/attributeSet/attributes");
        String size = attributes.at("/1/attribute/id").asString();
        String altitude = attributes.at("/2/attribute/id").asString();
        String change = "attributeSetUpdate(id: \"" + set + "\", input: {attributes: [{attributeId: \"" + size
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
    void a_deleted_product_frees_its_slug_and_comes_back_with_its_variants_while_it_is_free() {
        String set = coffeeSet();
        String id = bag(set, "bag");
        merchant.does("productDelete(id: \"" + id + "\") { productId " + ERRORS + "}")
                .text("/productId");
        assertThat(merchant.asks("product(id: \"" + id + "\") { id }")
                        .get("product")
                        .isNull())
                .isTrue();
        String other = bag(set, "bag");
        String restore =
                "productRestore(id: \"" + id + "\") { product { variants(first: 5) { totalCount } } " + ERRORS + "}";

        assertThat(merchant.does(restore).refusals()).containsExactly("TAKEN input.slug");
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
        String id = bag(coffeeSet(), "bag");
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
        String id = bag(coffeeSet(), "bag");
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
        String id = bag(coffeeSet(), "bag");
        String review = "mutation { reviewCreate(productId: \"" + id
                + "\", input: {rating: %d, authorName: \"Sara\"}) { review { id status } " + ERRORS + "} }";
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
