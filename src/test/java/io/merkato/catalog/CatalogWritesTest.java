package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.ExecutionGraphQlService;
import tools.jackson.databind.JsonNode;

/** Brands, labels, categories, attributes, sets and products by mutation. */
@MerkatoTest
class CatalogWritesTest {

    private final Merchant merchant;
    private final Merchant neighbour;

    CatalogWritesTest(ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
        this.neighbour = new Merchant(graphql, tenants, views, contexts);
    }

    /** Half of the keyboards and files of the world write ガ as one character, and names are taken apart on the way to an address. */
    @Test
    void an_address_is_the_same_whether_its_letters_come_whole_or_in_parts() {
        String made = merchant.does(
                        "productCreate(input: {name: \"ガラス أحذية 커피 Café\", variants: [{sku: \"G\"}]}) { product { slug } "
                                + ERRORS + "}")
                .text("/product/slug");
        assertThat(made).isEqualTo("ガラス-أحذية-커피-cafe");
        String parts = Normalizer.normalize("ガラス", Normalizer.Form.NFD);
        for (String create : new String[] {
            "productCreate(input: {name: \"X\", slug: \"%s\", variants: [{sku: \"S%d\"}]}) { product { slug } %s}",
            "brandCreate(input: {name: \"X%2$d\", slug: \"%1$s\"}) { brand { slug } %3$s}",
            "categoryCreate(input: {names: [{locale: \"en\", text: \"X%2$d\"}], slug: \"%1$s\"}) { category { slug } %3$s}",
        }) {
            assertThat(merchant.does(create.formatted(parts, 1, ERRORS)).refusals())
                    .isEmpty();
            assertThat(merchant.does(create.formatted("ガラス", 2, ERRORS)).refusals())
                    .containsExactly("TAKEN input.slug");
        }
        String mug = merchant.does(
                        "productCreate(input: {name: \"Mug\", variants: [{sku: \"M\"}], translations: [{locale: \"ja\", name: \"ガ\", slug: \" %s-2 \"}]}) { product { id } %s}"
                                .formatted(parts, ERRORS))
                .id("product");
        assertThat(merchant.asks("product(id: \"" + mug + "\") { translations { slug } }")
                        .at("/product/translations/1/slug")
                        .asString())
                .isEqualTo("ガラス-2");
        for (String written : new String[] {parts, "ガラス"}) {
            assertThat(merchant.asks(
                                    "productBySlug(slug: \"%1$s\") { slug } brandBySlug(slug: \"%1$s\") { slug } categoryBySlug(slug: \"%1$s\") { slug }"
                                            .formatted(written))
                            .toString())
                    .isEqualTo(
                            "{\"productBySlug\":{\"slug\":\"ガラス\"},\"brandBySlug\":{\"slug\":\"ガラス\"},\"categoryBySlug\":{\"slug\":\"ガラス\"}}");
            for (String list : new String[] {"products", "brands", "categories"}) {
                assertThat(merchant.asks(list + "(first: 2, where: {slug: {oneOf: [\"" + written + "\"], contains: \""
                                        + written + "\"}" + (list.equals("products") ? ", status: {eq: DRAFT}" : "")
                                        + "}) { nodes { slug } }")
                                .toString())
                        .isEqualTo("{\"" + list + "\":{\"nodes\":[{\"slug\":\"ガラス\"}]}}");
            }
        }
    }

    @Test
    void a_brand_is_made_changed_and_deleted() {
        String id = merchant.brand("Tomoca");

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
    void a_website_is_an_address_that_browsers_open_and_do_not_run() {
        for (String website :
                new String[] {"javascript:alert(1)", "tomoca.example", "https://tomoca.example/a b", "https://"}) {
            assertThat(merchant.does("brandCreate(input: {name: \"Tomoca\", website: \"" + website
                                    + "\"}) { brand { id } " + ERRORS + "}")
                            .refusals())
                    .containsExactly("INVALID input.website");
        }
    }

    @Test
    void websites_of_before_become_addresses_that_browsers_open_and_the_rest_goes() throws Exception {
        try (Connection superuser = TestDatabase.superuser();
                Statement sql = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            sql.execute("alter table catalog.brand drop constraint brand_website_address_check");
            sql.execute("""
                    insert into catalog.brand (tenant_id, id, name, slug, website)
                    select '%s', gen_random_uuid(), 'B', 'b-' || n, website from unnest(array['https://tomoca.example', 'HTTPS://Tomoca.example/A',
                        'Tomoca.example:8080/Menu', 'tomoca.example', 'tomoca', 'javascript:alert(1)', 'tomoca.example/a b', repeat('a', 2040) || '.et']) with ordinality w(website, n)
                    """.formatted(merchant.graphql().tenant().id().value()));
            sql.execute(Files.readString(Path.of("db/migration/V270__catalog_website_is_an_address.sql")));
            sql.execute(Files.readString(Path.of("db/migration/V279__catalog_websites_of_before.sql")));

            var websites = new ArrayList<@Nullable String>();
            ResultSet rows = sql.executeQuery("select website from catalog.brand where tenant_id = '%s' order by slug"
                    .formatted(merchant.graphql().tenant().id().value()));
            while (rows.next()) {
                websites.add(rows.getString(1));
            }
            superuser.rollback();
            assertThat(websites)
                    .containsExactly(
                            "https://tomoca.example",
                            "https://Tomoca.example/A",
                            "https://Tomoca.example:8080/Menu",
                            "https://tomoca.example",
                            null,
                            null,
                            null,
                            null);
        }
    }

    @Test
    void what_is_taken_is_refused_where_it_stands_in_the_input() {
        merchant.brand("Moyee");

        assertThat(merchant.does(
                                "brandCreate(input: {name: \"Moyée\", slug: \"moyee\"}) { brand { id } " + ERRORS + "}")
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

    @Test
    void who_changes_a_category_keeps_nobody_from_moving_another_beneath_it() {
        String drinks = category("Drinks", null);
        String coffee = category("Coffee", null);
        var id = new Category.Id(TypeId.parse("category", drinks));

        merchant.graphql().tenant().transact(Viewer.system("test").may(Permission.CATALOG_WRITE), tx -> {
            CategoryWriter.lock(tx, id, false);
            return assertThat(CompletableFuture.supplyAsync(() -> merchant.does("categoryMove(id: \"" + coffee
                                    + "\", input: {parentId: \"" + drinks + "\"}) { category { parent { slug } } "
                                    + ERRORS
                                    + "}"))
                            .join()
                            .text("/category/parent/slug"))
                    .isEqualTo("drinks");
        });
    }

    private String category(String name, @org.jspecify.annotations.Nullable String parent) {
        return merchant.does("categoryCreate(input: {names: [{locale: \"en\", text: \"%s\"}] %s}) { category { id } %s}"
                        .formatted(name, parent == null ? "" : "parentId: \"" + parent + "\"", ERRORS))
                .id("category");
    }

    @Test
    void a_product_goes_on_sale_with_all_that_its_set_requires() {
        String id = merchant.bag(merchant.coffeeSet(), "bag");
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
        String id = merchant.bag(merchant.coffeeSet(), "bag");

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
                .isEqualTo("OUT_OF_RANGE input.values.0.value");
    }

    private String valueRefusals(String product, String value) {
        return String.join(
                ",",
                merchant.does("productAttributesSet(productId: \"" + product + "\", input: {values: [" + value
                                + "]}) { product { id } " + ERRORS + "}")
                        .refusals());
    }
}
