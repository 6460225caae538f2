package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.ExecutionGraphQlService;

/** What products are described with is changed and deleted by mutation, and kept while something needs it. */
@MerkatoTest
class VocabularyWritesTest {

    private final Merchant merchant;

    VocabularyWritesTest(
            ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
    }

    @Test
    void an_option_comes_is_renamed_and_goes_unless_a_product_has_it() {
        String set = merchant.coffeeSet();
        merchant.bag(set, "bag");
        String roast = attribute("roast");

        String medium = merchant.does(
                        "attributeOptionCreate(attributeId: \"%s\", input: {code: \"medium\", position: 1}) { option { id } %s}"
                                .formatted(roast, ERRORS))
                .id("option");
        assertThat(merchant.does(
                                "attributeOptionCreate(attributeId: \"%s\", input: {code: \"medium\"}) { option { id } %s}"
                                        .formatted(roast, ERRORS))
                        .refusals())
                .containsExactly("TAKEN input.code");
        assertThat(merchant.does(
                                "attributeOptionUpdate(id: \"%s\", input: {labels: [{locale: \"en\", text: \"In between\"}]}) { option { code label } %s}"
                                        .formatted(medium, ERRORS))
                        .payload()
                        .get("option")
                        .toString())
                .isEqualTo("{\"code\":\"medium\",\"label\":\"In between\"}");
        assertThat(delete("attributeOption", medium, "optionId").text("/optionId"))
                .isEqualTo(medium);
        assertThat(delete("attributeOption", option(roast, "light"), "optionId").refusals())
                .containsExactly("IN_USE id");
    }

    @Test
    void a_brand_has_its_name_without_spaces_about_it_however_it_came_to_it() {
        String brand = merchant.brand(" Abol ");

        assertThat(merchant.does("brandUpdate(id: \"%s\", input: {name: \" Tomoca \"}) { brand { name } %s}"
                                .formatted(brand, ERRORS))
                        .payload()
                        .get("brand")
                        .toString())
                .isEqualTo("{\"name\":\"Tomoca\"}");
    }

    @Test
    void what_could_act_in_a_shoppers_browser_is_taken_out_of_descriptions() throws SQLException {
        String unsafe = "descriptions: [{locale: \"en\", text: \"<b>Fine</b><script>x</script>\"}]";
        String shown = "description translations { description } } ";
        String safe = "{\"description\":\"<b>Fine</b>\",\"translations\":[{\"description\":\"<b>Fine</b>\"}]}";
        String category = merchant.does("categoryCreate(input: {names: [{locale: \"en\", text: \"Cups\"}], " + unsafe
                        + "}) { category { id } " + ERRORS + "}")
                .id("category");
        String brand = merchant.does(
                        "brandCreate(input: {name: \"Abol\", " + unsafe + "}) { brand { id } " + ERRORS + "}")
                .id("brand");
        String stored = "select concat_ws(' ', c.descriptions, b.descriptions) from catalog.category c"
                + " join catalog.brand b on b.tenant_id = c.tenant_id where c.tenant_id = :t";
        var sql = new PlainSql(merchant.graphql().tenant().id());

        assertThat(sql.text(stored)).isEqualTo("{\"en\": \"<b>Fine</b>\"} {\"en\": \"<b>Fine</b>\"}");

        String before = "set descriptions = '{\"en\": \"<b>Fine</b><script>x</script>\"}' where tenant_id = :t";
        sql.run("update catalog.category " + before, "update catalog.brand " + before);
        assertThat(merchant.asks("category(id: \"" + category + "\") { " + shown)
                        .get("category"))
                .hasToString(safe);
        assertThat(merchant.asks("brand(id: \"" + brand + "\") { " + shown).get("brand"))
                .hasToString(safe);

        merchant.does("categoryUpdate(id: \"%s\", input: {%s}) { category { id } %s}"
                        .formatted(category, unsafe, ERRORS))
                .id("category");
        merchant.does("brandUpdate(id: \"%s\", input: {%s}) { brand { id } %s}".formatted(brand, unsafe, ERRORS))
                .id("brand");
        assertThat(sql.text(stored)).isEqualTo("{\"en\": \"<b>Fine</b>\"} {\"en\": \"<b>Fine</b>\"}");
    }

