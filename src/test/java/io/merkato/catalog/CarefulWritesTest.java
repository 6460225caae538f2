package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.ExecutionGraphQlService;
import tools.jackson.databind.JsonNode;

/** What a write refuses so that nothing half, dead or double gets into the catalogue. */
@MerkatoTest
class CarefulWritesTest {

    private final Merchant merchant;

    CarefulWritesTest(ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
    }

    @Test
    void a_deleted_brand_or_category_is_nothing_to_refer_to() {
        String brand = merchant.brand("Gone");
        String category = category("Gone");
        String product = product("name: \"Mug\"").id("product");
        delete("brand", brand, "").text("/brandId");
        delete("category", category, "").text("/categoryId");

        assertThat(product("name: \"Cup\", brandId: \"" + brand + "\"").refusals())
                .containsExactly("NOT_FOUND input.brandId");
        assertThat(update(product, "brandId: \"" + brand + "\"").refusals()).containsExactly("NOT_FOUND input.brandId");
        String ids = "categoryIds: [\"" + category("Here") + "\", \"" + category + "\"]";
        assertThat(product("name: \"Cup\", " + ids).refusals()).containsExactly("NOT_FOUND input.categoryIds.1");
        assertThat(update(product, ids).refusals()).containsExactly("NOT_FOUND input.categoryIds.1");
    }

    @Test
    void a_brand_and_a_category_are_deleted_as_they_were_seen() {
        String brand = merchant.brand("Moyee");
        String category = category("Coffee");
        assertThat(delete("brand", brand, ", ifVersion: 2").refusals()).containsExactly("VERSION_CONFLICT ifVersion");
        assertThat(delete("category", category, ", ifVersion: 2").refusals())
                .containsExactly("VERSION_CONFLICT ifVersion");
        delete("brand", brand, ", ifVersion: 1").text("/brandId");
        delete("category", category, ", ifVersion: 1").text("/categoryId");

        assertThat(merchant.does("brandRestore(id: \"" + brand + "\") { brand { version } " + ERRORS + "}")
                        .text("/brand/version"))
                .isEqualTo("3");
        assertThat(merchant.does("categoryRestore(id: \"" + category + "\") { category { version } " + ERRORS + "}")
                        .text("/category/version"))
                .isEqualTo("3");
    }

    @Test
    void what_is_named_alike_gets_a_number_in_the_slug_made_of_the_name() {
        for (String slug : new String[] {"mug", "mug-2", "mug-3"}) {
            assertThat(product("name: \"Mug\"").text("/product/slug")).isEqualTo(slug);
            assertThat(merchant.does("brandCreate(input: {name: \"Mug\"}) { brand { slug } " + ERRORS + "}")
                            .text("/brand/slug"))
                    .isEqualTo(slug);
            assertThat(merchant.does(
                                    "categoryCreate(input: {names: [{locale: \"en\", text: \"Mug\"}]}) { category { slug } "
                                            + ERRORS + "}")
                            .text("/category/slug"))
                    .isEqualTo(slug);
        }
        assertThat(product("name: \"Mug\", slug: \"mug\"").refusals()).containsExactly("TAKEN input.slug");
    }

    @Test
    void what_is_needed_cannot_be_emptied() {
        String product = product("name: \"Mug\"").id("product");
        assertThat(update(product, "name: null").refusals()).containsExactly("REQUIRED input.name");
        assertThat(update(product, "slug: null").refusals()).containsExactly("REQUIRED input.slug");
        String brand = merchant.brand("Moyee");
        for (String member : new String[] {"name", "slug"}) {
            assertThat(merchant.does("brandUpdate(id: \"" + brand + "\", input: {" + member + ": null}) { brand { id } "
                                    + ERRORS + "}")
                            .refusals())
                    .containsExactly("REQUIRED input." + member);
        }
    }

