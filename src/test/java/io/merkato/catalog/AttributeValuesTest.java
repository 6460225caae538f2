package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.ExecutionGraphQlService;

/** A value of each type, from the mutation that defines its attribute to the query that shows it. */
@MerkatoTest
class AttributeValuesTest {

    private final Merchant merchant;

    AttributeValuesTest(
            ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
    }

    @Test
    void what_is_said_of_a_product_is_shown_of_it_whatever_its_type() {
        String mug = merchant.does("productCreate(input: {name: \"Mug\"}) { product { id } " + ERRORS + "}")
                .id("product");
        String cups = merchant.does(
                        "categoryCreate(input: {names: [{locale: \"en\", text: \"Cups\"}]}) { category { id } " + ERRORS
                                + "}")
                .id("category");
        String picture = merchant.does(
                        "productCreate(input: {name: \"Tray\", media: [{url: \"https://img.example/t.webp\", alts: [{locale: \"en\", text: \"A tray\"}]}]}) { product { id media { id } } "
                                + ERRORS + "}")
                .text("/product/media/0/id");
        String set = set(
                merchant.attribute("words", "TEXT", ""),
                merchant.attribute("story", "RICH_TEXT", ""),
                merchant.attribute("lots", "INTEGER", ""),
                merchant.attribute("score", "DECIMAL", ""),
                merchant.attribute("weight", "MEASURE", ", unit: \"g\""),
                merchant.attribute("organic", "BOOLEAN", ""),
                merchant.attribute("harvest", "DATE", ""),
                merchant.attribute("roasted", "DATE_TIME", ""),
                merchant.attribute("roast", "SELECT", ", options: [{code: \"light\"}, {code: \"dark\"}]"),
                merchant.attribute("notes", "MULTI_SELECT", ", options: [{code: \"jasmine\"}, {code: \"lemon\"}]"),
                merchant.attribute("bag", "COLOUR", ", options: [{code: \"red\", colour: \"#ff0000\"}]"),
                merchant.attribute("sheet", "MEDIA", ""),
                merchant.attribute("goes_with", "PRODUCT_REFERENCE", ""),
                merchant.attribute("see", "CATEGORY_REFERENCE", ""));

        String product =
                merchant.does("""
                        productCreate(input: {name: "Yirgacheffe", attributeSetId: "%s", attributes: [
                          {code: "words", value: {text: "Washed"}}
                          {code: "story", value: {text: "<p>From <b>Kochere</b><script>x</script></p>"}}
                          {code: "lots", value: {number: "12"}}
                          {code: "score", value: {number: "87.25"}}
                          {code: "weight", value: {number: "250.5"}}
                          {code: "organic", value: {flag: true}}
                          {code: "harvest", value: {date: "2026-01-31"}}
                          {code: "roasted", value: {dateTime: "2026-02-01T08:30:00Z"}}
                          {code: "roast", value: {options: ["light"]}}
                          {code: "notes", value: {options: ["jasmine", "lemon"]}}
                          {code: "bag", value: {options: ["red"]}}
                          {code: "sheet", value: {media: "%s"}}
                          {code: "goes_with", value: {product: "%s"}}
                          {code: "see", value: {category: "%s"}}]}) { product { id } %s}""".formatted(set, picture, mug, cups, ERRORS)).id("product");

        var shown = new TreeSet<String>();
        merchant.asks("""
                        product(id: "%s") { attributes { __typename attribute { code }
                          ... on TextValue { text } ... on RichTextValue { html } ... on NumberValue { number }
                          ... on BooleanValue { flag } ... on DateValue { date } ... on DateTimeValue { dateTime }
                          ... on OptionValue { options { code } } ... on ColourValue { colour }
                          ... on MediaValue { media { alt } } ... on ReferenceValue { product { slug } category { slug } } } }
                        """.formatted(product))
                .at("/product/attributes")
                .forEach(value -> shown.add(value.toString()
                        .replaceFirst("\"__typename\":\"(\\w+)\",\"attribute\":\\{\"code\":\"(\\w+)\"}", "$2 $1")));
        assertThat(shown)
                .isEqualTo(Set.of(
                        "{words TextValue,\"text\":\"Washed\"}",
                        "{story RichTextValue,\"html\":\"<p>From <b>Kochere</b></p>\"}",
                        "{lots NumberValue,\"number\":\"12\"}",
                        "{score NumberValue,\"number\":\"87.25\"}",
                        "{weight NumberValue,\"number\":\"250.5\"}",
                        "{organic BooleanValue,\"flag\":true}",
                        "{harvest DateValue,\"date\":\"2026-01-31\"}",
                        "{roasted DateTimeValue,\"dateTime\":\"2026-02-01T08:30:00Z\"}",
                        "{roast OptionValue,\"options\":[{\"code\":\"light\"}]}",
                        "{notes OptionValue,\"options\":[{\"code\":\"jasmine\"},{\"code\":\"lemon\"}]}",
                        "{bag ColourValue,\"colour\":\"#ff0000\"}",
                        "{sheet MediaValue,\"media\":{\"alt\":\"A tray\"}}",
                        "{goes_with ReferenceValue,\"product\":{\"slug\":\"mug\"},\"category\":null}",
                        "{see ReferenceValue,\"product\":null,\"category\":{\"slug\":\"cups\"}}"));
    }

    @Test
    void nothing_is_said_of_what_is_deleted() {
        String mug = merchant.does("productCreate(input: {name: \"Mug\"}) { product { id } " + ERRORS + "}")
                .id("product");
        String cups = merchant.does(
                        "categoryCreate(input: {names: [{locale: \"en\", text: \"Cups\"}]}) { category { id } " + ERRORS
                                + "}")
                .id("category");
        String set = set(
                merchant.attribute("goes_with", "PRODUCT_REFERENCE", ""),
                merchant.attribute("see", "CATEGORY_REFERENCE", ""));
        merchant.does("productDelete(id: \"" + mug + "\") { productId " + ERRORS + "}")
                .text("/productId");
        merchant.does("categoryDelete(id: \"" + cups + "\") { categoryId " + ERRORS + "}")
                .text("/categoryId");
        String create =
                "productCreate(input: {name: \"Tray\", attributeSetId: \"%s\", attributes: [{code: \"goes_with\"}, {code: \"%s\", value: {%s: \"%s\"}}]}) { product { id } %s}";

        assertThat(merchant.does(create.formatted(set, "goes_with", "product", mug, ERRORS))
                        .refusals())
                .containsExactly("NOT_FOUND input.attributes.1.value");
        assertThat(merchant.does(create.formatted(set, "see", "category", cups, ERRORS))
                        .refusals())
                .containsExactly("NOT_FOUND input.attributes.1.value");
    }

    private String set(String... attributes) {
        return merchant.does("attributeSetCreate(input: {code: \"coffee\", attributes: [%s]}) { attributeSet { id } %s}"
                        .formatted(
                                String.join(
                                        ", ",
                                        java.util.Arrays.stream(attributes)
                                                .map(id -> "{attributeId: \"" + id + "\"}")
                                                .toList()),
                                ERRORS))
                .id("attributeSet");
    }
}