    @Test
    void an_option_comes_last_where_nothing_is_said_of_its_place() {
        String roast = merchant.attribute("roast", "SELECT", "options: [{code: \"light\"}, {code: \"dark\"}]");
        merchant.does("attributeOptionUpdate(id: \"%s\", input: {position: 7}) { option { id } %s}"
                        .formatted(option(roast, "light"), ERRORS))
                .id("option");

        assertThat(merchant.does(
                                "attributeOptionCreate(attributeId: \"%s\", input: {code: \"medium\"}) { option { position } %s}"
                                        .formatted(roast, ERRORS))
                        .text("/option/position"))
                .isEqualTo("8");
    }

    @Test
    void an_attribute_goes_when_no_set_has_it_and_a_set_when_no_product_has_it() {
        String set = merchant.coffeeSet();
        String bag = merchant.bag(set, "bag");
        String altitude = attribute("altitude");

        assertThat(delete("attribute", altitude, "attributeId").refusals()).containsExactly("IN_USE id");
        assertThat(delete("attributeSet", set, "attributeSetId").refusals()).containsExactly("IN_USE id");
        delete("product", bag, "productId").text("/productId");
        assertThat(delete("attributeSet", set, "attributeSetId").refusals()).containsExactly("IN_USE id");

        String other = merchant.does("attributeSetCreate(input: {code: \"tea\"}) { attributeSet { id } " + ERRORS + "}")
                .id("attributeSet");
        assertThat(delete("attributeSet", other, "attributeSetId").text("/attributeSetId"))
                .isEqualTo(other);
        String free = merchant.attribute("free", "TEXT", "");
        assertThat(delete("attribute", free, "attributeId").text("/attributeId"))
                .isEqualTo(free);
        assertThat(delete("attribute", free, "attributeId").refusals()).containsExactly("NOT_FOUND id");
    }

    @Test
    void a_category_a_label_and_a_picture_are_changed_in_what_is_said_and_in_nothing_else() {
        String category = merchant.does(
                        "categoryCreate(input: {names: [{locale: \"en\", text: \"Cups\"}], descriptions: [{locale: \"en\", text: \"To drink from\"}]}) { category { id } "
                                + ERRORS + "}")
                .id("category");
        String label = merchant.does(
                        "labelCreate(input: {code: \"SPRING\", names: [{locale: \"en\", text: \"Spring\"}], colour: \"#00ff00\"}) { label { id } "
                                + ERRORS + "}")
                .id("label");
        String picture = merchant.does(
                        "productCreate(input: {name: \"Tray\", media: [{url: \"https://img.example/t.webp\", alts: [{locale: \"en\", text: \"A tray\"}]}]}) { product { media { id } } "
                                + ERRORS + "}")
                .text("/product/media/0/id");

        assertThat(changed(
                        "categoryUpdate(id: \"%s\", input: {names: [{locale: \"en\", text: \"Mugs\"}]}) { category { name slug description } %s}",
                        category, "category"))
                .isEqualTo("{\"name\":\"Mugs\",\"slug\":\"cups\",\"description\":\"To drink from\"}");
        assertThat(changed(
                        "labelUpdate(id: \"%s\", input: {colour: \"#0000ff\"}) { label { code name colour } %s}",
                        label, "label"))
                .isEqualTo("{\"code\":\"SPRING\",\"name\":\"Spring\",\"colour\":\"#0000ff\"}");
        assertThat(changed(
                        "mediaUpdate(id: \"%s\", input: {width: 800}) { media { alt width height } %s}",
                        picture, "media"))
                .isEqualTo("{\"alt\":\"A tray\",\"width\":800,\"height\":null}");
    }

