-- W3 with facets: as search.sql, and how many products each option of each attribute would leave; those of material among all that the word finds.
\set t random(1, :tenants)
\set w random(1, 5)
with word as materialized (
    select p.tenant_id, p.id, p.name, p.slug, p.sort_name, exists (
        select from catalog.product_facet f join catalog.attribute_option o on o.tenant_id = t.id and o.id = f.option_id and o.code in ('wood', 'clay', 'brass')
        where f.tenant_id = t.id and f.product_id = p.id) as wanted
    from bench.tenant t
    join catalog.product_search s on s.locale = 'en'
        and catalog.of_tenant(s.tenant_id, s.document) @@ catalog.of_tenant(t.id, plainto_tsquery('english', (array['basket', 'lamp', 'stool', 'kettle', 'scarf'])[:w]))
    join catalog.product p on p.tenant_id = t.id and p.id = s.product_id and p.status = 'ACTIVE' and p.deleted_at is null
    where t.n = :t)
select json_build_object('totalCount', (select count(*) from word where wanted),
    'facets', (select json_agg(json_build_object('code', c.code, 'option', c.option, 'count', c.products)) from (
        select a.code, o.code as option, f.value, count(*) as products
        from word w join catalog.product_facet f on f.tenant_id = w.tenant_id and f.product_id = w.id
        join catalog.attribute a on a.tenant_id = w.tenant_id and a.id = f.attribute_id and a.filterable and a.type <> 'MEASURE'
        left join catalog.attribute_option o on o.tenant_id = w.tenant_id and o.id = f.option_id
        where w.wanted or a.code = 'material' group by a.code, o.code, f.value) c),
    'nodes', (select json_agg(json_build_object('name', h.name, 'slug', h.slug, 'variants', h.variants)) from (
    select h.name, h.slug, (select json_agg(json_build_object('amount', c.amount) order by v.position)
        from catalog.variant v left join catalog.variant_price c on c.tenant_id = h.tenant_id and c.variant_id = v.id and c.currency = 'KES'
        where v.tenant_id = h.tenant_id and v.product_id = h.id and v.deleted_at is null) as variants
    from word h where h.wanted order by h.sort_name, h.id limit 20) h));
