package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static io.merkato.jooq.catalog.Tables.SEARCH_WORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.jooq.catalog.Catalog;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.Table;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.ExecutionGraphQlService;

/** The nightly purge takes what was deleted more than 90 days ago, and all that hung on it. */
@MerkatoTest
class CatalogPurgeTest {

    private final CatalogPurge purge;
    private final Merchant merchant;
    private final Merchant neighbour;
    private final PlainSql sql;

    CatalogPurgeTest(
            CatalogPurge purge,
            ExecutionGraphQlService graphql,
            NewTenants tenants,
            StoreViews views,
            TenantContexts contexts) {
        this.purge = purge;
        this.merchant = new Merchant(graphql, tenants, views, contexts);
        this.neighbour = new Merchant(graphql, tenants, views, contexts);
        this.sql = new PlainSql(merchant.graphql().tenant().id());
    }

    @Test
    void nothing_is_left_of_what_is_purged() throws SQLException {
        String set = merchant.coffeeSet();
        merchant.bag(set, "kept");
        Map<String, String> before = rows();
        String brand = merchant.brand("Tomoca");
        String category = category("Coffee");
        String bag = full(set, brand, category);
        String box = merchant.does(
                        "productCreate(input: {kind: BUNDLE, name: \"Box\", variants: [{sku: \"BOX\"}]}) { product { id } "
                                + ERRORS + "}")
                .id("product");
        merchant.does(
                        "productBundleItemsSet(productId: \"%s\", input: {items: [{variantId: \"%s\"}]}) { product { id } %s}"
                                .formatted(box, variant(bag, 0), ERRORS))
                .id("product");
        delete("product", box);
        delete("product", bag);
        delete("brand", brand);
        delete("category", category);
        Map<String, String> deleted = rows();
        purge.tidy(merchant.graphql().tenant());
        assertThat(rows()).as("nothing is old enough").isEqualTo(deleted);

        age("91 days");
        purge.tidy(merchant.graphql().tenant());

        assertThat(rows()).isEqualTo(before);
        assertThat(merchant.asks("productBySlug(slug: \"kept\") { media { url } variants(first: 5) { nodes { sku } } }")
                        .toString())
                .isEqualTo(
                        "{\"productBySlug\":{\"media\":[{\"url\":\"https://img.example/y.webp\"}],\"variants\":{\"nodes\":[{\"sku\":\"kept-S\"},{\"sku\":\"kept-L\"}]}}}");
    }

    @Test
    void a_variant_goes_and_its_product_stays() throws SQLException {
        String bag = merchant.bag(merchant.coffeeSet(), "bag");
        merchant.does("productPublish(id: \"" + bag + "\") { product { id } " + ERRORS + "}")
                .id("product");
        String large = variant(bag, 1);
        merchant.does("productVariantDelete(productId: \"%s\", variantIds: [\"%s\"]) { variantIds %s}"
                        .formatted(bag, large, ERRORS))
                .text("/variantIds/0");
        age("91 days");

        purge.tidy(merchant.graphql().tenant());

        assertThat(sql.text("select count(*) from catalog.variant where tenant_id = :t"))
                .isEqualTo("1");
        assertThat(sql.text("select count(*) from catalog.variant_price where tenant_id = :t"))
                .isEqualTo("1");
        assertThat(merchant.shopper()
                        .data("{ product(id: \"" + bag + "\") { priceRange { max { amount } } } }")
                        .toString())
                .isEqualTo("{\"product\":{\"priceRange\":{\"max\":{\"amount\":\"450.00\"}}}}");
    }

    @Test
    void all_reviews_of_nobodys_that_nobody_looked_at_go_however_many() throws SQLException {
        merchant.bag(merchant.coffeeSet(), "bag");
        sql.run("set local session_replication_role = replica", """
                insert into catalog.review (tenant_id, id, product_id, user_id, author_name, rating, locale, created_at)
                select :t, gen_random_uuid(), p.id, case when i = 1 then gen_random_uuid() end, 'Sara', 4, 'en',
                    now() - case when i = 2 then interval '89 days' else interval '91 days' end
                from catalog.product p, generate_series(1, 5003) i where p.tenant_id = :t
                """);

        purge.tidy(merchant.graphql().tenant());

        assertThat(sql.text("select count(*) || ' ' || count(user_id) from catalog.review where tenant_id = :t"))
                .isEqualTo("2 1");
    }

