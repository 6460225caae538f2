package io.merkato.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContexts;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.graphql.ExecutionGraphQlService;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a shop needs beyond its lists: addresses, choices, languages, on the shelf that {@link CoffeeShop} describes. */
@MerkatoTest
class ShopfrontTest {

    private static final String ROASTS = """
            query($where: [ProductWhere!]) {
              products(first: 9, where: {and: $where}) {
                nodes { slug } facets(codes: ["roast"]) { options { value count selected filter } } } }
            """;

    private final ExecutionGraphQlService graphql;
    private final StoreViews views;
    private final TenantContexts contexts;
    private final NewTenants tenants;

    ShopfrontTest(ExecutionGraphQlService graphql, StoreViews views, TenantContexts contexts, NewTenants tenants) {
        this.graphql = graphql;
        this.views = views;
        this.contexts = contexts;
        this.tenants = tenants;
    }

    private Shopper shop(int products) {
        Tenant tenant = tenants.create();
        StoreView store = views.ofDefault(tenant);
        var view = new StoreView(store.store(), List.of(Locale.ENGLISH), store.currency());
        CoffeeShop.stock(contexts.of(tenant.id()), view, products);
        return new Shopper(graphql, contexts.of(tenant.id()), view, Viewer.anonymous(Viewer.Origin.NONE));
    }

    private static Shopper speaking(Shopper shopper, String... languages) {
        return shopper.in(new StoreView(
                shopper.view().store(),
                Arrays.stream(languages).map(Locale::forLanguageTag).toList(),
                shopper.view().currency()));
    }

    /** With $T for the tenant. */
    private static void change(Shopper shopper, String sql) throws SQLException {
        try (var connection = TestDatabase.superuser();
                var statement = connection.createStatement()) {
            statement.execute(sql.replace("$T", "'" + shopper.tenant().id().value() + "'"));
        }
    }

    private static List<String> slugs(JsonNode products) {
        return products.at("/nodes")
                .valueStream()
                .map(node -> node.at("/slug").asString())
                .toList();
    }

    @Test
    void a_slug_is_looked_for_in_the_languages_asked_for_the_first_one_first() throws SQLException {
        Shopper shopper = shop(3);
        change(shopper, """
                update catalog.product_translation x set slug = 'twin' from catalog.product p
                  where x.tenant_id = $T and p.tenant_id = $T and p.id = x.product_id and p.slug = 'coffee-0';
                insert into catalog.product_translation (tenant_id, product_id, locale, name, slug)
                  select tenant_id, id, 'fr', 'Café', 'twin' from catalog.product where tenant_id = $T and slug = 'coffee-1';
                insert into catalog.product_translation (tenant_id, product_id, locale, name, slug)
                  select tenant_id, id, 'fr', 'Moulu', 'coffee-0' from catalog.product where tenant_id = $T and slug = 'coffee-2'
                """);
        String twin = "{ productBySlug(slug: \"twin\") { name } }";
        String own = "{ productBySlug(slug: \"coffee-0\") { name } }";

        assertThat(speaking(shopper, "en").data(twin).at("/productBySlug").isNull())
                .isTrue();
        assertThat(speaking(shopper, "am", "fr", "en")
                        .data(twin)
                        .at("/productBySlug/name")
                        .asString())
                .isEqualTo("ቡና 0");
        assertThat(speaking(shopper, "fr", "am", "en")
                        .data(twin)
                        .at("/productBySlug/name")
                        .asString())
                .isEqualTo("Café");
        assertThat(speaking(shopper, "fr", "en")
                        .data(own)
                        .at("/productBySlug/name")
                        .asString())
                .isEqualTo("Moulu");
        assertThat(speaking(shopper, "en", "fr")
                        .data(own)
                        .at("/productBySlug/name")
                        .asString())
                .isEqualTo("Coffee 0000");
        assertThat(speaking(shopper, "sw").data(own).at("/productBySlug/name").asString())
                .isEqualTo("Coffee 0000");
    }

