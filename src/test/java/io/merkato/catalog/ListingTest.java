package io.merkato.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContexts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.graphql.ExecutionGraphQlService;
import tools.jackson.databind.JsonNode;

/** Lists of products, on the shelf that {@link CoffeeShop} describes. */
@MerkatoTest
class ListingTest {

    private static final String LISTING = """
            query Listing($after: String) {
              products(first: 20, after: $after, where: {category: {slug: {eq: "coffee"}}, attributes: [{code: "roast", match: {options: ["light"]}}]}, sort: {key: PRICE, direction: ASC}) {
                nodes { id slug name thumbnail { url alt } brand { name }
                  priceRange { min { amount currency } max { amount currency } }
                  variants(first: 3) { nodes { sku price { amount currency } available options { attribute { code } label } } } }
                facets { attribute { code label } options { value label count filter } }
                pageInfo { hasNextPage endCursor } } }
            """;

    private static final String EVERYTHING = """
            query Everything($first: Int!) {
              products(first: $first) {
                totalCount
                nodes {
                  id kind status slug name description locale available externalId version createdAt updatedAt
                  seo { title description } store { id code } brand { name productCount logo { url } description }
                  labels { code name } categories { slug name level ancestors { slug } parent { slug } productCount }
                  thumbnail { url alt } media { url alt kind }
                  attributeSet { code label groups { code label attributes { attribute { code } } } axes { code } attributes { level required axis } }
                  attributes { attribute { code label } display ... on NumberValue { number unit } ... on OptionValue { options { code } } }
                  axes { attribute { code } options { code label } }
                  priceRange { min { amount } } compareAtPriceRange { min { amount } }
                  variants(first: 2) { totalCount pageInfo { hasNextPage endCursor }
                    nodes { sku name available price { amount } thumbnail { url } media { url } product { name }
                      options { label attribute { options(first: 5) { totalCount nodes { code } } } } attributes { display } } }
                  rating { count average stars { stars count } }
                  reviews(first: 2) { totalCount nodes { rating author product { slug } } }
                  bundleItems { quantity variant { sku } }
                }
                facets { attribute { code } options { value count } range { min max } }
                brandFacet { brand { name } count } categoryFacet { category { slug } count }
                labelFacet { label { code } count } priceFacet { min { amount } max { amount } }
              } }
            """;

    private final ExecutionGraphQlService graphql;
    private final Statements statements;
    private final StoreViews views;
    private final TenantContexts contexts;
    private final NewTenants tenants;