    @Test
    void what_is_unpublished_is_a_draft_that_the_storefront_does_not_see() {
        String id = merchant.does(
                        "productCreate(input: {name: \"Mug\", variants: [{sku: \"M\", prices: [{price: {amount: \"9\", currency: \"ETB\"}}]}]}) { product { id } "
                                + ERRORS + "}")
                .id("product");
        merchant.does("productPublish(id: \"%s\") { product { id } %s}".formatted(id, ERRORS))
                .id("product");
        String seen = "{ productBySlug(slug: \"mug\") { status } }";
        assertThat(merchant.shopper().data(seen).toString()).isEqualTo("{\"productBySlug\":{\"status\":\"ACTIVE\"}}");

        assertThat(changed("productUnpublish(id: \"%s\") { product { status } %s}", id, "product"))
                .isEqualTo("{\"status\":\"DRAFT\"}");
        assertThat(merchant.shopper().data(seen).toString()).isEqualTo("{\"productBySlug\":null}");
    }

    @Test
    void a_review_that_is_deleted_counts_no_longer() {
        String id = merchant.does(
                        "productCreate(input: {name: \"Mug\", variants: [{sku: \"M\", prices: [{price: {amount: \"9\", currency: \"ETB\"}}]}]}) { product { id } "
                                + ERRORS + "}")
                .id("product");
        merchant.does("productPublish(id: \"%s\") { product { id } %s}".formatted(id, ERRORS))
                .id("product");
        for (int rating : new int[] {0, 6, 40_000, -40_000}) {
            assertThat(merchant.shopper()
                            .data(
                                    "mutation { reviewCreate(productId: \"%s\", input: {rating: %d, author: \"Sara\"}) { userErrors { code path } } }"
                                            .formatted(id, rating))
                            .at("/reviewCreate/userErrors"))
                    .hasToString("[{\"code\":\"OUT_OF_RANGE\",\"path\":[\"input\",\"rating\"]}]");
        }
        String review = merchant.shopper()
                .data(
                        "mutation { reviewCreate(productId: \"%s\", input: {rating: 2, author: \"Sara\"}) { review { id } %s} }"
                                .formatted(id, ERRORS))
                .at("/reviewCreate/review/id")
                .asString();
        merchant.does("reviewApprove(id: \"%s\") { review { id } %s}".formatted(review, ERRORS))
                .id("review");
        String rating = "product(id: \"" + id + "\") { rating { count } }";
        assertThat(merchant.asks(rating).at("/product/rating/count").asInt()).isEqualTo(1);

        assertThat(delete("review", review, "reviewId").text("/reviewId")).isEqualTo(review);

        assertThat(merchant.asks(rating).at("/product/rating/count").asInt()).isZero();
        assertThat(delete("review", review, "reviewId").refusals()).containsExactly("NOT_FOUND id");
    }

    private Merchant.Answer delete(String what, String id, String field) {
        return merchant.does("%sDelete(id: \"%s\") { %s %s}".formatted(what, id, field, ERRORS));
    }

    private String changed(String mutation, String id, String field) {
        return merchant.does(mutation.formatted(id, ERRORS))
                .payload()
                .get(field)
                .toString();
    }

    private String attribute(String code) {
        return merchant.asks("attributes(first: 100) { nodes { id code } }")
                .at("/attributes/nodes")
                .valueStream()
                .filter(node -> node.get("code").asString().equals(code))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
    }

    private String option(String attribute, String code) {
        return merchant.asks("node(id: \"" + attribute
                        + "\") { ... on Attribute { options(first: 100) { nodes { id code } } } }")
                .at("/node/options/nodes")
                .valueStream()
                .filter(node -> node.get("code").asString().equals(code))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
    }
}