    @Test
    void ten_thousand_are_counted_and_one_more_is_not() throws SQLException {
        Shopper shopper = shop(1);
        change(shopper, """
                insert into catalog.brand (tenant_id, id, name, slug)
                  select $T, gen_random_uuid(), 'Brand ' || i, 'brand-' || i from generate_series(1, 9998) i;
                insert into catalog.review (tenant_id, id, product_id, author_name, rating, locale, status, moderated_at)
                  select tenant_id, gen_random_uuid(), id, 'Almaz', 4, 'en', 'APPROVED', now()
                  from catalog.product, generate_series(1, 10000) where tenant_id = $T and slug = 'coffee-0'
                """);
        String count = "{ brands(first: 1) { totalCount } }";

        assertThat(shopper.data(count).at("/brands/totalCount").asInt()).isEqualTo(10_000);
        change(
                shopper,
                "insert into catalog.brand (tenant_id, id, name, slug) values ($T, gen_random_uuid(), 'One', 'one')");
        assertThat(shopper.data(count).at("/brands/totalCount").isNull()).isTrue();
        assertThat(shopper.data("{ products(first: 1) { nodes { reviews { totalCount } variants { totalCount } } } }")
                        .at("/products/nodes/0")
                        .toString())
                .isEqualTo("{\"reviews\":{\"totalCount\":null},\"variants\":{\"totalCount\":3}}");
    }

    private static JsonNode roasts(Shopper shopper, Object... filters) {
        return shopper.data(ROASTS, Map.of("where", Arrays.asList(filters))).get("products");
    }

    private static Object filter(JsonNode products, int option) {
        return JsonMapper.shared().treeToValue(products.at("/facets/0/options/" + option + "/filter"), Map.class);
    }

    private static List<Boolean> selected(JsonNode products) {
        return products.at("/facets/0/options")
                .valueStream()
                .map(option -> option.get("selected").asBoolean())
                .toList();
    }

    @Test
    void clicking_options_one_after_another_selects_each_and_deselects_it_again() {
        Shopper shopper = shop(7);

        JsonNode all = roasts(shopper);
        JsonNode medium = roasts(shopper, filter(all, 1));
        JsonNode mediumAndDark = roasts(shopper, filter(medium, 2));
        JsonNode dark = roasts(shopper, filter(mediumAndDark, 1));
        JsonNode none = roasts(shopper, filter(dark, 2));

        assertThat(slugs(medium)).containsExactly("coffee-4", "coffee-1");
        assertThat(selected(medium)).containsExactly(false, true, false);
        assertThat(slugs(mediumAndDark)).containsExactly("coffee-5", "coffee-4", "coffee-2", "coffee-1");
        assertThat(selected(mediumAndDark)).containsExactly(false, true, true);
        assertThat(mediumAndDark.at("/facets/0/options/0/count").asInt()).isEqualTo(3);
        assertThat(slugs(dark)).containsExactly("coffee-5", "coffee-2");
        assertThat(slugs(none)).hasSize(7);
        assertThat(selected(none)).containsExactly(false, false, false);
    }

    @Test
    void an_or_of_options_of_one_attribute_is_a_choice_among_them() {
        JsonNode products = shop(7).data("""
                        { products(first: 9, where: {or: [{attributes: [{code: "roast", match: {options: ["light"]}}]}, {attributes: [{code: "roast", match: {options: ["dark"]}}]}]}) {
                            nodes { slug } facets(codes: ["roast"]) { options { value count selected filter } } } }
                        """).get("products");

        assertThat(slugs(products)).containsExactly("coffee-6", "coffee-5", "coffee-3", "coffee-2", "coffee-0");
        assertThat(selected(products)).containsExactly(true, false, true);
        assertThat(products.at("/facets/0/options/1/filter").toString())
                .isEqualTo(
                        "{\"attributes\":[{\"code\":\"roast\",\"match\":{\"options\":[\"light\",\"dark\",\"medium\"]}}]}");
    }

