package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.graphql.ExecutionGraphQlService;

/** What was deleted comes back for 90 days, unless something else has its name by now. */
@MerkatoTest
class RestoreTest {

    private final Merchant merchant;
    private final PlainSql sql;

    RestoreTest(ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
        this.sql = new PlainSql(merchant.graphql().tenant().id());
    }

    @Test
    void a_brand_comes_back_while_its_slug_is_free() {
        String brand = merchant.brand("Tomoca");
        delete("brand", brand);
        String other = merchant.brand("Tomoca");

        assertThat(restore("brand", brand).refusals()).containsExactly("TAKEN id");

        delete("brand", other);
        assertThat(restore("brand", brand).text("/brand/id")).isEqualTo(brand);
        assertThat(restore("brand", brand).refusals()).containsExactly("NOT_FOUND id");
    }

    @Test
    void a_category_comes_back_while_its_slug_is_free_and_after_the_one_above_it() {
        String drinks = category("Drinks", "");
        String coffee = category("Coffee", ", parentId: \"" + drinks + "\"");
        delete("category", coffee);
        delete("category", drinks);

        assertThat(restore("category", coffee).refusals()).containsExactly("CONFLICT id");

        restore("category", drinks).id("category");
        String other = category("Coffee", "");
        assertThat(restore("category", coffee).refusals()).containsExactly("TAKEN id");
        delete("category", other);
        assertThat(restore("category", coffee).text("/category/id")).isEqualTo(coffee);
    }

    @Test
    void a_product_comes_back_while_its_slug_and_skus_are_free() {
        String set = merchant.coffeeSet();
        String bag = merchant.bag(set, "bag");
        delete("product", bag);
        String slug = product("Bag", "slug: \"bag\"");
        assertThat(restore("product", bag).refusals()).containsExactly("TAKEN id");
        delete("product", slug);
        String sku = product("Sample", "variants: [{sku: \"bag-L\"}]");
        assertThat(restore("product", bag).refusals()).containsExactly("TAKEN id");
        delete("product", sku);

        assertThat(restore("product", bag).text("/product/id")).isEqualTo(bag);
    }

    @Test
    void a_bundle_comes_back_once_all_its_parts_are_there() {
        String bag = merchant.bag(merchant.coffeeSet(), "bag");
        String box = product("Box", "kind: BUNDLE, variants: [{sku: \"BOX\"}]");
        merchant.does(
                        "productBundleItemsSet(productId: \"%s\", input: {items: [{variantId: \"%s\"}]}) { product { id } %s}"
                                .formatted(box, variant(bag, 0), ERRORS))
                .id("product");
        delete("product", box);
        delete("product", bag);

        assertThat(restore("product", box).refusals()).containsExactly("CONFLICT id");

        restore("product", bag).id("product");
        restore("product", box).id("product");
    }

    @Test
    void what_was_on_sale_comes_back_as_a_draft_where_it_lacks_what_is_required_by_now() throws SQLException {
        String bag = merchant.bag(merchant.coffeeSet(), "bag");
        merchant.does("productPublish(id: \"%s\") { product { id } %s}".formatted(bag, ERRORS))
                .id("product");
        delete("product", bag);
        assertThat(status(bag)).isEqualTo("ACTIVE");

        delete("product", bag);
        sql.run("update catalog.attribute_set_attribute set required = true where tenant_id = :t and attribute_id ="
                + " (select id from catalog.attribute where tenant_id = :t and code = 'altitude')");
        assertThat(status(bag)).isEqualTo("DRAFT");
    }

    private String status(String deleted) {
        return merchant.does("productRestore(id: \"%s\") { product { status } %s}".formatted(deleted, ERRORS))
                .text("/product/status");
    }

    @Test
    void variants_come_back_while_their_skus_and_options_are_free() {
        String bag = merchant.bag(merchant.coffeeSet(), "bag");
        String small = variant(bag, 0);
        String large = variant(bag, 1);
        merchant.does("productVariantDelete(productId: \"%s\", variantIds: [\"%s\", \"%s\"]) { variantIds %s}"
                        .formatted(bag, small, large, ERRORS))
                .text("/variantIds/0");
        String back = "productVariantRestore(productId: \"%s\", variantIds: [\"%s\", \"%s\"]) { variants { sku } %s}"
                .formatted(bag, small, large, ERRORS);
        String other = product("Sample", "variants: [{sku: \"bag-L\"}]");

        assertThat(merchant.does(back).refusals()).containsExactly("TAKEN variantIds.1");

        delete("product", other);
        assertThat(merchant.does(back).payload().get("variants").toString())
                .isEqualTo("[{\"sku\":\"bag-S\"},{\"sku\":\"bag-L\"}]");
        assertThat(merchant.does(back).refusals()).containsExactly("NOT_FOUND variantIds.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"product", "brand", "category"})
    void after_90_days_nothing_comes_back(String type) throws SQLException {
        String id = switch (type) {
            case "product" -> product("Bag", "variants: [{sku: \"BAG\"}]");
            case "brand" -> merchant.brand("Tomoca");
            default -> category("Coffee", "");
        };
        delete(type, id);
        sql.run("update catalog." + type + " set deleted_at = now() - interval '2159 hours' where tenant_id = :t");
        restore(type, id).id(type);
        delete(type, id);
        sql.run("update catalog." + type
                + " set deleted_at = now() - interval '2160 hours 1 minute' where tenant_id = :t");

        assertThat(restore(type, id).refusals()).containsExactly("NOT_FOUND id");
    }

    @Test
    void after_90_days_no_variant_comes_back() throws SQLException {
        String bag = merchant.bag(merchant.coffeeSet(), "bag");
        String small = variant(bag, 0);
        merchant.does("productVariantDelete(productId: \"%s\", variantIds: [\"%s\"]) { variantIds %s}"
                        .formatted(bag, small, ERRORS))
                .text("/variantIds/0");
        sql.run(
                "update catalog.variant set deleted_at = now() - interval '91 days' where tenant_id = :t and deleted_at is not null");

        assertThat(merchant.does("productVariantRestore(productId: \"%s\", variantIds: [\"%s\"]) { product { id } %s}"
                                .formatted(bag, small, ERRORS))
                        .refusals())
                .containsExactly("NOT_FOUND variantIds.0");
    }

    private void delete(String type, String id) {
        merchant.does("%sDelete(id: \"%s\") { %sId %s}".formatted(type, id, type, ERRORS))
                .text("/" + type + "Id");
    }

    private Merchant.Answer restore(String type, String id) {
        return merchant.does("%sRestore(id: \"%s\") { %s { id } %s}".formatted(type, id, type, ERRORS));
    }

    private String product(String name, String more) {
        return merchant.does(
                        "productCreate(input: {name: \"%s\", %s}) { product { id } %s}".formatted(name, more, ERRORS))
                .id("product");
    }

    private String category(String name, String more) {
        return merchant.does("categoryCreate(input: {names: [{locale: \"en\", text: \"%s\"}] %s}) { category { id } %s}"
                        .formatted(name, more, ERRORS))
                .id("category");
    }

    private String variant(String product, int index) {
        return merchant.asks("product(id: \"" + product + "\") { variants(first: 5) { nodes { id } } }")
                .at("/product/variants/nodes/" + index + "/id")
                .asString();
    }
}
