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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.ExecutionGraphQlService;
import tools.jackson.databind.JsonNode;

/** What shoppers' words find, on the shelf that {@link CoffeeShop} describes. */
@MerkatoTest
class SearchTest {

    private final ExecutionGraphQlService graphql;
    private final StoreViews views;
    private final TenantContexts contexts;
    private final NewTenants tenants;
    private final Statements statements;

    SearchTest(
            ExecutionGraphQlService graphql,
            StoreViews views,
            TenantContexts contexts,
            NewTenants tenants,
            Statements statements) {
        this.statements = statements;
        this.graphql = graphql;
        this.views = views;
        this.contexts = contexts;
        this.tenants = tenants;
    }

    /** In French, of five coffees. */
    private Shopper shop() {
        Tenant tenant = tenants.create();
        StoreView store = views.ofDefault(tenant);
        var view = new StoreView(store.store(), List.of(Locale.FRENCH), store.currency());
        CoffeeShop.stock(contexts.of(tenant.id()), view, 5);
        return new Shopper(graphql, contexts.of(tenant.id()), view, Viewer.anonymous(Viewer.Origin.NONE));
    }

    /** With $T for the tenant. */
    private static void change(Shopper shopper, String sql) throws SQLException {
        try (var connection = TestDatabase.superuser();
                var statement = connection.createStatement()) {
            statement.execute(sql.replace("$T", "'" + shopper.tenant().id().value() + "'"));
        }
    }

    private static List<String> found(Shopper shopper, String words) {
        return shopper.data("{ products(first: 9, search: \"" + words + "\") { nodes { slug } } }")
                .at("/products/nodes")
                .valueStream()
                .map(node -> node.at("/slug").asString())
                .toList();
    }

    @Test
    void the_names_of_categories_find_what_stands_in_them_and_below_in_the_singular_too() throws SQLException {
        Shopper shopper = shop();
        change(shopper, """
                update catalog.category set names = '{"en": "Shoes", "fr": "Chaussures"}' where tenant_id = $T and slug = 'ethiopian';
                update catalog.category set names = '{"fr": "Bijou"}' where tenant_id = $T and slug = 'coffee'
                """);

        assertThat(found(shopper, "chaussures")).containsExactlyInAnyOrder("coffee-0", "coffee-2", "coffee-4");
        assertThat(found(shopper, "chaussure")).containsExactlyInAnyOrder("coffee-0", "coffee-2", "coffee-4");
        assertThat(found(shopper, "chausures")).containsExactlyInAnyOrder("coffee-0", "coffee-2", "coffee-4");
        assertThat(found(shopper, "bijoux")).hasSize(5);

        change(shopper, """
                delete from catalog.product_category i using catalog.product p
                  where i.tenant_id = $T and p.tenant_id = $T and p.id = i.product_id and p.slug = 'coffee-4';
                insert into catalog.product_category (tenant_id, product_id, category_id)
                  select $T, p.id, c.id from catalog.product p, catalog.category c
                  where p.tenant_id = $T and p.slug = 'coffee-1' and c.tenant_id = $T and c.slug = 'ethiopian';
                update catalog.category set parent_id = null where tenant_id = $T and slug = 'ethiopian'
                """);

        assertThat(found(shopper, "shoes")).containsExactlyInAnyOrder("coffee-0", "coffee-1", "coffee-2");
        assertThat(found(shopper, "bijoux")).containsExactlyInAnyOrder("coffee-1", "coffee-3");
    }

    @Test
    void the_labels_of_options_find_products_and_their_variants() {
        Shopper shopper = shop();

        assertThat(found(shopper, "dark")).containsExactly("coffee-2");
        assertThat(found(shopper, "dark 500g")).containsExactly("coffee-2");
    }