    @Test
    void what_changes_nothing_leaves_the_version() {
        String brand = merchant.brand("Moyee");
        assertThat(merchant.does("brandUpdate(id: \"" + brand + "\", input: {name: \"Moyee\"}) { brand { version } "
                                + ERRORS + "}")
                        .text("/brand/version"))
                .isEqualTo("1");
        String bag = merchant.bag(merchant.coffeeSet(), "bag");
        for (int times = 0; times < 2; times++) {
            assertThat(merchant.does("productPublish(id: \"" + bag + "\") { product { version } " + ERRORS + "}")
                            .text("/product/version"))
                    .isEqualTo("2");
        }
    }

    @Test
    void a_translation_is_into_another_language() {
        String both = "translations: [{locale: \"fr\", name: \"Tasse\"}, {locale: \"en\", name: \"Mug\"}]";
        assertThat(product("name: \"Mug\", locale: \"en\", " + both).refusals())
                .containsExactly("INVALID input.translations.1.locale");
        String product = product("name: \"Mug\", locale: \"en\"").id("product");
        assertThat(update(product, both).refusals()).containsExactly("INVALID input.translations.1.locale");
    }

    @Test
    void what_is_left_out_of_a_translation_stays_and_null_takes_it_away() {
        String product = product(
                        "name: \"Mug\", locale: \"en\", translations: [{locale: \"fr\", name: \"Tasse\", slug: \"tasse\", description: \"Pour boire.\", seoTitle: \"T\", seoDescription: \"D\"}]")
                .id("product");
        String words = "product(id: \"" + product
                + "\") { translations { locale name slug description seoTitle seoDescription } }";

        update(
                        product,
                        "translations: [{locale: \"am\", name: \"ኩባያ\", slug: \"kubaya\"}, {locale: \"fr\", name: \"Tasse bleue\"}]")
                .id("product");
        assertThat(merchant.asks(words).at("/product/translations/2").toString())
                .isEqualTo(
                        "{\"locale\":\"fr\",\"name\":\"Tasse bleue\",\"slug\":\"tasse\",\"description\":\"Pour boire.\",\"seoTitle\":\"T\",\"seoDescription\":\"D\"}");

        update(
                        product,
                        "translations: [{locale: \"fr\", name: \"Tasse\", slug: null, description: null, seoTitle: null}]")
                .id("product");
        JsonNode translations = merchant.asks(words).at("/product/translations");
        assertThat(List.of(translations.get(1), translations.get(2)).toString())
                .isEqualTo(
                        "[{\"locale\":\"am\",\"name\":\"ኩባያ\",\"slug\":\"kubaya\",\"description\":null,\"seoTitle\":null,\"seoDescription\":null}, "
                                + "{\"locale\":\"fr\",\"name\":\"Tasse\",\"slug\":null,\"description\":null,\"seoTitle\":null,\"seoDescription\":\"D\"}]");
    }

    @Test
    void what_is_left_out_of_an_attribute_set_stays_in_it() {
        String look = merchant.attribute("look", "TEXT", "");
        String care = merchant.attribute("care", "TEXT", "");
        String note = merchant.attribute("note", "TEXT", "");
        String set = merchant.does(
                        "attributeSetCreate(input: {code: \"mug\", groups: [{code: \"outside\", labels: [{locale: \"en\", text: \"Outside\"}], attributes: [{attributeId: \"%s\", required: true}]}], attributes: [{attributeId: \"%s\"}, {attributeId: \"%s\", level: VARIANT}]}) { attributeSet { id } %s}"
                                .formatted(look, care, note, ERRORS))
                .id("attributeSet");

        arrange(set, "attributes: [{attributeId: \"" + note + "\", level: VARIANT}]");
        assertThat(arrangement(set)).containsExactly("outside Outside look", "look PRODUCT true", "note VARIANT false");

        arrange(
                set,
                "groups: [{code: \"inside\", labels: [{locale: \"en\", text: \"Inside\"}], attributes: [{attributeId: \""
                        + care + "\"}]}]");
        assertThat(arrangement(set)).containsExactly("inside Inside care", "care PRODUCT false", "note VARIANT false");

        arrange(set, "attributes: [{attributeId: \"" + care + "\", required: true}]");
        assertThat(arrangement(set)).containsExactly("inside Inside", "care PRODUCT true");
    }

