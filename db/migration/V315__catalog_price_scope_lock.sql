-- Who keeps the ranges of products shares this until the transaction ends, and who adds the scope of a store, with all ranges there are, has it alone:
-- either would know nothing of the other's rows, and the range of a product that is written meanwhile was never there, or stayed as it was.
create function catalog.price_scope_key(of_tenant uuid) returns bigint
    language sql immutable
as $$
    select hashtextextended('catalog.price_scope ' || of_tenant, 0)
$$;

create or replace function catalog.keep_price_ranges(of_tenant uuid, of_products uuid[]) returns void
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
begin
    perform catalog.lock_products(of_tenant, of_products);
    perform pg_advisory_xact_lock_shared(catalog.price_scope_key(of_tenant));
    with scope as (
        select '00000000-0000-0000-0000-000000000000'::uuid as store_id
        union all select s.store_id from catalog.price_scope s where s.tenant_id = of_tenant
    ), price as (
        select s.store_id, v.product_id, p.currency, p.amount, p.compare_at
        from unnest(of_products) t(id)
        join catalog.variant v on v.tenant_id = of_tenant and v.product_id = t.id and v.deleted_at is null
        join catalog.variant_price p on p.tenant_id = of_tenant and p.variant_id = v.id
        cross join scope s
        where not exists (select from catalog.variant_store_price o
            where o.tenant_id = of_tenant and o.store_id = s.store_id and o.variant_id = v.id and o.currency = p.currency)
        union all
        select o.store_id, o.product_id, o.currency, o.amount, o.compare_at
        from unnest(of_products) t(id)
        join catalog.variant v on v.tenant_id = of_tenant and v.product_id = t.id and v.deleted_at is null
        join catalog.variant_store_price o on o.tenant_id = of_tenant and o.variant_id = v.id
    ), range as (
        select store_id, currency, product_id, min(amount) as min_amount, max(amount) as max_amount, bool_or(coalesce(compare_at > amount, false)) as on_sale
        from price group by store_id, currency, product_id
    ), gone as (
        delete from catalog.price_range r
        where r.tenant_id = of_tenant and r.product_id = any (of_products)
          and (r.store_id, r.currency, r.product_id) not in (select n.store_id, n.currency, n.product_id from range n)
    )
    insert into catalog.price_range as r (tenant_id, store_id, currency, product_id, min_amount, max_amount, on_sale)
    select of_tenant, n.store_id, n.currency, n.product_id, n.min_amount, n.max_amount, n.on_sale from range n
    on conflict (tenant_id, store_id, currency, product_id)
        do update set min_amount = excluded.min_amount, max_amount = excluded.max_amount, on_sale = excluded.on_sale
        where (r.min_amount, r.max_amount, r.on_sale) <> (excluded.min_amount, excluded.max_amount, excluded.on_sale);
end
$$;

create or replace function catalog.store_prices_changed() returns trigger
    language plpgsql
as $$
declare
    t record;
begin
    if tg_op = 'INSERT' then
        perform pg_advisory_xact_lock(catalog.price_scope_key(n.tenant_id))
        from (select distinct c.tenant_id from changed c
              where not exists (select from catalog.price_scope s where s.tenant_id = c.tenant_id and s.store_id = c.store_id)
              order by c.tenant_id) n;
        with fresh as (
            insert into catalog.price_scope (tenant_id, store_id) select distinct c.tenant_id, c.store_id from changed c
            on conflict do nothing returning tenant_id, store_id
        )
        insert into catalog.price_range (tenant_id, store_id, currency, product_id, min_amount, max_amount, on_sale)
        select r.tenant_id, f.store_id, r.currency, r.product_id, r.min_amount, r.max_amount, r.on_sale
        from fresh f join catalog.price_range r on r.tenant_id = f.tenant_id and r.store_id = '00000000-0000-0000-0000-000000000000'
        on conflict do nothing;
    end if;
    for t in select c.tenant_id, array_agg(distinct c.product_id) as products from changed c group by c.tenant_id loop
        perform catalog.keep_price_ranges(t.tenant_id, t.products);
    end loop;
    return null;
end
$$;