    @Test
    void the_first_and_the_last_page_say_how_many_are_found_without_another_statement() throws SQLException {
        Shopper shopper = shop();
        change(
                shopper,
                "update catalog.product set name = 'Honey from Awasa' where tenant_id = $T and slug in ('coffee-1', 'coffee-3', 'coffee-4')");
        String page = "{ products(%s, search: \"%s\") { totalCount nodes { slug } pageInfo { endCursor } } }";

        var first = new AtomicReference<JsonNode>();
        assertThat(statements.of(() -> first.set(shopper.data(page.formatted("first: 2", "honey")))))
                .hasSize(1);
        assertThat(first.get().at("/products/totalCount").asInt()).isEqualTo(3);
        assertThat(first.get().at("/products/nodes")).hasSize(2);
        assertThat(statements.of(() -> assertThat(counted(shopper, page.formatted("last: 1", "honey")))
                        .isEqualTo(3)))
                .hasSize(1);
        assertThat(statements.of(() -> assertThat(counted(shopper, page.formatted("first: 2", "xylophone")))
                        .isZero()))
                .hasSize(1);

        String after = first.get().at("/products/pageInfo/endCursor").asString();
        JsonNode next = shopper.data(page.formatted("first: 2, after: \"" + after + "\"", "honey"));
        assertThat(next.at("/products/totalCount").asInt()).isEqualTo(3);
        assertThat(next.at("/products/nodes")).hasSize(1);
    }

    private static int counted(Shopper shopper, String document) {
        return shopper.data(document).at("/products/totalCount").asInt();
    }

    @Test
    void a_mistyped_word_finds_first_what_is_called_so() throws SQLException {
        Shopper shopper = shop();
        change(shopper, """
                update catalog.product set description = '<p>A kit with a jebena.</p>' where tenant_id = $T and slug = 'coffee-0';
                update catalog.product set name = 'Jebena from Awasa' where tenant_id = $T and slug = 'coffee-1'
                """);

        assertThat(found(shopper, "jebna")).containsExactly("coffee-1", "coffee-0");
    }

    @Test
    void what_has_most_of_the_words_is_found_where_nothing_has_all() throws SQLException {
        Shopper shopper = shop();
        change(
                shopper,
                "update catalog.product set name = 'Honey from Awasa' where tenant_id = $T and slug in ('coffee-1', 'coffee-3')");

        assertThat(found(shopper, "honey xylophone")).containsExactlyInAnyOrder("coffee-1", "coffee-3");
        assertThat(found(shopper, "honey medium xylophone")).containsExactly("coffee-1");
        assertThat(found(shopper, "xylophone")).isEmpty();
    }

    @Test
    void the_longest_word_there_can_be_is_found_by_what_a_search_may_have_of_it() throws SQLException {
        Shopper shopper = shop();
        change(
                shopper,
                "update catalog.product set description = repeat('a', 2046) where tenant_id = $T and slug = 'coffee-3'");

        assertThat(found(shopper, "a".repeat(200))).containsExactly("coffee-3");
        assertThat(found(shopper, "a".repeat(30))).containsExactly("coffee-3");
        assertThat(found(shopper, "a".repeat(30) + "b")).isEmpty();
    }

    @Test
    void the_words_of_every_tenant_can_be_renewed_by_a_migration() throws SQLException {
        Shopper shopper = shop();
        change(shopper, """
                delete from catalog.product_search where tenant_id = $T;
                set role merkato_operator;
                select catalog.keep_search(p.tenant_id, array_agg(p.id)) from catalog.product p where p.tenant_id = $T group by p.tenant_id
                """);

        assertThat(found(shopper, "dark")).containsExactly("coffee-2");
    }

    @Test
    void what_a_deleted_variant_said_finds_its_product_no_longer_once_its_words_are_renewed() throws Exception {
        Shopper shopper = shop();
        change(shopper, "update catalog.variant set deleted_at = now() where tenant_id = $T and sku = 'coffee-1-1kg'");
        change(shopper, """
                update catalog.product_search set document = document || to_tsvector('simple', 'bygone')
                  where tenant_id = $T and product_id in (select id from catalog.product where tenant_id = $T and slug in ('coffee-1', 'coffee-2'))
                """);
        assertThat(found(shopper, "bygone")).containsExactlyInAnyOrder("coffee-1", "coffee-2");

        change(shopper, Files.readString(Path.of("db/migration/V325__catalog_search_without_deleted_variants.sql")));

        assertThat(found(shopper, "bygone")).containsExactly("coffee-2");
    }
}