    private void arrange(String set, String input) {
        merchant.does("attributeSetUpdate(id: \"%s\", input: {%s}) { attributeSet { id } %s}"
                        .formatted(set, input, ERRORS))
                .id("attributeSet");
    }

    /** Its groups, each with what stands under it, then all its attributes. */
    private List<String> arrangement(String set) {
        JsonNode there = merchant.asks(
                        "attributeSet(id: \"" + set
                                + "\") { groups { code label attributes { attribute { code } } } attributes { attribute { code } level required } }")
                .get("attributeSet");
        return Stream.concat(
                        there.get("groups").valueStream(),
                        there.get("attributes").valueStream())
                .map(each -> String.join(" ", texts(each).toList()))
                .toList();
    }

    private static Stream<String> texts(JsonNode node) {
        return node.isValueNode()
                ? Stream.of(node.asString())
                : node.valueStream().flatMap(each -> texts(each));
    }

    @Test
    void what_a_store_was_told_not_to_show_stays_so_when_it_is_told_something_else() {
        String product = product("name: \"Mug\"").id("product");
        String set = "productStoreOverrideSet(productId: \"" + product + "\", storeId: \"" + merchant.storeId()
                + "\", ifVersion: %d, input: {%s}) { product { storeOverrides { visible } } " + ERRORS + "}";
        merchant.does(set.formatted(1, "visible: false")).text("/product/storeOverrides/0/visible");

        assertThat(merchant.does(set.formatted(2, "contents: [{locale: \"en\", name: \"Cup\"}]"))
                        .text("/product/storeOverrides/0/visible"))
                .isEqualTo("false");
        assertThat(merchant.does(set.formatted(3, "visible: true")).text("/product/storeOverrides/0/visible"))
                .isEqualTo("true");
    }

    @Test
    void a_variant_is_kept_by_the_bundles_that_are_not_deleted_themselves() {
        String of = merchant.bag(merchant.coffeeSet(), "bag");
        String id = small();
        String bundle = product("name: \"Box\", kind: BUNDLE").id("product");
        merchant.does("productBundleItemsSet(productId: \"" + bundle + "\", input: {items: [{variantId: \"" + id
                        + "\"}]}) { product { id } " + ERRORS + "}")
                .id("product");
        String delete = "productVariantDelete(productId: \"" + of + "\", variantIds: [\"" + id + "\"]) { variantIds "
                + ERRORS + "}";

        assertThat(merchant.does(delete).refusals()).containsExactly("IN_USE variantIds");
        assertThat(delete("product", of, "").refusals()).containsExactly("IN_USE id");
        delete("product", bundle, "").text("/productId");
        merchant.does(delete).text("/variantIds/0");
    }

    @Test
    void a_product_has_no_more_variants_and_media_than_can_be_read() {
        String product = product("name: \"Mug\", kind: CONFIGURABLE").id("product");
        assertThat(merchant.does("productVariantCreate(productId: \"" + product + "\", input: {variants: ["
                                + many(251, "{sku: \"mug-%d\"}") + "]}) { product { id } " + ERRORS + "}")
                        .refusals())
                .containsExactly("TOO_LONG input.variants");
        assertThat(merchant.does("productMediaSet(productId: \"" + product + "\", input: {media: ["
                                + many(101, "{url: \"https://img.example/%d.webp\"}") + "]}) { product { id } "
                                + ERRORS + "}")
                        .refusals())
                .containsExactly("TOO_LONG input.media");
    }

    @Test
    void a_variant_has_an_option_for_each_axis() {
        String set = merchant.coffeeSet();
        String bag = merchant.bag(set, "bag");
        assertThat(product(
                                "kind: CONFIGURABLE, name: \"Sidamo\", attributeSetId: \"" + set
                                        + "\", variants: [{sku: \"S\", attributes: [{code: \"size\", value: {options: [\"small\"]}}]}, {sku: \"T\"}]")
                        .refusals())
                .containsExactly("REQUIRED input.variants.1.attributes");
        String variant = small();
        assertThat(merchant.does("productVariantUpdate(productId: \"" + bag + "\", input: {variants: [{id: \"" + variant
                                + "\", attributes: [{code: \"size\"}]}]}) { product { id } " + ERRORS + "}")
                        .refusals())
                .containsExactly("REQUIRED input.variants.0.attributes");
        assertThat(merchant.does("productAttributesSet(productId: \"" + bag + "\", input: {variantId: \"" + variant
                                + "\", values: [{code: \"size\"}]}) { product { id } " + ERRORS + "}")
                        .refusals())
                .containsExactly("REQUIRED input.values");
    }

