package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.InvariantsHold;
import io.merkato.MerkatoTest;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.graphql.ExecutionGraphQlService;

/** A plan's last places for products go to as many as there are places, however many ask at once. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class PlanRoomTest {

    private static final int ASKING = 16;

    private final Merchant beginner;
    private final PlainSql sql;

    PlanRoomTest(ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts)
            throws SQLException {
        this.beginner = new Merchant(graphql, tenants.create("basic"), views, contexts);
        this.sql = new PlainSql(beginner.graphql().tenant().id());
        sql.run(
                "insert into catalog.product (tenant_id, id, locale, name, slug) select :t, gen_random_uuid(), 'en', 'Tea ' || i, 'tea-' || i from generate_series(1, 997) i");
    }

    @Test
    void sixteen_products_for_three_places() throws Exception {
        List<List<String>> refusals = AtOnce.all(
                ASKING,
                i -> beginner.does("productCreate(input: {name: \"Cup " + i + "\", variants: [{sku: \"CUP-" + i
                                + "\"}]}) { product { id } " + ERRORS + "}")
                        .refusals());

        assertThat(refusals).filteredOn(List::isEmpty).hasSize(3);
        assertThat(refusals)
                .filteredOn(each -> !each.isEmpty())
                .hasSize(13)
                .containsOnly(List.of("PLAN_LIMIT_REACHED"));
        assertThat(sql.text("select count(*) from catalog.product where tenant_id = :t"))
                .isEqualTo("1000");
    }

    @Test
    void sixteen_restores_for_three_places() throws Exception {
        sql.run(
                "insert into catalog.product (tenant_id, id, locale, name, slug, deleted_at) select :t, gen_random_uuid(), 'en', 'Cup ' || i, 'cup-' || i, now() from generate_series(0, 15) i");
        List<String> ids = beginner.asks("products(first: 100, where: {deleted: true}) { nodes { id } }")
                .at("/products/nodes")
                .valueStream()
                .map(node -> node.get("id").asString())
                .toList();

        List<List<String>> refusals = AtOnce.all(
                ASKING,
                i -> beginner.does("productRestore(id: \"" + ids.get(i) + "\") { product { id } " + ERRORS + "}")
                        .refusals());

        assertThat(refusals).filteredOn(List::isEmpty).hasSize(3);
        assertThat(refusals)
                .filteredOn(each -> !each.isEmpty())
                .hasSize(13)
                .containsOnly(List.of("PLAN_LIMIT_REACHED id"));
        assertThat(sql.text("select count(*) from catalog.product where tenant_id = :t and deleted_at is null"))
                .isEqualTo("1000");
    }
}