    ListingTest(
            ExecutionGraphQlService graphql,
            Statements statements,
            StoreViews views,
            TenantContexts contexts,
            NewTenants tenants) {
        this.graphql = graphql;
        this.statements = statements;
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

    private static List<String> slugs(JsonNode products) {
        return products.get("nodes")
                .valueStream()
                .map(node -> node.get("slug").asString())
                .toList();
    }

    private static List<String> slugs(Shopper shopper, String arguments) {
        return slugs(shopper.data("{ products(" + arguments + ") { nodes { slug } } }")
                .get("products"));
    }

    @Test
    void a_storefronts_main_query_works_as_written_in_the_design() {
        JsonNode products = shop(7).data(LISTING).get("products");

        assertThat(slugs(products)).containsExactly("coffee-0", "coffee-3", "coffee-6");
        JsonNode first = products.at("/nodes/0");
        assertThat(first.at("/name").asString()).isEqualTo("Coffee 0000");
        assertThat(first.at("/thumbnail/alt").asString()).isEqualTo("A bag");
        assertThat(first.at("/priceRange/min/amount").asString()).isEqualTo("100.00");
        assertThat(first.at("/priceRange/max/amount").asString()).isEqualTo("400.00");
        assertThat(first.at("/variants/nodes").toString())
                .isEqualTo(
                        "[{\"sku\":\"coffee-0-250g\",\"price\":{\"amount\":\"100.00\",\"currency\":\"ETB\"},\"available\":true,\"options\":[{\"attribute\":{\"code\":\"size\"},\"label\":\"250G\"}]},"
                                + "{\"sku\":\"coffee-0-500g\",\"price\":{\"amount\":\"200.00\",\"currency\":\"ETB\"},\"available\":true,\"options\":[{\"attribute\":{\"code\":\"size\"},\"label\":\"500G\"}]},"
                                + "{\"sku\":\"coffee-0-1kg\",\"price\":{\"amount\":\"400.00\",\"currency\":\"ETB\"},\"available\":true,\"options\":[{\"attribute\":{\"code\":\"size\"},\"label\":\"1KG\"}]}]");
        assertThat(products.at("/pageInfo/hasNextPage").asBoolean()).isFalse();
    }

    @Test
    void a_facet_counts_without_the_conditions_on_itself_and_carries_its_filter() {
        JsonNode facets = shop(7).data(LISTING).at("/products/facets");

        assertThat(facets.valueStream().map(facet -> facet.at("/attribute/code").asString()))
                .containsExactly("altitude", "organic", "roast", "size");
        assertThat(facets.get(2).get("options").toString())
                .isEqualTo(
                        "[{\"value\":\"light\",\"label\":\"LIGHT\",\"count\":3,\"filter\":{\"attributes\":[]}},"
                                + "{\"value\":\"medium\",\"label\":\"MEDIUM\",\"count\":2,\"filter\":{\"attributes\":[{\"code\":\"roast\",\"match\":{\"options\":[\"light\",\"medium\"]}}]}},"
                                + "{\"value\":\"dark\",\"label\":\"DARK\",\"count\":2,\"filter\":{\"attributes\":[{\"code\":\"roast\",\"match\":{\"options\":[\"light\",\"dark\"]}}]}}]");
        assertThat(facets.at("/1/options/0/value").asString()).isEqualTo("true");
        assertThat(facets.at("/1/options/0/count").asInt()).isEqualTo(2);
        assertThat(facets.at("/1/options/1/count").asInt()).isEqualTo(1);
    }

    @Test
    void a_page_of_a_hundred_takes_as_many_statements_as_a_page_of_ten() {
        Shopper shopper = shop(100);
        shopper.data(EVERYTHING, Map.of("first", 1));

        List<String> ten = statements.of(() -> shopper.data(EVERYTHING, Map.of("first", 10)));
        List<String> hundred = statements.of(() -> shopper.data(EVERYTHING, Map.of("first", 100)));

        assertThat(hundred).hasSameSizeAs(ten);
        assertThat(ten).hasSize(36);
    }

    @Test
    void the_listing_takes_one_statement_per_level() {
        Shopper shopper = shop(30);
        shopper.data(LISTING);

        assertThat(statements.of(() -> shopper.data(LISTING))).hasSize(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NAME", "PRICE", "RATING", "CREATED_AT", "UPDATED_AT", "POSITION", "ATTRIBUTE"})
    void pages_go_through_the_whole_list_and_back(String key) {
        Shopper shopper = shop(13);
        String sort = "sort: {key: " + key + (key.equals("ATTRIBUTE") ? ", attribute: \"altitude\"}" : "}");
        List<String> whole = slugs(shopper, "first: 100, " + sort);
        assertThat(whole).hasSize(13);

        var forth = new ArrayList<String>();
        String cursor = "";
        boolean more = true;
        while (more) {
            JsonNode page = shopper.data("{ products(first: 5, " + sort + cursor
                            + ") { nodes { slug } pageInfo { hasNextPage endCursor } } }")
                    .get("products");
            forth.addAll(slugs(page));
            more = page.at("/pageInfo/hasNextPage").asBoolean();
            cursor = ", after: \"" + page.at("/pageInfo/endCursor").asString() + "\"";
        }
        var back = new ArrayList<String>();
        cursor = "";
        more = true;
        while (more) {
            JsonNode page = shopper.data("{ products(last: 5, " + sort + cursor
                            + ") { nodes { slug } pageInfo { hasPreviousPage startCursor } } }")
                    .get("products");
            back.addAll(slugs(page).reversed());
            more = page.at("/pageInfo/hasPreviousPage").asBoolean();
            cursor = ", before: \"" + page.at("/pageInfo/startCursor").asString() + "\"";
        }
        Collections.reverse(back);

        assertThat(forth).isEqualTo(whole);
        assertThat(back).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "category: {slug: {eq: \"coffee\"}} | 5,4,3,2,1,0",
                "category: {slug: {eq: \"coffee\"}, below: false} | 5,3,1",
                "category: {slug: {eq: \"ethiopian\"}} | 4,2,0",
                "category: {id: {oneOf: []}} | ",
                "brand: {slug: {eq: \"moyee\"}} | 5,3,1",
                "label: {code: {eq: \"NEW\"}} | 5,0",
                "price: {min: \"105\"} | 5,4,3,2,1,0",
                "price: {max: \"101\"} | 1,0",
                "price: {min: \"105\", max: \"199\"} | 5",
                "price: {min: \"250\", max: \"399\"} | ",
                "available: true | 5,4,3,2,1,0",
                "available: false | ",
                "onSale: true | ",
                "rating: {min: \"4\"} | 5,4,3,2,1,0",
                "rating: {min: \"4.01\"} | ",
                "status: {eq: DRAFT} | ",
                "deleted: true | ",
                "kind: {oneOf: []} | ",
                "id: {oneOf: []} | ",
                "id: {eq: \"product_nonsense\"} | ",
                "sku: {eq: \"coffee-2-1kg\"} | 2",
                "slug: {oneOf: [\"coffee-1\", \"coffee-3\"]} | 3,1",
                "attributes: [] | 5,4,3,2,1,0",
                "attributes: [{code: \"roast\", match: {options: []}}] | ",
                "attributes: [{code: \"roast\", match: {options: [\"light\", \"dark\"]}}] | 5,3,2,0",
                "attributes: [{code: \"altitude\", match: {number: {min: \"1020\", max: \"1030\"}}}] | 3,2",
                "attributes: [{code: \"organic\", match: {flag: true}}] | 4,2,0",
                "attributes: [{code: \"size\", match: {options: [\"1kg\"]}}] | 5,4,3,2,1,0",
                "attributes: [{code: \"altitude\", match: {exists: false}}] | ",
                "and: [{label: {code: {eq: \"NEW\"}}}, {brand: {slug: {eq: \"moyee\"}}}] | 5",
                "or: [] | ",
                "or: [{slug: {eq: \"coffee-0\"}}, {attributes: [{code: \"roast\", match: {options: [\"dark\"]}}]}] | 5,2,0",
                "not: {brand: {slug: {eq: \"moyee\"}}} | 4,2,0",
                "not: {externalId: {eq: \"p7\"}} | 5,4,3,2,1,0",
                "createdAt: {from: \"2026-01-01T00:00:04Z\"} | 5,4"
            })
    void a_filter_finds_exactly_these(String where, String expected) {
        List<String> wanted = expected == null
                ? List.of()
                : List.of(expected.split(",")).stream().map(n -> "coffee-" + n).toList();

        Shopper shopper = six();

        assertThat(slugs(shopper, "first: 50, where: {" + where + "}")).isEqualTo(wanted);
    }

    private static @Nullable Shopper six;

    private Shopper six() {
        Shopper shopper = six;
        if (shopper == null) {
            shopper = shop(6);
            six = shopper;
        }
        return shopper;
    }

    @ParameterizedTest
    @ValueSource(strings = {"coffee 0003", "cof 0003", "Cofee 0003", "CÓFFEE 0003", "coffee-3-1kg", "ቡና 3"})
    void search_forgives(String words) {
        assertThat(slugs(six(), "first: 1, search: \"" + words + "\"")).containsExactly("coffee-3");
    }

    @Test
    void the_storefront_sees_only_what_is_on_sale_and_staff_what_it_asks_for() {
        Shopper shopper = six();
        Shopper staff = shopper.as(Viewer.system("test"));

        assertThat(slugs(shopper, "first: 50")).hasSize(6);
        assertThat(slugs(staff, "first: 50")).hasSize(6);
        assertThat(slugs(staff, "first: 50, where: {status: {eq: DRAFT}}")).containsExactly("draft");
        assertThat(slugs(staff, "first: 50, where: {status: {eq: ACTIVE}, slug: {eq: \"hidden\"}}"))
                .containsExactly("hidden");
        assertThat(slugs(staff, "first: 50, where: {deleted: true}")).containsExactly("deleted");
        assertThat(shopper.data("{ productBySlug(slug: \"draft\") { slug } }")
                        .get("productBySlug")
                        .isNull())
                .isTrue();
        assertThat(shopper.data("{ productBySlug(slug: \"hidden\") { slug } }")
                        .get("productBySlug")
                        .isNull())
                .isTrue();
        assertThat(staff.data("{ productBySlug(slug: \"draft\") { slug } }")
                        .at("/productBySlug/slug")
                        .asString())
                .isEqualTo("draft");
        assertThat(staff.data("{ productBySlug(slug: \"deleted\") { slug } }")
                        .get("productBySlug")
                        .isNull())
                .isTrue();
    }

    @Test
    void words_come_in_the_first_language_that_has_them() {
        Shopper shopper = six();
        var amharic = new StoreView(
                shopper.view().store(),
                List.of(Locale.of("am"), Locale.ENGLISH),
                shopper.view().currency());

        JsonNode product = shopper.in(amharic)
                .data(
                        "{ productBySlug(slug: \"coffee-2\") { name locale attributes(codes: [\"roast\"]) { display attribute { label } } } }")
                .get("productBySlug");

        assertThat(product.toString())
                .isEqualTo(
                        "{\"name\":\"ቡና 2\",\"locale\":\"am\",\"attributes\":[{\"display\":\"DARK\",\"attribute\":{\"label\":\"Roast\"}}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "products(first: 0) { totalCount }",
                "products(first: 101) { totalCount }",
                "products { totalCount }",
                "products(first: 1, last: 1) { totalCount }",
                "products(first: 1, after: \"x\") { totalCount }",
                "products(first: 1, where: {attributes: [{code: \"nothing\", match: {flag: true}}]}) { totalCount }",
                "products(first: 1, where: {attributes: [{code: \"roast\", match: {flag: true}}]}) { totalCount }",
                "products(first: 1, sort: {key: ATTRIBUTE}) { totalCount }",
                "products(first: 1, sort: {key: ATTRIBUTE, attribute: \"roast\"}) { totalCount }",
                "products(first: 1, where: {not: {not: {not: {not: {not: {not: {available: true}}}}}}}) { totalCount }"
            })
    void what_cannot_be_answered_is_bad_input(String field) {
        assertThat(six().code("{ " + field + " }")).isEqualTo("BAD_USER_INPUT");
    }

    @Test
    void a_cursor_works_only_in_its_own_list() {
        Shopper shopper = six();
        String cursor = shopper.data("{ products(first: 1) { pageInfo { endCursor } } }")
                .at("/products/pageInfo/endCursor")
                .asString();

        assertThat(shopper.code("{ products(first: 1, sort: {key: NAME}, after: \"" + cursor + "\") { totalCount } }"))
                .isEqualTo("BAD_USER_INPUT");
        assertThat(shop(2).code("{ products(first: 1, after: \"" + cursor + "\") { totalCount } }"))
                .isEqualTo("BAD_USER_INPUT");
    }

    @Test
    void staff_fields_are_closed_to_the_storefront() {
        assertThat(six().code("{ products(first: 1) { nodes { translations { name } } } }"))
                .isEqualTo("UNAUTHENTICATED");
        assertThat(six().code("{ products(first: 1) { nodes { variants(first: 1) { nodes { cost { amount } } } } } }"))
                .isEqualTo("UNAUTHENTICATED");
        assertThat(six().code("{ reviews(first: 1) { nodes { id } } }")).isEqualTo("UNAUTHENTICATED");
        assertThat(six().as(Viewer.system("test"))
                        .data(
                                "{ products(first: 1) { nodes { translations { locale name } storeOverrides { visible } variants(first: 1) { nodes { prices { price { amount } } cost { amount } } } } } reviews(first: 1) { nodes { author } } }")
                        .at("/products/nodes/0/translations/1/locale")
                        .asString())
                .isEqualTo("am");
    }

    @Test
    void what_has_a_price_and_what_is_there_are_the_same_variant_where_a_product_is_available() throws SQLException {
        Shopper shopper = shop(3);
        try (var connection = TestDatabase.superuser();
                var statement = connection.createStatement()) {
            statement.execute("""
                    update catalog.variant set in_stock = false where tenant_id = $T and sku in ('coffee-1-1kg', 'coffee-2-1kg');
                    delete from catalog.variant_price p using catalog.variant v
                      where p.tenant_id = $T and v.tenant_id = $T and v.id = p.variant_id and v.product_id =
                        (select product_id from catalog.variant where tenant_id = $T and sku = 'coffee-1-1kg') and v.sku <> 'coffee-1-1kg'
                    """.replace("$T", "'" + shopper.tenant().id().value() + "'"));
        }

        assertThat(slugs(shopper, "first: 5, where: {available: true}")).containsExactly("coffee-2", "coffee-0");
        assertThat(slugs(shopper, "first: 5, where: {available: false}")).containsExactly("coffee-1");
        for (int time = 0; time < 2; time++) {
            assertThat(shopper.data("{ products(first: 5) { nodes { slug available } } }")
                            .at("/products/nodes")
                            .toString())
                    .isEqualTo(
                            "[{\"slug\":\"coffee-2\",\"available\":true},{\"slug\":\"coffee-1\",\"available\":false},{\"slug\":\"coffee-0\",\"available\":true}]");
        }
        statements.remembering(() -> shopper.data("{ products(first: 5) { nodes { slug available } } }"));
        statements.remembering(() -> assertThat(shopper.data("{ products(first: 5) { nodes { slug available } } }")
                        .at("/products/nodes/1/available")
                        .asBoolean())
                .isFalse());
    }
}
