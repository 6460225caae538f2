package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.VARIANT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.val;

import io.merkato.Client;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.store.Store;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jooq.Field;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a cart is told of what the demo roastery sells. */
@MerkatoTest
class VariantsTest {

    private static final Locale AMHARIC = Locale.forLanguageTag("am");
    private static final Grant GRANT = Viewer.system("tests").may(Permission.CATALOG_WRITE);

    private final Variants variants;
    private final Client shop;
    private final TenantContext tenant;
    private final Statements statements;

    VariantsTest(Variants variants, Client client, TenantContexts tenants, Statements statements) {
        this.variants = variants;
        this.shop = client.in("abol");
        this.tenant = tenants.of(new Tenant.Id(TypeId.parse(
                "tenant", shop.data("{ tenant { id } }").at("/tenant/id").asString())));
        this.statements = statements;
    }

    @Test
    void a_variant_is_named_in_the_language_asked_for_with_its_options_and_all_categories() {
        JsonNode coffee = product("aricha-washed", "variants(first: 1) { nodes { id sku weightGrams } }");
        var id = variant(coffee.at("/variants/nodes/0/id"));

        SaleItem item = requireNonNull(forSale("bole", AMHARIC, List.of(id)).get(id));

        assertThat(item.sku()).isEqualTo(coffee.at("/variants/nodes/0/sku").asString());
        assertThat(item.name())
                .isEqualTo(shop.with("Accept-Language", "am")
                        .data("{ productBySlug(slug: \"aricha-washed\") { name } }")
                        .at("/productBySlug/name")
                        .asString());
        assertThat(item.options()).hasSize(2);
        assertThat(item.weightGrams())
                .isEqualTo(coffee.at("/variants/nodes/0/weightGrams").asLong());
        assertThat(item.requiresShipping()).isTrue();
        assertThat(item.components()).isEmpty();
        assertThat(item.categories())
                .contains(category("yirgacheffe"), category("single-origin"), category("coffee"))
                .doesNotContain(category("gifts"));
    }

    @Test
    void a_bundle_says_what_it_contains_and_weighs_as_much() {
        JsonNode bundle = product(
                "ceremony-starter",
                "variants(first: 1) { nodes { id } } bundleItems { quantity variant { id weightGrams } }");
        var id = variant(bundle.at("/variants/nodes/0/id"));

        SaleItem item =
                requireNonNull(forSale("bole", Locale.ENGLISH, List.of(id)).get(id));

        assertThat(item.kind()).isEqualTo(ProductKind.BUNDLE);
        assertThat(item.requiresShipping()).isTrue();
        assertThat(item.components()).hasSize(4);
        bundle.at("/bundleItems")
                .forEach(part -> assertThat(item.components())
                        .containsEntry(
                                variant(part.at("/variant/id")),
                                part.at("/quantity").asLong()));
    }

    @Test
    void what_a_store_does_not_show_it_does_not_sell() {
        var kettle = variant(product("gooseneck-kettle-1l", "variants(first: 1) { nodes { id } }")
                .at("/variants/nodes/0/id"));
        var pot = variant(
                product("jebena-classic", "variants(first: 1) { nodes { id } }").at("/variants/nodes/0/id"));

        assertThat(forSale("bole", Locale.ENGLISH, List.of(kettle, pot))).containsOnlyKeys(kettle, pot);
        assertThat(forSale("piassa", Locale.ENGLISH, List.of(kettle, pot))).containsOnlyKeys(pot);
        assertThat(requireNonNull(
                                forSale("piassa", Locale.ENGLISH, List.of(pot)).get(pot))
                        .name())
                .isEqualTo("Piassa jebena");
    }

    @Test
    void it_is_one_statement_however_many_are_asked_for() {
        var ids = new ArrayList<ProductVariant.Id>();
        shop.data(
                        "{ products(first: 40, where: {kind: {eq: CONFIGURABLE}}) { nodes { variants(first: 2) { nodes { id } } } } }")
                .at("/products/nodes")
                .forEach(each -> each.at("/variants/nodes").forEach(variant -> ids.add(variant(variant.at("/id")))));
        Store.Id store = store("bole");

        assertThat(statements.of(() -> assertThat(variants.forSale(tenant, store, Locale.ENGLISH, ids))
                        .containsOnlyKeys(ids)))
                .hasSize(1);
    }

    @Test
    void a_transaction_reads_goods_anew_once_any_content_has_changed() {
        ProductVariant.Id pot = pot();
        Store.Id store = store("bole");
        weight(store, pot);

        assertThat(statements.of(() -> weight(store, pot))).hasSize(1);
        tenant.transact(GRANT, tx -> weighs(tx, pot, VARIANT.WEIGHT_GRAMS));
        assertThat(statements.of(() -> weight(store, pot))).hasSize(2);
    }

    @Test
    void goods_that_a_transaction_has_changed_itself_are_kept_for_nobody() {
        ProductVariant.Id pot = pot();
        Store.Id store = store("bole");
        long before = weight(store, pot);

        assertThatThrownBy(() -> tenant.transact(GRANT, tx -> {
                    weighs(tx, pot, val(before + 1));
                    assertThat(weight(tx, store, pot)).isEqualTo(before + 1);
                    throw new IllegalStateException("as if it had failed");
                }))
                .hasMessage("as if it had failed");

        assertThat(weight(store, pot)).isEqualTo(before);
    }

    private ProductVariant.Id pot() {
        return variant(
                product("jebena-classic", "variants(first: 1) { nodes { id } }").at("/variants/nodes/0/id"));
    }

    private long weight(Store.Id store, ProductVariant.Id id) {
        return tenant.transact(GRANT, tx -> weight(tx, store, id));
    }

    private long weight(TenantContext tx, Store.Id store, ProductVariant.Id id) {
        return requireNonNull(
                        variants.forSale(tx, store, Locale.ENGLISH, List.of(id)).get(id))
                .weightGrams();
    }

    private static int weighs(TenantContext tx, ProductVariant.Id id, Field<Long> grams) {
        return tx.sql()
                .update(VARIANT)
                .set(VARIANT.WEIGHT_GRAMS, grams)
                .where(tx.owns(VARIANT))
                .and(VARIANT.ID.eq(id))
                .execute();
    }

    private Map<ProductVariant.Id, SaleItem> forSale(String store, Locale locale, List<ProductVariant.Id> ids) {
        return variants.forSale(tenant, store(store), locale, ids);
    }

    private Store.Id store(String code) {
        return new Store.Id(TypeId.parse(
                "store",
                shop.data("query ($code: String!) { store(code: $code) { id } }", Map.of("code", code))
                        .at("/store/id")
                        .asString()));
    }

    private Category.Id category(String slug) {
        return new Category.Id(TypeId.parse(
                "category",
                shop.data("query ($slug: String!) { categoryBySlug(slug: $slug) { id } }", Map.of("slug", slug))
                        .at("/categoryBySlug/id")
                        .asString()));
    }

    private JsonNode product(String slug, String fields) {
        return shop.data(
                        "query ($slug: String!) { productBySlug(slug: $slug) { id " + fields + " } }",
                        Map.of("slug", slug))
                .get("productBySlug");
    }

    private static ProductVariant.Id variant(JsonNode id) {
        return new ProductVariant.Id(TypeId.parse("variant", id.asString()));
    }
}
