-- W3: products that a word finds, of three materials; the first 20 by name with their variants' prices, and how many there are.
\set t random(1, :tenants)
\set w random(1, 5)
with hit as materialized (
    select p.tenant_id, p.id, p.name, p.slug, p.sort_name
    from bench.tenant t
    join catalog.product_search s on s.locale = 'en'
        and catalog.of_tenant(s.tenant_id, s.document) @@ catalog.of_tenant(t.id, plainto_tsquery('english', (array['basket', 'lamp', 'stool', 'kettle', 'scarf'])[:w]))
    join catalog.product p on p.tenant_id = t.id and p.id = s.product_id and p.status = 'ACTIVE' and p.deleted_at is null
    where t.n = :t and exists (
        select from catalog.product_facet f join catalog.attribute_option o on o.tenant_id = t.id and o.id = f.option_id and o.code in ('wood', 'clay', 'brass')
        where f.tenant_id = t.id and f.product_id = p.id))
select json_build_object('totalCount', (select count(*) from hit), 'nodes', (select json_agg(json_build_object('name', h.name, 'slug', h.slug, 'variants', h.variants)) from (
    select h.name, h.slug, (select json_agg(json_build_object('amount', c.amount) order by v.position)
        from catalog.variant v left join catalog.variant_price c on c.tenant_id = h.tenant_id and c.variant_id = v.id and c.currency = 'KES'
        where v.tenant_id = h.tenant_id and v.product_id = h.id and v.deleted_at is null) as variants
    from hit h order by h.sort_name, h.id limit 20) h));