    @Test
    void more_than_one_batch_goes_and_what_is_still_needed_stays_alone() throws SQLException {
        sql.run(
                "insert into catalog.product (tenant_id, id, locale, name, slug, deleted_at) select :t, gen_random_uuid(), 'en', 'Tea ' || i, 'tea-' || i, now() - i * interval '24 hours' from generate_series(1, 240) i",
                "insert into catalog.product (tenant_id, id, kind, locale, name, slug, deleted_at) values (:t, :cup, 'SIMPLE', 'en', 'Cup', 'cup', now() - interval '200 days'), (:t, :box, 'BUNDLE', 'en', 'Box', 'box', null)",
                "insert into catalog.variant (tenant_id, id, product_id, kind, sku, deleted_at) values (:t, :cup_v, :cup, 'SIMPLE', 'CUP', now() - interval '200 days')",
                "insert into catalog.product_bundle_item (tenant_id, product_id, variant_id, component_kind) values (:t, :box, :cup_v, 'SIMPLE')");

        purge.tidy(merchant.graphql().tenant());

        assertThat(sql.text("select count(*) from catalog.product where tenant_id = :t and slug like 'tea-%'"))
                .isEqualTo("89");
        assertThat(sql.text("select count(*) from catalog.product where tenant_id = :t and slug in ('cup', 'box')"))
                .isEqualTo("2");
    }

    @Test
    void the_purge_of_one_tenant_leaves_another_alone() throws SQLException {
        String theirs = neighbour.brand("Theirs");
        neighbour
                .does("brandDelete(id: \"" + theirs + "\") { brandId " + ERRORS + "}")
                .text("/brandId");
        var their = new PlainSql(neighbour.graphql().tenant().id());
        their.run("update catalog.brand set deleted_at = now() - interval '91 days' where tenant_id = :t");

        purge.tidy(merchant.graphql().tenant());

        assertThat(their.text("select count(*) from catalog.brand where tenant_id = :t"))
                .isEqualTo("1");
    }

    /** With everything that a product can have. */
    private String full(String set, String brand, String category) {
        String label = merchant.does("labelCreate(input: {code: \"NEW\"}) { label { id } " + ERRORS + "}")
                .id("label");
        String bag = merchant.bag(set, "bag");
        merchant.does(
                        "productUpdate(id: \"%s\", input: {brandId: \"%s\", categoryIds: [\"%s\"], labelIds: [\"%s\"], translations: [{locale: \"am\", name: \"Buna\"}]}) { product { id } %s}"
                                .formatted(bag, brand, category, label, ERRORS))
                .id("product");
        merchant.does(
                        "productMediaSet(productId: \"%s\", input: {media: [{url: \"https://img.example/y.webp\"}, {url: \"https://img.example/only-here.webp\", variantId: \"%s\"}]}) { product { id } %s}"
                                .formatted(bag, variant(bag, 0), ERRORS))
                .id("product");
        String published = merchant.does("productPublish(id: \"" + bag + "\") { product { version } " + ERRORS + "}")
                .text("/product/version");
        merchant.does(
                        "productStoreOverrideSet(productId: \"%s\", storeId: \"%s\", ifVersion: %s, input: {contents: [{locale: \"en\", name: \"House\"}]}) { product { id } %s}"
                                .formatted(bag, merchant.storeId(), published, ERRORS))
                .id("product");
        String review = merchant.shopper()
                .data("mutation { reviewCreate(productId: \"" + bag
                        + "\", input: {rating: 4, author: \"Sara\"}) { review { id } userErrors { code } } }")
                .at("/reviewCreate/review/id")
                .asString();
        merchant.does("reviewApprove(id: \"" + review + "\") { review { id } " + ERRORS + "}")
                .id("review");
        merchant.does("labelDelete(id: \"" + label + "\") { labelId " + ERRORS + "}")
                .text("/labelId");
        return bag;
    }

    private void age(String time) throws SQLException {
        for (String table : new String[] {"product", "brand", "category"}) {
            sql.run(
                    "update catalog.%s set deleted_at = deleted_at - interval '%s' where tenant_id = :t and deleted_at is not null"
                            .formatted(table, time));
        }
        sql.run(
                "update catalog.variant set deleted_at = deleted_at - interval '%s' where tenant_id = :t and deleted_at > now() - interval '1 day'"
                        .formatted(time));
    }

    /** How many rows of the tenant each table of the catalogue has, but for the words learnt for search: one that nothing has any more finds nothing. */
    private Map<String, String> rows() throws SQLException {
        var rows = new TreeMap<String, String>();
        for (Table<?> table : Catalog.CATALOG.getTables()) {
            if (table.field("tenant_id") != null && !table.equals(SEARCH_WORD)) {
                rows.put(
                        table.getName(),
                        sql.text("select count(*) from catalog." + table.getName() + " where tenant_id = :t"));
            }
        }
        return rows;
    }

    private void delete(String type, String id) {
        merchant.does("%sDelete(id: \"%s\") { %sId %s}".formatted(type, id, type, ERRORS))
                .text("/" + type + "Id");
    }

    private String category(String name) {
        return merchant.does("categoryCreate(input: {names: [{locale: \"en\", text: \"%s\"}]}) { category { id } %s}"
                        .formatted(name, ERRORS))
                .id("category");
    }

    private String variant(String product, int index) {
        return merchant.asks("product(id: \"" + product + "\") { variants(first: 5) { nodes { id } } }")
                .at("/product/variants/nodes/" + index + "/id")
                .asString();
    }
}
