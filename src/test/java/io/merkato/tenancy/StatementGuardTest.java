package io.merkato.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementGuardTest {

    private final StatementGuard guard = new StatementGuard(
            Set.of("catalog.product", "catalog.variant", "catalog.brand", "tenancy.plan"),
            Set.of("catalog.product", "catalog.variant", "catalog.brand"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1   | select name from catalog.product where tenant_id = ?
            1   | select p.name from catalog.product as p where (p.tenant_id = cast(? as uuid) and p.id = ?)
            1   | select "catalog"."product"."name" from "catalog"."product" where "catalog"."product"."tenant_id" = ?
            2   | select v.sku from catalog.variant v where v.price > ? and v.tenant_id = ? order by v.sku limit ?
            1   | select v.sku from catalog.variant v join catalog.product p on (v.tenant_id = p.tenant_id and v.product_id = p.id) where p.tenant_id = ?
            1   | select v.sku from catalog.variant v join catalog.product p on (v.tenant_id, v.product_id) = (p.tenant_id, p.id) where v.tenant_id = ?
            1   | select p.name, b.name from catalog.product p left join catalog.brand b on b.tenant_id = p.tenant_id and b.id = p.brand_id where p.tenant_id = ?
            1,2 | select p.name from catalog.product p left join catalog.brand b on b.tenant_id = ? where p.tenant_id = ?
            1   | select p.name from catalog.product p where p.tenant_id = ? and exists (select 1 from catalog.variant v where v.tenant_id = p.tenant_id and v.product_id = p.id)
            1   | select p.name, (select count(*) from catalog.variant v where v.tenant_id = p.tenant_id and v.product_id = p.id) from catalog.product p where p.tenant_id = ?
            1   | select x.sku from catalog.product p cross join lateral (select v.sku from catalog.variant v where v.tenant_id = p.tenant_id limit 3) x where p.tenant_id = ?
            1   | with mine as (select tenant_id, id from catalog.product where tenant_id = ?) select v.sku from catalog.variant v join mine on v.tenant_id = mine.tenant_id
            1   | with gone as (delete from catalog.product where tenant_id = ? returning id) select id from gone
            1,2 | select name from catalog.product where tenant_id = ? union all select name from catalog.brand where tenant_id = ?
            1   | insert into catalog.product (tenant_id, id, name) values (?, ?, ?)
            1,4 | insert into catalog.product (tenant_id, id, name) values (?, ?, ?), (?, ?, ?) on conflict (tenant_id, id) do nothing
            1   | insert into catalog.brand (id, tenant_id) select u.id, ? from unnest(cast(? as uuid[])) as u (id)
            1   | insert into catalog.brand (id, tenant_id) select p.brand_id, p.tenant_id from catalog.product p where p.tenant_id = ?
            2   | update catalog.product set name = ? where tenant_id = ?
            2   | update catalog.product set name = ? from catalog.brand b where catalog.product.tenant_id = ? and b.tenant_id = catalog.product.tenant_id
            1   | delete from catalog.product where tenant_id = ? and id = ?
            1   | select f.id from catalog.search_products(cast(? as uuid), ?) as f
            ''  | select code from tenancy.plan
            """)
    void lets_pass_what_is_bound_and_knows_which_parameters_are_the_tenant(String tenantParameters, String sql) {
        BoundStatement statement = guard.check(sql);

        assertThat(IntStream.rangeClosed(1, 9).filter(statement::isTenant).mapToObj(Integer::toString))
                .containsExactly(tenantParameters.isEmpty() ? new String[0] : tenantParameters.split(","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select name from catalog.product",
                "select name from catalog.product where id = ?",
                "select name from catalog.product where tenant_id = ? or id = ?",
                "select name from catalog.product where not (tenant_id = ?)",
                "select name from catalog.product where tenant_id <> ?",
                "select name from catalog.product where tenant_id = id",
                "select name from catalog.product where tenant_id = '00000000-0000-0000-0000-000000000000'",
                "select v.sku from catalog.variant v join catalog.product p on v.product_id = p.id where p.tenant_id = ?",
                "select v.sku from catalog.variant v, catalog.product p where p.tenant_id = ?",
                "select b.name from catalog.product p left join catalog.brand b on p.tenant_id = ? and b.tenant_id = p.tenant_id",
                "select b.name from catalog.product p right join catalog.brand b on b.tenant_id = p.tenant_id where b.tenant_id = ?",
                "select b.name from catalog.product p full join catalog.brand b on b.tenant_id = p.tenant_id where b.tenant_id = ?",
                "select p.name from catalog.product p where p.tenant_id = ? and exists (select 1 from catalog.variant v where v.product_id = p.id)",
                "select (select max(name) from catalog.brand) from catalog.product where tenant_id = ?",
                "select name from catalog.product where tenant_id = ? union select name from catalog.brand",
                "select name from catalog.product where tenant_id = ? order by (select max(name) from catalog.brand)",
                "select x.name from (select name from catalog.product) x",
                "with every as (select name from catalog.product) select name from every",
                "with gone as (delete from catalog.product returning id) select id from gone",
                "select array(select name from catalog.product)",
                "select jsonb_agg((select name from catalog.product))",
                "select case when exists (select 1 from catalog.product) then 1 end",
                "insert into catalog.product (id, name) values (?, ?)",
                "insert into catalog.product (tenant_id, id) values (gen_random_uuid(), ?)",
                "insert into catalog.product (tenant_id, id) values (?, ?), ('00000000-0000-0000-0000-000000000000', ?)",
                "insert into catalog.product values (?, ?)",
                "insert into catalog.brand (tenant_id, id) select tenant_id, id from catalog.product",
                "insert into tenancy.plan (code) select name from catalog.product",
                "update catalog.product set name = ?",
                "update catalog.product set tenant_id = ? where tenant_id = ?",
                "update catalog.product set name = (select max(name) from catalog.brand) where tenant_id = ?",
                "update catalog.product set name = b.name from catalog.brand b where catalog.product.tenant_id = ?",
                "delete from catalog.product where id = ?",
                "delete from catalog.product using catalog.brand b where catalog.product.tenant_id = ?",
                "delete from catalog.product where tenant_id = ? returning (select max(name) from catalog.brand)",
                "select f.id from catalog.search_products(?::text) f, catalog.product",
                "select f.id from catalog.search_products('x', ?) as f",
                "select name from product where tenant_id = ?",
                "select name from catalog.secret where tenant_id = ?",
                "truncate catalog.product",
                "set app.tenant_id = ''",
                "drop table catalog.product",
                "select 1; select name from catalog.product",
                "this is not SQL"
            })
    void refuses_what_is_not_bound(String sql) {
        assertThatThrownBy(() -> guard.check(sql)).isInstanceOf(UnboundStatementException.class);
    }
}
