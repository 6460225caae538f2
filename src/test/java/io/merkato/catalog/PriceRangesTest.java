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
        String ranges =
                "select string_agg(concat_ws(' ', p.slug, r.currency, r.min_amount, r.max_amount, r.on_sale), ', ' order by p.slug)"
                        + " from catalog.price_range r join catalog.product p on p.tenant_id = r.tenant_id and p.id = r.product_id where r.tenant_id = :t";
        String right =
                "select r.xmin from catalog.price_range r join catalog.product p on p.tenant_id = r.tenant_id and p.id = r.product_id where r.tenant_id = :t and p.slug = 'right'";
        String all = "lost ETB 45000 80000 t, right ETB 45000 80000 t, wrong ETB 45000 80000 t";
        assertThat(sql.text(ranges)).isEqualTo(all);
        sql.run(
                "delete from catalog.price_range where tenant_id = :t and product_id = (select id from catalog.product where tenant_id = :t and slug = 'lost')",
                "update catalog.price_range set max_amount = 90000, on_sale = false where tenant_id = :t"
                        + " and product_id = (select id from catalog.product where tenant_id = :t and slug = 'wrong')");
        assertThat(sql.text(ranges)).isEqualTo("right ETB 45000 80000 t, wrong ETB 45000 90000 f");
        String before = sql.text(right);

        sql.run(Files.readString(Path.of("db/migration/V326__catalog_price_ranges_repaired.sql")));

        assertThat(sql.text(ranges)).isEqualTo(all);
        assertThat(sql.text(right)).isEqualTo(before);
    }
}
