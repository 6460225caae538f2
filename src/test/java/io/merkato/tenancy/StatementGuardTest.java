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
            1   | select d.id from (select p.tenant_id, p.id from catalog.product p where p.tenant_id = ?) d join catalog.variant v on v.tenant_id = d.tenant_id
            1   | select d.id from (select * from catalog.product p where p.tenant_id = ?) d join catalog.variant v on v.tenant_id = d.tenant_id
            1   | select d.id from (select p.id, p.tenant_id from catalog.product p where p.tenant_id = ?) as d (id, tenant_id) join catalog.variant v on v.tenant_id = d.tenant_id
            1   | with d (id, tenant_id) as (select p.id, p.tenant_id from catalog.product p where p.tenant_id = ?) insert into catalog.brand (id, tenant_id) select d.id, d.tenant_id from d
            1,2 | with d as (select tenant_id from catalog.product where tenant_id = ? union all select tenant_id from catalog.variant where tenant_id = ?) select b.name from catalog.brand b join d on d.tenant_id = b.tenant_id
            1   | with gone as (delete from catalog.product where tenant_id = ? returning tenant_id, id) insert into catalog.brand (tenant_id, id) select gone.tenant_id, gone.id from gone
            1   | with recursive t as (select p.tenant_id, p.id from catalog.product p where p.tenant_id = ? union all select c.tenant_id, c.id from catalog.product c join t on t.tenant_id = c.tenant_id and t.id = c.parent_id) select v.sku from catalog.variant v join t on t.tenant_id = v.tenant_id
            1   | insert into catalog.product as p (tenant_id, id, name) values (?, ?, ?) on conflict (tenant_id, id) do update set name = excluded.name where p.name <> excluded.name returning p.id
            1   | select p.name from catalog.product p where p.tenant_id = ? and p.code = 'it''s; -- not (a comment)'
            1   | SELECT P.name FROM catalog.product P WHERE p.tenant_id = ? ORDER BY 1 LIMIT 3
            1   | select coalesce(p.name, '-'), count(*) over (partition by p.kind) from catalog.product p where p.tenant_id = ? group by p.name
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
                "this is not SQL",
                // more than one statement, or what another reader takes for one
                "select * from catalog.product p where p.tenant_id = ?; delete from identity.user",
                "select * from catalog.product p where p.tenant_id = ?;",
                "select * from catalog.product p where p.tenant_id = ? -- and more",
                "select * from catalog.product p where p.tenant_id = ? /* and more */",
                "select * from catalog.product p where p.tenant_id = ? and p.name = $$x$$",
                "select * from catalog.product p where p.tenant_id = ? and p.name = $a$x$a$",
                "select * from catalog.product p where p.tenant_id = ? and p.name = E'\\' or true or name = '",
                "select * from catalog.product p where p.tenant_id = ? and p.name = '\\' or true or name = '\\'",
                "select * from catalog.product p where p.tenant_id = ? and p.name = U&'x'",
                "select * from catalog.U&\"p\\0072oduct\" p where p.tenant_id = ?",
                "select * from catalog.\"prod\"\"uct\" p where p.tenant_id = ?",
                "select * from catalog.product p where p.tenant_id = ? {fn now()}",
                "select * from catalog.product p where p.tenant_id = ? && true",
                "select ?? from catalog.product p where p.tenant_id = ?",
                "select 1from catalog.product p where p.tenant_id = ?",
                "table catalog.product",
                "select * from (table catalog.product) p where p.tenant_id = ?",
                "merge into catalog.product p using catalog.brand b on p.tenant_id = ? when matched then delete",
                // a derived source whose tenant_id is something else
                "select p.id from (select t.id as tenant_id from tenancy.plan t) d join catalog.product p on p.tenant_id = d.tenant_id",
                "select p.id from (select p.id as tenant_id from catalog.product p where p.tenant_id = ?) d join catalog.product p on p.tenant_id = d.tenant_id",
                "select p.id from (select p.tenant_id, p.id from catalog.product p where p.tenant_id = ?) as d (id, tenant_id) join catalog.product p on p.tenant_id = d.tenant_id",
                "select p.id from (values (?)) d (tenant_id) join catalog.product p on p.tenant_id = d.tenant_id",
                "select p.id from unnest(?) as d (tenant_id) join catalog.product p on p.tenant_id = d.tenant_id",
                "select p.id from (select b.tenant_id from catalog.brand b where b.tenant_id = ? union all select t.id from tenancy.plan t) d join catalog.product p on p.tenant_id = d.tenant_id",
                "select p.id from (select b.tenant_id, t.id as tenant_id from catalog.brand b, tenancy.plan t where b.tenant_id = ?) d join catalog.product p on p.tenant_id = d.tenant_id",
                "select p.id from (select t.code from tenancy.plan t) d join catalog.product p on p.tenant_id = d.tenant_id",
                "with d as (select t.id as tenant_id from tenancy.plan t) select p.id from d join catalog.product p on p.tenant_id = d.tenant_id",
                "with d (tenant_id) as (select t.id from tenancy.plan t) select p.id from d join catalog.product p on p.tenant_id = d.tenant_id",
                "with recursive d as (select t.id as tenant_id from tenancy.plan t union all select d.tenant_id from d) select p.id from d join catalog.product p on p.tenant_id = d.tenant_id",
                "with recursive d as (select b.tenant_id from catalog.brand b where b.tenant_id = ? union all select t.id from tenancy.plan t join d on true) select p.id from d join catalog.product p on p.tenant_id = d.tenant_id",
                "with a as (with b as (select name from catalog.product) select name from b) select name from a",
                "insert into catalog.brand (tenant_id, id) select d.tenant_id, d.id from (select t.id as tenant_id, t.id from tenancy.plan t) d",
                "insert into catalog.brand (tenant_id, id) with d as (select t.id as tenant_id, t.id from tenancy.plan t) select d.tenant_id, d.id from d",
                "insert into catalog.brand (tenant_id, id) select * from catalog.product p where p.tenant_id = ?",
                // names that mean something else than they seem to
                "select v.sku from catalog.product p, catalog.variant \"P\" where P.tenant_id = ?",
                "select p.id from catalog.product p (tenant_id, id) where p.tenant_id = ?",
                "select 1 from catalog.product p where p.tenant_id = ? and exists (select 1 from unnest(?) as p (tenant_id), catalog.variant v where v.tenant_id = p.tenant_id)",
                "select 1 from tenancy.plan p where exists (select 1 from catalog.brand p, (select v.sku from catalog.variant v where v.tenant_id = p.tenant_id) x where p.tenant_id = ?)",
                "select 1 from (with pg_user as (select 1) select 1 from pg_user) x, pg_user",
                "select * from (catalog.product p join catalog.variant v on v.tenant_id = p.tenant_id) as x where x.tenant_id = ?",
                "select * from merkato.catalog.product p where p.tenant_id = ?",
                // functions
                "select set_config('app.tenant_id', ?, true)",
                "select pg_catalog.set_config('app.tenant_id', ?, true)",
                "select \"set_config\" ('app.tenant_id', ?, true)",
                "select c from set_config('app.tenant_id', ?, true) as c",
                "select 1 from catalog.product p where p.tenant_id = ? limit length(set_config('app.tenant_id', ?, true))",
                "select query_to_xml('select * from catalog.product', true, true, '')",
                "select * from dblink('', 'select 1') as (a text)",
                "select 1 from tenancy.plan, dblink('', 'select 1') as (a text)",
                "select lo_import('/etc/passwd')",
                "select pg_read_file('/etc/passwd')",
                "select pg_sleep(100)",
                "select currval('x')",
                "select ts_stat('select name from catalog.product')",
                "select table_to_xml('catalog.product', true, true, '')",
                "select table_to_xml('catalog.product'::regclass, true, true, '')",
                "select cast('catalog.product' as regclass)",
                "select 'catalog.product'::\"regclass\"",
                "select p.id from catalog.product p where p.tenant_id = ? limit catalog.search_products('x')",
                // queries where the walk does not come
                "select p.id from catalog.product p where p.tenant_id = ? limit (select count(*) from catalog . variant v)",
                "select p.id from catalog.product p where p.tenant_id = ? offset (select count(*) from catalog . variant v)",
                "select p.id from catalog.product p where p.tenant_id = ? fetch first (select count(*) from catalog.variant v) rows only",
                "select p.id from catalog.product p where p.tenant_id = ? limit (select count(*) from pg_class)",
                "select distinct on ((select max(name) from catalog.brand)) p.id from catalog.product p where p.tenant_id = ?",
                "select rank() over (order by (select max(name) from catalog.brand)) from catalog.product p where p.tenant_id = ?",
                "select rank() over w from catalog.product p where p.tenant_id = ? window w as (order by (select max(name) from catalog.brand))",
                "select count(*) filter (where exists (select 1 from catalog.brand)) from catalog.product p where p.tenant_id = ?",
                "select p.id from catalog.product p where p.tenant_id = ? group by p.id, (select max(name) from catalog.brand)",
                "select p.id from catalog.product p where p.tenant_id = ? group by p.id having exists (select 1 from catalog.brand)",
                "select p.id from catalog.product p where p.tenant_id = any (select b.tenant_id from catalog.brand b)",
                "select p.id from catalog.product p where p.tenant_id in (?)",
                "values ((select max(name) from catalog.brand))",
                "select p.id from catalog.product p where p.tenant_id = ? union values ((select max(name) from catalog.brand))",
                "select p.id from catalog.product p where p.tenant_id = ? except select b.id from catalog.brand b",
                "select p.id from catalog.product p cross join lateral (select v.sku from catalog.variant v) x where p.tenant_id = ?",
                "select x.sku from catalog.product p, catalog.variant x where p.tenant_id = ? and (x.tenant_id = p.tenant_id or true)",
                "insert into catalog.product (tenant_id, id) values (?, ?) returning (select count(*) from catalog . variant)",
                "update catalog.product set name = ? where tenant_id = ? returning (select count(*) from catalog . variant)",
                "insert into catalog.product (tenant_id, id) values (?, ?) on conflict (tenant_id, id) do update set tenant_id = ?",
                "insert into catalog.product (tenant_id, id) values (?, ?) on conflict (tenant_id, id) do update set (name, tenant_id) = (?, ?)",
                "insert into catalog.product (tenant_id, id) values (?, ?) on conflict (tenant_id, id) do update set name = (select max(name) from catalog.brand)",
                "insert into catalog.product (tenant_id, id) values (?, ?) on conflict (tenant_id, id) do update set name = ? where exists (select 1 from catalog.brand)",
                "insert into catalog.product (tenant_id, id) values (?, (select max(id) from catalog.brand))",
                "update catalog.product set (name, tenant_id) = (?, ?) where tenant_id = ?",
                "update catalog.product set \"tenant_id\" = ? where tenant_id = ?",
                "select * into catalog.copy from catalog.product p where p.tenant_id = ?"
            })
    void refuses_what_is_not_bound(String sql) {
        assertThatThrownBy(() -> guard.check(sql)).isInstanceOf(UnboundStatementException.class);
    }
}
