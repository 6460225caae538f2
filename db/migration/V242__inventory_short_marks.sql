-- The mark is short however many levels there are.
drop function inventory.stock_marks(uuid[], uuid[]);

-- For each of these variants that there is: whether it is offered at all, how many can be bought (null without limit), and a mark, another one whenever
-- something of its levels has changed; of a bundle, of those of its parts.
create function inventory.stock_marks(of_tenants uuid[], variants uuid[])
    returns table (tenant_id uuid, watched uuid, offered boolean, available bigint, levels text)
    language sql stable security definer set search_path = ''
begin atomic
    select v.tenant_id, v.id,
           v.available and p.status = 'ACTIVE' and p.deleted_at is null,
           case when inventory.limits_sale(v.tenant_id) then s.available end,
           s.levels
    from unnest(of_tenants, variants) w (tenant_id, id)
    join catalog.variant v on v.tenant_id = w.tenant_id and v.id = w.id and v.deleted_at is null
    join catalog.product p on p.tenant_id = v.tenant_id and p.id = v.product_id
    cross join lateral (
        select min(t.there / t.quantity) as available, md5(string_agg(t.levels, ' ' order by t.id)) as levels
        from (
            select g.id, g.quantity, sum(case when c.active then l.sellable else 0 end)::bigint as there,
                   md5(string_agg(l.xmin::text, ',' order by l.location_id)) as levels
            from (
                select v.id as id, 1 as quantity where v.kind <> 'BUNDLE'
                union all
                select i.variant_id, i.quantity from catalog.product_bundle_item i
                where v.kind = 'BUNDLE' and i.tenant_id = v.tenant_id and i.product_id = v.product_id
            ) g
            join inventory.stock_level l on l.tenant_id = v.tenant_id and l.variant_id = g.id
            join inventory.location c on c.tenant_id = v.tenant_id and c.id = l.location_id
            group by g.id, g.quantity
        ) t
    ) s;
end;
call tenancy.entrust('inventory.stock_marks(uuid[], uuid[])');
