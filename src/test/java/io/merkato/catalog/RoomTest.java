package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.InvariantsHold;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.graphql.ExecutionGraphQlService;

/** Lists that are answered whole have their limits: the last places go to as many as there are, however many ask at once. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class RoomTest {

    private static final int ASKING = 8;

    private final Merchant merchant;
    private final PlainSql sql;
    private final Statements statements;

    RoomTest(
            ExecutionGraphQlService graphql,
            NewTenants tenants,
            StoreViews views,
            TenantContexts contexts,
            Statements statements) {
        this.statements = statements;
        this.merchant = new Merchant(graphql, tenants, views, contexts);
        this.sql = new PlainSql(merchant.graphql().tenant().id());
    }

    @Test
    void two_new_categories_for_eight_who_ask_at_once() throws Exception {
        String drinks = category("Drinks", "");
        fill("(select id from catalog.category where tenant_id = :t and slug = 'drinks')", 248);

        List<List<String>> refusals = AtOnce.all(
                ASKING,
                i -> create("New " + i, ", parentId: \"" + drinks + "\"").refusals());

        assertThat(refusals).filteredOn(List::isEmpty).hasSize(2);
        assertThat(refusals)
                .filteredOn(each -> !each.isEmpty())
                .hasSize(6)
                .containsOnly(List.of("OUT_OF_RANGE input.parentId"));
        assertThat(merchant.asks("category(id: \"" + drinks + "\") { children { id } }")
                        .at("/category/children"))
                .hasSize(250);
    }

    @Test
    void two_moves_for_eight_who_ask_at_once_and_none_back_to_a_full_place() throws Exception {
        String drinks = category("Drinks", "");
        fill("(select id from catalog.category where tenant_id = :t and slug = 'drinks')", 248);
        List<String> others = new ArrayList<>();
        for (int i = 0; i < ASKING; i++) {
            others.add(category("Other " + i, ""));
        }

        List<List<String>> refusals = AtOnce.all(
                ASKING,
                i -> merchant.does("categoryMove(id: \"%s\", input: {parentId: \"%s\"}) { category { id } %s}"
                                .formatted(others.get(i), drinks, ERRORS))
                        .refusals());

        assertThat(refusals).filteredOn(List::isEmpty).hasSize(2);
        assertThat(refusals)
                .filteredOn(each -> !each.isEmpty())
                .hasSize(6)
                .containsOnly(List.of("OUT_OF_RANGE input.parentId"));
    }

    @Test
    void no_more_at_the_top_and_none_restored_there() throws SQLException {
        String gone = category("Gone", "");
        merchant.does("categoryDelete(id: \"" + gone + "\") { categoryId " + ERRORS + "}")
                .text("/categoryId");
        fill("null", 250);

        assertThat(create("Another", "").refusals()).containsExactly("OUT_OF_RANGE input.parentId");
        assertThat(merchant.does("categoryRestore(id: \"" + gone + "\") { category { id } " + ERRORS + "}")
                        .refusals())
                .containsExactly("OUT_OF_RANGE id");
        assertThat(merchant.asks("categoryTree { id }").get("categoryTree")).hasSize(250);
    }

    @Test
    void a_full_category_still_changes() throws SQLException {
        String drinks = category("Drinks", "");
        fill("(select id from catalog.category where tenant_id = :t and slug = 'drinks')", 250);
        String child = merchant.asks("category(id: \"" + drinks + "\") { children { id } }")
                .at("/category/children/7/id")
                .asString();

        assertThat(merchant.does("categoryUpdate(id: \"%s\", input: {slug: \"tea\"}) { category { slug } %s}"
                                .formatted(child, ERRORS))
                        .text("/category/slug"))
                .isEqualTo("tea");
    }

    @Test
    void one_variant_for_eight_who_add_or_restore_at_once() throws Exception {
        String shirt = shirt(250);
        List<String> ids = merchant.asks("product(id: \"" + shirt + "\") { variants(last: 4) { nodes { id } } }")
                .at("/product/variants/nodes")
                .valueStream()
                .map(node -> node.get("id").asString())
                .toList();
        merchant.does("productVariantDelete(productId: \"%s\", variantIds: [%s]) { variantIds %s}"
                        .formatted(shirt, ids.stream().collect(Collectors.joining("\", \"", "\"", "\"")), ERRORS))
                .text("/variantIds/3");
        add(shirt, "A", "B", "C").text("/variants/2/sku");

        List<List<String>> refusals = AtOnce.all(
                ASKING,
                i -> i < 4
                        ? add(shirt, "NEW-" + i).refusals()
                        : merchant.does(
                                        "productVariantRestore(productId: \"%s\", variantIds: [\"%s\"]) { variants { id } %s}"
                                                .formatted(shirt, ids.get(i - 4), ERRORS))
                                .refusals());

        assertThat(refusals).filteredOn(List::isEmpty).hasSize(1);
        assertThat(refusals)
                .filteredOn(each -> !each.isEmpty())
                .hasSize(7)
                .allMatch(each -> List.of(List.of("TOO_LONG input.variants"), List.of("TOO_LONG variantIds.0"))
                        .contains(each));
        assertThat(merchant.asks("product(id: \"" + shirt + "\") { variants(first: 1) { totalCount } }")
                        .at("/product/variants/totalCount")
                        .asInt())
                .isEqualTo(250);
    }

    @Test
    void more_than_a_hundred_media_are_refused() {
        String shirt = shirt(1);
        String media = IntStream.range(0, 101)
                .mapToObj(i -> "{url: \"https://img.example/" + i + ".webp\"}")
                .collect(Collectors.joining(", "));

        assertThat(merchant.does("productMediaSet(productId: \"%s\", input: {media: [%s]}) { product { id } %s}"
                                .formatted(shirt, media, ERRORS))
                        .refusals())
                .containsExactly("TOO_LONG input.media");
    }

    @Test
    void a_product_stands_in_no_more_than_250_categories_whoever_puts_it_there() throws SQLException {
        String shirt = shirt(1);
        String drinks = category("Drinks", "");
        fill("(select id from catalog.category where tenant_id = :t and slug = 'drinks')", 250);
        List<String> ids = merchant.asks("category(id: \"" + drinks + "\") { children { id } }")
                .at("/category/children")
                .valueStream()
                .map(node -> node.get("id").asString())
                .toList();
        String put = "productUpdate(id: \"%s\", input: {categoryIds: [%s]}) { product { categories { id } } %s}";
        String full = ids.stream().collect(Collectors.joining("\", \"", "\"", "\""));

        assertThat(merchant.does(put.formatted(shirt, full + ", \"" + drinks + "\"", ERRORS))
                        .refusals())
                .containsExactly("TOO_LONG input.categoryIds");
        assertThat(merchant.does(put.formatted(shirt, full, ERRORS)).payload().at("/product/categories"))
                .hasSize(250);
        assertThat(sql.refusal("insert into catalog.product_category (tenant_id, product_id, category_id)"
                        + " select :t, i.product_id, c.id from (select product_id from catalog.product_category where tenant_id = :t limit 1) i,"
                        + " catalog.category c where c.tenant_id = :t and c.slug = 'drinks'"))
                .isEqualTo("product_categories_check");
    }

    @Test
    void more_than_a_hundred_components_of_a_bundle_are_refused() throws SQLException {
        sql.run(
                "insert into catalog.product (tenant_id, id, kind, locale, name, slug) select :t, gen_random_uuid(), 'SIMPLE', 'en', 'Part', 'part-' || n from generate_series(1, 101) n",
                "insert into catalog.variant (tenant_id, id, product_id, kind, sku) select :t, gen_random_uuid(), id, 'SIMPLE', slug from catalog.product where tenant_id = :t and slug like 'part-%'");
        List<String> parts = Arrays.stream(sql.text(
                                "select string_agg(id::text, ',') from catalog.variant where tenant_id = :t and sku like 'part-%'")
                        .split(","))
                .map(id -> "{variantId: \"" + new ProductVariant.Id(UUID.fromString(id)).text() + "\"}")
                .toList();
        String box = merchant.does(
                        "productCreate(input: {kind: BUNDLE, name: \"Box\", variants: [{sku: \"BOX\"}]}) { product { id } "
                                + ERRORS + "}")
                .id("product");

        List<String> asked = statements.of(
                () -> assertThat(components(box, parts).refusals()).containsExactly("TOO_LONG input.items.100"));
        assertThat(asked)
                .filteredOn(one -> one.startsWith("insert into \"catalog\".\"product_bundle_item\""))
                .isEmpty();
        assertThat(components(box, parts.subList(0, 100)).refusals()).isEmpty();
    }

    @Test
    void more_than_fifty_translations_of_a_product_are_refused() {
        assertThat(translated(51).refusals()).containsExactly("TOO_LONG input.translations");
        String product = translated(50).id("product");

        assertThat(merchant.does(
                                "productUpdate(id: \"%s\", input: {translations: [{locale: \"am\", name: \"Buna\"}]}) { product { id } %s}"
                                        .formatted(product, ERRORS))
                        .refusals())
                .containsExactly("TOO_LONG input.translations");
        assertThat(merchant.does(
                                "productUpdate(id: \"%s\", input: {removeTranslations: [\"qaa\"], translations: [{locale: \"am\", name: \"Buna\"}]}) { product { id } %s}"
                                        .formatted(product, ERRORS))
                        .refusals())
                .isEmpty();
    }

    @Test
    void one_label_for_eight_who_ask_at_once_where_a_tenant_has_99() throws Exception {
        sql.run(
                "insert into catalog.label (tenant_id, id, code) select :t, gen_random_uuid(), 'L' || i from generate_series(1, 99) i");

        List<List<String>> refusals = AtOnce.all(
                ASKING,
                i -> merchant.does("labelCreate(input: {code: \"NEW_" + i + "\"}) { label { id } " + ERRORS + "}")
                        .refusals());

        assertThat(refusals).filteredOn(List::isEmpty).hasSize(1);
        assertThat(refusals).filteredOn(each -> !each.isEmpty()).hasSize(7).containsOnly(List.of("OUT_OF_RANGE input"));
        assertThat(merchant.asks("labels { code }").get("labels")).hasSize(100);
    }

    @Test
    void more_than_a_hundred_labels_of_a_product_are_refused_where_a_tenant_has_them_from_before() throws SQLException {
        String shirt = shirt(1);
        sql.run(
                "set local session_replication_role = replica",
                "insert into catalog.label (tenant_id, id, code) select :t, gen_random_uuid(), 'L' || i from generate_series(1, 101) i");
        List<String> ids = ids("label");
        String put = "productUpdate(id: \"%s\", input: {labelIds: [\"%s\"]}) { product { labels { id } } %s}";

        assertThat(merchant.does(put.formatted(shirt, String.join("\", \"", ids), ERRORS))
                        .refusals())
                .containsExactly("TOO_LONG input.labelIds.100");
        assertThat(merchant.does(put.formatted(shirt, String.join("\", \"", ids.subList(0, 100)), ERRORS))
                        .payload()
                        .at("/product/labels"))
                .hasSize(100);
    }

    @Test
    void more_than_250_attributes_or_groups_of_a_set_are_refused() throws SQLException {
        sql.run(
                "insert into catalog.attribute (tenant_id, id, code, type) select :t, gen_random_uuid(), 'a' || i, 'TEXT' from generate_series(1, 251) i");
        List<String> attributes = ids("attribute").stream()
                .map(id -> "{attributeId: \"" + id + "\"}")
                .toList();
        List<String> groups = IntStream.range(0, 251)
                .mapToObj(i -> "{code: \"g" + i + "\", attributes: []}")
                .toList();

        assertThat(set("attributes", attributes).refusals()).containsExactly("TOO_LONG input.attributes.250");
        assertThat(set("groups", groups).refusals()).containsExactly("TOO_LONG input.groups.250");
        assertThat(set("attributes", attributes.subList(0, 250)).refusals()).isEmpty();
        sql.run(
                "insert into catalog.attribute (tenant_id, id, code, type) select :t, gen_random_uuid(), 'b' || i, 'TEXT' from generate_series(1, 750) i");
        String all = """
                insert into catalog.attribute_set_attribute (tenant_id, attribute_set_id, attribute_id, type)
                select :t, s.id, a.id, a.type from catalog.attribute_set s, catalog.attribute a
                where s.tenant_id = :t and s.code = 'full' and a.tenant_id = :t and a.code ~ '^[ab][0-9]+$'
                order by a.code desc limit %d
                on conflict do nothing""";
        assertThat(sql.refusal(all.formatted(1001))).isEqualTo("attribute_set_attributes_check");
        sql.run(all.formatted(750));
    }

    @Test
    void more_than_a_hundred_downloads_are_refused() {
        String guide = merchant.does(
                        "productCreate(input: {kind: DOWNLOADABLE, name: \"Guide\", variants: [{sku: \"GUIDE\"}]}) { product { id } "
                                + ERRORS + "}")
                .id("product");
        List<String> downloads = IntStream.range(0, 101)
                .mapToObj(i -> "{name: \"Page\", url: \"https://files.example/" + i + ".pdf\"}")
                .toList();
        String put =
                "productDownloadsSet(productId: \"%s\", input: {downloads: [%s]}) { product { downloads { name } } %s}";

        assertThat(merchant.does(put.formatted(guide, String.join(", ", downloads), ERRORS))
                        .refusals())
                .containsExactly("TOO_LONG input.downloads.100");
        assertThat(merchant.does(put.formatted(guide, String.join(", ", downloads.subList(0, 100)), ERRORS))
                        .payload()
                        .at("/product/downloads"))
                .hasSize(100);
    }

    private Merchant.Answer set(String member, List<String> items) {
        return merchant.does("attributeSetCreate(input: {code: \"full\", %s: [%s]}) { attributeSet { id } %s}"
                .formatted(member, String.join(", ", items), ERRORS));
    }

    private List<String> ids(String table) throws SQLException {
        return Arrays.stream(
                        sql.text("select string_agg(id::text, ',') from catalog." + table + " where tenant_id = :t")
                                .split(","))
                .map(UUID::fromString)
                .map(id -> table.equals("label") ? new Label.Id(id).text() : new Attribute.Id(id).text())
                .toList();
    }

    private Merchant.Answer translated(int languages) {
        String translations = IntStream.range(0, languages)
                .mapToObj(n -> "{locale: \"q%c%c\", name: \"Coffee\"}".formatted('a' + n / 10, 'a' + n % 10))
                .collect(Collectors.joining(", "));
        return merchant.does(
                "productCreate(input: {kind: SIMPLE, name: \"Coffee\", variants: [{sku: \"COFFEE\"}], translations: [%s]}) { product { id } %s}"
                        .formatted(translations, ERRORS));
    }

    private Merchant.Answer components(String bundle, List<String> parts) {
        return merchant.does("productBundleItemsSet(productId: \"%s\", input: {items: [%s]}) { product { id } %s}"
                .formatted(bundle, String.join(", ", parts), ERRORS));
    }

    private Merchant.Answer add(String product, String... skus) {
        String variants =
                List.of(skus).stream().map(sku -> "{sku: \"" + sku + "\"}").collect(Collectors.joining(", "));
        return merchant.does("productVariantCreate(productId: \"%s\", input: {variants: [%s]}) { variants { sku } %s}"
                .formatted(product, variants, ERRORS));
    }

    private String shirt(int variants) {
        return merchant.does(
                        "productCreate(input: {name: \"Shirt\", kind: CONFIGURABLE, variants: [%s]}) { product { id } %s}"
                                .formatted(
                                        IntStream.range(0, variants)
                                                .mapToObj(i -> "{sku: \"S" + i + "\"}")
                                                .collect(Collectors.joining(", ")),
                                        ERRORS))
                .id("product");
    }

    private void fill(String parent, int children) throws SQLException {
        sql.run("insert into catalog.category (tenant_id, id, parent_id, slug, names) select :t, gen_random_uuid(), "
                + parent + ", 'c' || i, jsonb_build_object('en', 'C' || i) from generate_series(1, " + children
                + ") i");
    }

    private String category(String name, String more) {
        return create(name, more).id("category");
    }

    private Merchant.Answer create(String name, String more) {
        return merchant.does("categoryCreate(input: {names: [{locale: \"en\", text: \"%s\"}] %s}) { category { id } %s}"
                .formatted(name, more, ERRORS));
    }
}
