-- W2: the first page of 20 products by name, with their variants and prices.
\set t random(1, :tenants)
select json_agg(json_build_object('name', p.name, 'slug', p.slug, 'variants', p.variants)) from (
    select p.name, p.slug, (select json_agg(json_build_object('sku', v.sku, 'amount', c.amount) order by v.position)
        from catalog.variant v left join catalog.variant_price c on c.tenant_id = t.id and c.variant_id = v.id and c.currency = 'KES'
        where v.tenant_id = t.id and v.product_id = p.id and v.deleted_at is null) as variants
    from bench.tenant t,
    lateral (select * from catalog.product p where p.tenant_id = t.id and p.status = 'ACTIVE' and p.deleted_at is null order by p.sort_name, p.id limit 20) p
    where t.n = :t) p;
