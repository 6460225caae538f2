-- After a bulk load the planner must not go on believing that the tables are empty: it would look for one product's rows among all of
-- its tenant's. Autovacuum tells it within a minute, which is too late for the load itself.

-- Definer, because only the owner may ANALYZE; it reads nothing out. The statistics are those of all tenants, the tenant only says who asks.
-- False where another is at it already.
create function catalog.refresh_statistics(of_tenant uuid) returns boolean
    language plpgsql security definer set search_path = ''
as $$
begin
    if not pg_try_advisory_xact_lock(hashtextextended('catalog.refresh_statistics', 0)) then
        return false;
    end if;
    analyze catalog.attribute, catalog.attribute_option, catalog.attribute_set_attribute, catalog.product, catalog.product_translation,
        catalog.product_category, catalog.variant, catalog.variant_price, catalog.attribute_value, catalog.media, catalog.product_media,
        catalog.price_range, catalog.product_facet, catalog.product_search, catalog.product_due;
    return true;
end
$$;
revoke execute on function catalog.refresh_statistics(uuid) from public;
grant execute on function catalog.refresh_statistics(uuid) to merkato_app;

-- Of tenant_id the planner shall know how many there are, so that it takes a tenant to have its share of the rows, and not which are the most
-- common: a tenant that is new, or too small to be among those, would be taken to have hardly a row, and then any index that begins with
-- the tenant looks as good as the right one.
do $$
declare
    tenant_table regclass;
begin
    for tenant_table in select a.attrelid::regclass from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'catalog'::regnamespace and c.relkind = 'r' and a.attname = 'tenant_id'
    loop
        execute format('alter table %s alter column tenant_id set statistics 1', tenant_table);
    end loop;
end
$$;
