package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.graphql.ExecutionGraphQlService;
import tools.jackson.databind.JsonNode;

/** Staff finds what was deleted, as long as it can be restored; shoppers never do. */
@MerkatoTest
class DeletedListsTest {

    private final Merchant merchant;
    private final PlainSql sql;

    DeletedListsTest(ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
        this.sql = new PlainSql(merchant.graphql().tenant().id());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            brand    | brands     | brandCreate(input: {name: "%s"}) { brand { id }
            category | categories | categoryCreate(input: {names: [{locale: "en", text: "%s"}]}) { category { id }
            product  | products   | productCreate(input: {name: "%s"}) { product { id }
            """)
    void of_one_type(String type, String list, String create) throws SQLException {
        create(create, type, "kept");
        String gone = create(create, type, "gone");
        String old = create(create, type, "old");
        delete(type, gone);
        delete(type, old);
        sql.run("update catalog." + type
                + " set deleted_at = now() - interval '91 days' where tenant_id = :t and slug = 'old'");

        String everything = type.equals("product") ? ", status: {oneOf: [DRAFT, ACTIVE]}" : "";
        assertThat(slugs(list, "deleted: true")).containsExactly("gone");
        assertThat(slugs(list, "deleted: false" + everything)).containsExactly("kept");
        assertThat(slugs(list, "slug: {oneOf: [\"kept\", \"gone\", \"old\"]}" + everything))
                .containsExactly("kept");
        assertThat(slugs(list, "deleted: true, slug: {eq: \"kept\"}")).isEmpty();
        assertThat(merchant.asks(list + "(first: 5, where: {deleted: true}) { totalCount nodes { deletedAt } }")
                        .at("/" + list + "/totalCount")
                        .asInt())
                .isEqualTo(1);

        for (String where : List.of("deleted: true", "or: [{deleted: true}]", "not: {deleted: false}")) {
            assertThat(slugs(
                            merchant.shopper()
                                    .data("{ " + list + "(first: 9, where: {" + where + "}) { nodes { slug } } }"),
                            list))
                    .as(where)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"brand,brands", "category,categories"})
    void a_filter_may_ask_for_what_is_deleted_among_others(String type, String list) {
        String create = type.equals("brand")
                ? "brandCreate(input: {name: \"%s\"}) { brand { id }"
                : "categoryCreate(input: {names: [{locale: \"en\", text: \"%s\"}]}) { category { id }";
        create(create, type, "kept");
        create(create, type, "other");
        delete(type, create(create, type, "gone"));

        assertThat(slugs(list, "or: [{deleted: true}, {slug: {eq: \"kept\"}}]"))
                .containsExactlyInAnyOrder("gone", "kept");
        assertThat(slugs(list, "and: [{deleted: true}]")).containsExactly("gone");
        assertThat(slugs(list, "not: {deleted: true}")).containsExactlyInAnyOrder("kept", "other");
        assertThat(slugs(list, "not: {deleted: false}")).containsExactly("gone");
    }

    @Test
    void variants_of_a_product() {
        String bag = merchant.bag(merchant.coffeeSet(), "bag");
        String small = merchant.asks("product(id: \"" + bag + "\") { variants(first: 1) { nodes { id } } }")
                .at("/product/variants/nodes/0/id")
                .asString();
        merchant.does("productVariantDelete(productId: \"%s\", variantIds: [\"%s\"]) { variantIds %s}"
                        .formatted(bag, small, ERRORS))
                .text("/variantIds/0");

        JsonNode product = merchant.asks(
                        "product(id: \"" + bag
                                + "\") { variants(first: 5) { nodes { sku } } deletedVariants(first: 5) { totalCount nodes { sku options { code } } } }")
                .get("product");

        assertThat(product.at("/variants/nodes").toString()).isEqualTo("[{\"sku\":\"bag-L\"}]");
        assertThat(product.get("deletedVariants").toString())
                .isEqualTo("{\"totalCount\":1,\"nodes\":[{\"sku\":\"bag-S\",\"options\":[{\"code\":\"small\"}]}]}");
    }

    private String create(String create, String type, String name) {
        return merchant.does(create.formatted(name) + ERRORS + "}").id(type);
    }

    private void delete(String type, String id) {
        merchant.does("%sDelete(id: \"%s\") { %sId %s}".formatted(type, id, type, ERRORS))
                .text("/" + type + "Id");
    }

    private List<String> slugs(String list, String where) {
        return slugs(merchant.asks(list + "(first: 9, where: {" + where + "}) { nodes { slug } }"), list);
    }

    private static List<String> slugs(JsonNode data, String list) {
        return data.at("/" + list + "/nodes")
                .valueStream()
                .map(node -> node.get("slug").asString())
                .toList();
    }
}
