package io.merkato.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.ExecutionGraphQlService;

@MerkatoTest
class PriceRangesTest {

    private final Merchant merchant;
    private final PlainSql sql;

    PriceRangesTest(ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
        this.sql = new PlainSql(merchant.graphql().tenant().id());
    }

    @Test
    void ranges_that_were_lost_or_wrong_are_put_right_and_only_those_are_written() throws Exception {
        String set = merchant.coffeeSet();
        merchant.bag(set, "lost");
        merchant.bag(set, "wrong");
        merchant.bag(set, "right");
        merchant.bag(set, "stale");
        String own = merchant.bag(set, "own");
        String small = merchant.asks("product(id: \"" + own + "\") { variants(first: 1) { nodes { id } } }")
                .at("/product/variants/nodes/0/id")
                .asString();
        merchant.does("productStoreOverrideSet(productId: \"" + own + "\", storeId: \"" + merchant.storeId()
                        + "\", ifVersion: 1, input: {prices: [{variantId: \"" + small
                        + "\", price: {amount: \"399\", currency: \"ETB\"}}]}) { product { id } " + Merchant.ERRORS
                        + "}")
                .id("product");
        String ranges =
                "select string_agg(concat_ws(' ', p.slug, case when r.store_id <> '00000000-0000-0000-0000-000000000000' then 'store' end,"
                        + " r.currency, r.min_amount, r.max_amount, r.on_sale), ', ' order by p.slug, r.store_id, r.currency)"
                        + " from catalog.price_range r join catalog.product p on p.tenant_id = r.tenant_id and p.id = r.product_id where r.tenant_id = :t";
        String right =
                "select string_agg(r.xmin::text, ' ' order by r.store_id) from catalog.price_range r join catalog.product p on p.tenant_id = r.tenant_id and p.id = r.product_id where r.tenant_id = :t and p.slug = 'right'";
        String all =
                "lost ETB 45000 80000 t, lost store ETB 45000 80000 t, own ETB 45000 80000 t, own store ETB 39900 80000 f,"
                        + " right ETB 45000 80000 t, right store ETB 45000 80000 t, stale ETB 45000 80000 t, stale store ETB 45000 80000 t,"
                        + " wrong ETB 45000 80000 t, wrong store ETB 45000 80000 t";
        assertThat(sql.text(ranges)).isEqualTo(all);
        sql.run(
                "delete from catalog.price_range where tenant_id = :t and product_id = (select id from catalog.product where tenant_id = :t and slug = 'lost')",
                "update catalog.price_range set max_amount = 90000, on_sale = false where tenant_id = :t"
                        + " and product_id = (select id from catalog.product where tenant_id = :t and slug = 'wrong')",
                "update catalog.price_range set min_amount = 45000, on_sale = true where tenant_id = :t and store_id <> '00000000-0000-0000-0000-000000000000'"
                        + " and product_id = (select id from catalog.product where tenant_id = :t and slug = 'own')",
                "insert into catalog.price_range (tenant_id, currency, product_id, min_amount, max_amount, on_sale)"
                        + " select tenant_id, 'KES', id, 100, 200, false from catalog.product where tenant_id = :t and slug = 'stale'");
        assertThat(sql.text(ranges))
                .isEqualTo(
                        "own ETB 45000 80000 t, own store ETB 45000 80000 t, right ETB 45000 80000 t, right store ETB 45000 80000 t,"
                                + " stale ETB 45000 80000 t, stale KES 100 200 f, stale store ETB 45000 80000 t,"
                                + " wrong ETB 45000 90000 f, wrong store ETB 45000 90000 f");
        String before = sql.text(right);

        sql.run(Files.readString(Path.of("db/migration/V326__catalog_price_ranges_repaired.sql")));

        assertThat(sql.text(ranges)).isEqualTo(all);
        assertThat(sql.text(right)).isEqualTo(before);
    }
}
