package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.ExecutionGraphQlService;

/** However much there is to narrow a list by, its facets are as many as somebody looks through. */
@MerkatoTest
class FacetsTest {

    private final Merchant merchant;
    private final PlainSql sql;
    private final Statements statements;

    FacetsTest(
            ExecutionGraphQlService graphql,
            NewTenants tenants,
            StoreViews views,
            TenantContexts contexts,
            Statements statements) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
        this.sql = new PlainSql(merchant.graphql().tenant().id());
        this.statements = statements;
    }

    @Test
    void of_many_values_the_hundred_that_most_products_have_are_counted() throws SQLException {
        set(merchant.attribute("origin", "TEXT", ", filterable: true"));
        products(104);
        sql.run(
                "insert into catalog.attribute_value (tenant_id, product_id, attribute_set_id, attribute_id, type, level, text_value)"
                        + " select p.tenant_id, p.id, p.attribute_set_id, a.id, 'TEXT', 'PRODUCT', 'v' || lpad((p.position % 103)::text, 3, '0')"
                        + " from catalog.product p join catalog.attribute a on a.tenant_id = p.tenant_id where p.tenant_id = :t");
        List<String> expected = new ArrayList<>(List.of("v001 2", "v000 1"));
        IntStream.range(2, 100).forEach(n -> expected.add("v%03d 1".formatted(n)));

        assertThat(merchant.asks("products(first: 1) { facets { options { value count } } }")
                        .at("/products/facets/0/options")
                        .valueStream()
                        .map(option -> option.get("value").asString() + " "
                                + option.get("count").asInt()))
                .isEqualTo(expected);
    }

    @Test
    void of_many_attributes_the_first_fifty_are_counted() throws SQLException {
        set(IntStream.range(0, 52)
                .mapToObj(n -> merchant.attribute("a%02d".formatted(n), "INTEGER", ", filterable: true"))
                .toArray(String[]::new));
        products(2);
        sql.run(
                "insert into catalog.attribute_value (tenant_id, product_id, attribute_set_id, attribute_id, type, level, integer_value)"
                        + " select p.tenant_id, p.id, p.attribute_set_id, a.id, 'INTEGER', 'PRODUCT', p.position"
                        + " from catalog.product p join catalog.attribute a on a.tenant_id = p.tenant_id where p.tenant_id = :t and a.code <> 'a07'");

        assertThat(merchant.asks("products(first: 1) { facets { attribute { code } range { min max } } }")
                        .at("/products/facets")
                        .valueStream()
                        .map(facet -> facet.at("/attribute/code").asString() + " "
                                + facet.at("/range/min").asString() + " "
                                + facet.at("/range/max").asString()))
                .isEqualTo(IntStream.range(0, 51)
                        .filter(n -> n != 7)
                        .mapToObj("a%02d 1 2"::formatted)
                        .toList());
    }

    /** What is left out is not even read. */
    @Test
    void no_more_is_read_than_is_answered() throws SQLException {
        set(merchant.attribute("origin", "TEXT", ", filterable: true"));
        products(1);

        assertThat(statements.of(() -> merchant.asks("products(first: 1) { facets { options { value } } }")))
                .filteredOn(statement -> statement.contains("\"counted\""))
                .singleElement()
                .asString()
                .contains("row_number() over", "dense_rank() over");
    }

    private void set(String... attributes) {
        merchant.does("attributeSetCreate(input: {code: \"wide\", attributes: [%s]}) { attributeSet { id } %s}"
                        .formatted(
                                String.join(
                                        ", ",
                                        List.of(attributes).stream()
                                                .map(id -> "{attributeId: \"" + id + "\"}")
                                                .toList()),
                                ERRORS))
                .id("attributeSet");
    }

    private void products(int many) throws SQLException {
        sql.run(
                "insert into catalog.product (tenant_id, id, kind, attribute_set_id, locale, name, slug, position, status, published_at)"
                        + " select s.tenant_id, gen_random_uuid(), 'SIMPLE', s.id, 'en', 'P' || n, 'p-' || n, n, 'ACTIVE', now()"
                        + " from catalog.attribute_set s, generate_series(1, " + many + ") n where s.tenant_id = :t");
    }
}
