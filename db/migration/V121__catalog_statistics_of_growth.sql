-- A first import fills tables that the planner believes to be empty, as a bulk load does; a small one into a large catalogue has nothing to tell.

-- The planner is told where the products added since it may last have heard of any are half of those it knows of, or more.
create function catalog.refresh_statistics(of_tenant uuid, added integer) returns boolean
    language sql set search_path = ''
as $$
    select added * 2 >= c.reltuples and catalog.refresh_statistics(of_tenant)
    from pg_catalog.pg_class c
    where c.oid = 'catalog.product'::regclass
$$;
revoke execute on function catalog.refresh_statistics(uuid, integer) from public;
grant execute on function catalog.refresh_statistics(uuid, integer) to merkato_app;