    @Test
    void brands_are_selected_one_after_another_too() {
        JsonNode brands = shop(7).data(
                        "{ products(first: 9, where: {brand: {slug: {eq: \"tomoca\"}}}) { brandFacet { brand { slug } count selected filter } } }")
                .at("/products/brandFacet");

        assertThat(brands.toString())
                .isEqualTo(
                        "[{\"brand\":{\"slug\":\"tomoca\"},\"count\":4,\"selected\":true,\"filter\":{}},{\"brand\":{\"slug\":\"moyee\"},\"count\":3,\"selected\":false,\"filter\":{\"brand\":{\"slug\":{\"oneOf\":[\"tomoca\",\"moyee\"]}}}}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | coffee 7 false",
                "{category: {slug: {eq: \"coffee\"}}} | ethiopian 4 false",
                "{and: [{category: {slug: {eq: \"coffee\"}}}, {category: {slug: {eq: \"ethiopian\"}}}]} | ethiopian 4 true",
                "{category: {slug: {eq: \"ethiopian\"}}} | ",
                "{brand: {slug: {eq: \"moyee\"}}, category: {slug: {eq: \"coffee\"}}} | "
            })
    void categories_lead_one_level_down_and_never_nowhere(String where, String expected) {
        JsonNode facet = shop(7).data("{ products(first: 1, where: " + where
                        + ") { categoryFacet { category { slug } count selected } } }")
                .at("/products/categoryFacet");

        assertThat(facet.valueStream()
                        .map(each -> each.at("/category/slug").asString() + " "
                                + each.at("/count").asInt() + " "
                                + each.at("/selected").asBoolean()))
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void lists_in_lists_have_a_usual_length_and_do_not_take_their_parent_with_them() {
        Shopper shopper = shop(2);

        assertThat(shopper.data(
                                "{ products(first: 1) { nodes { variants { nodes { sku options { attribute { options { totalCount } } } } } reviews { nodes { rating } } } } }")
                        .at("/products/nodes/0/variants/nodes"))
                .hasSize(3);
        JsonNode wrong = shopper.run(
                "{ products(first: 1) { nodes { slug variants(first: 0) { nodes { sku } } reviews(first: 1, after: \"x\") { nodes { rating } } } } }",
                Map.of());
        assertThat(wrong.at("/data/products/nodes/0").toString())
                .isEqualTo("{\"slug\":\"coffee-1\",\"variants\":null,\"reviews\":null}");
        assertThat(wrong.get("errors")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "am | አዎ | 5 ጃንዋሪ 2026",
                "fr | Oui | 5 janvier 2026",
                "sw | Ndiyo | 5 Januari 2026",
                "en | Yes | January 5, 2026"
            })
    void yes_and_days_are_said_in_the_language_asked_for(String language, String yes, String day) throws SQLException {
        Shopper shopper = shop(1);
        change(shopper, """
                insert into catalog.attribute (tenant_id, id, code, type, labels) values ($T, gen_random_uuid(), 'picked', 'DATE', '{"en": "Picked"}');
                insert into catalog.attribute_set_attribute (tenant_id, attribute_set_id, attribute_id, type, position, level)
                  select $T, s.id, a.id, 'DATE', 9, 'PRODUCT' from catalog.attribute a, catalog.attribute_set s
                  where a.tenant_id = $T and a.code = 'picked' and s.tenant_id = $T;
                insert into catalog.attribute_value (tenant_id, product_id, attribute_set_id, attribute_id, type, level, date_value)
                  select $T, p.id, p.attribute_set_id, a.id, 'DATE', 'PRODUCT', '2026-01-05' from catalog.attribute a, catalog.product p
                  where a.tenant_id = $T and a.code = 'picked' and p.tenant_id = $T and p.slug = 'coffee-0'
                """);

        JsonNode products = speaking(shopper, language)
                .data(
                        "{ products(first: 1) { nodes { attributes(codes: [\"organic\", \"picked\"]) { display } } facets(codes: [\"organic\"]) { options { label } } } }")
                .get("products");

        assertThat(products.at("/nodes/0/attributes/0/display").asString()).isEqualTo(yes);
        assertThat(products.at("/nodes/0/attributes/1/display").asString()).isEqualTo(day);
        assertThat(products.at("/facets/0/options/0/label").asString()).isEqualTo(yes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RICH_TEXT", "MEDIA"})
    void rich_text_and_media_are_asked_only_whether_they_are_there(String type) throws SQLException {
        Shopper shopper = shop(1);
        change(
                shopper,
                "insert into catalog.attribute (tenant_id, id, code, type, labels, filterable) values ($T, gen_random_uuid(), 'story', '"
                        + type + "', '{\"en\": \"Story\"}', true)");
        String asked = "{ products(first: 1, where: {attributes: [{code: \"story\", match: {%s}}]}) { totalCount } }";

        assertThat(shopper.code(asked.formatted("text: {contains: \"x\"}"))).isEqualTo("BAD_USER_INPUT");
        assertThat(shopper.data(asked.formatted("exists: false"))
                        .at("/products/totalCount")
                        .asInt())
                .isEqualTo(1);
    }
}