    @Test
    void spaces_about_a_sku_are_taken_off_it_where_it_is_changed_too() {
        String bag = merchant.bag(merchant.coffeeSet(), "bag");

        assertThat(merchant.does("productVariantUpdate(productId: \"" + bag + "\", input: {variants: [{id: \"" + small()
                                + "\", sku: \" bag-XS \"}]}) { variants { sku } " + ERRORS + "}")
                        .text("/variants/0/sku"))
                .isEqualTo("bag-XS");
    }

    @Test
    void a_refused_value_names_its_attribute_and_the_bound() {
        String bag = merchant.bag(merchant.coffeeSet(), "bag");
        var refused = altitude(bag, "3001");

        assertThat(refused.refusals()).containsExactly("OUT_OF_RANGE input.values.0.value");
        assertThat(refused.payload().at("/userErrors/0/message").asString())
                .isEqualTo("The attribute 'altitude' is at most 3000.");
    }

    @Test
    void bounds_that_values_would_break_are_refused_where_they_were_said() {
        String bag = merchant.bag(merchant.coffeeSet(), "bag");
        altitude(bag, "1900").id("product");
        JsonNode values = merchant.asks("product(id: \"" + bag + "\") { attributes { attribute { id code } } }")
                .at("/product/attributes");

        assertThat(merchant.does("attributeUpdate(id: \""
                                + values.at("/1/attribute/id").asString()
                                + "\", input: {validation: {max: \"1800\"}}) { attribute { id } " + ERRORS + "}")
                        .refusals())
                .containsExactly("OUT_OF_RANGE input.validation");
    }

    @Test
    void a_colour_is_refused_where_it_was_said() {
        for (int place = 0; place < 2; place++) {
            String options =
                    "{code: \"blue\", colour: \"#0000ff\"}, ".repeat(place) + "{code: \"red\", colour: \"red\"}";
            assertThat(merchant.does("attributeCreate(input: {code: \"paint\", type: COLOUR, options: [" + options
                                    + "]}) { attribute { id } " + ERRORS + "}")
                            .refusals())
                    .containsExactly("INVALID input.options." + place + ".colour");
        }
    }

    private Merchant.Answer altitude(String product, String number) {
        return merchant.does("productAttributesSet(productId: \"" + product
                + "\", input: {values: [{code: \"altitude\", value: {number: \"" + number
                + "\"}}]}) { product { id } " + ERRORS + "}");
    }

    private Merchant.Answer product(String input) {
        return merchant.does("productCreate(input: {" + input + "}) { product { id slug } " + ERRORS + "}");
    }

    private Merchant.Answer update(String id, String input) {
        return merchant.does(
                "productUpdate(id: \"" + id + "\", input: {" + input + "}) { product { version } " + ERRORS + "}");
    }

    private Merchant.Answer delete(String type, String id, String more) {
        return merchant.does(type + "Delete(id: \"" + id + "\"" + more + ") { " + type + "Id " + ERRORS + "}");
    }

    private String small() {
        return merchant.asks("productVariantBySku(sku: \"bag-S\") { id }")
                .at("/productVariantBySku/id")
                .asString();
    }

    private String category(String name) {
        return merchant.does("categoryCreate(input: {names: [{locale: \"en\", text: \"" + name
                        + "\"}]}) { category { id } " + ERRORS + "}")
                .id("category");
    }

    private static String many(int count, String item) {
        return IntStream.range(0, count).mapToObj(item::formatted).collect(joining(", "));
    }
}
