-- What the catalogue has of these variants, on sale or not: what was sold elsewhere may no longer be offered here. Columns as of catalog.for_sale, which from now
-- on are those of them that the store sells.
create function catalog.goods(of_tenant uuid, in_store uuid, variants uuid[])
    returns table (variant_id uuid, product_id uuid, kind text, sku text, locale text, names jsonb, options jsonb, grams bigint, shipped boolean, categories uuid[], parts jsonb, sold boolean)
    language plpgsql stable
    set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
begin
    return query
    select v.id, p.id, p.kind, v.sku, p.locale,
        jsonb_build_object(p.locale, p.name)
            || coalesce((select jsonb_object_agg(t.locale, t.name) from catalog.product_translation t where t.tenant_id = of_tenant and t.product_id = p.id), '{}')
            || coalesce((select jsonb_object_agg(c.locale, c.name) from catalog.product_store_content c
                where c.tenant_id = of_tenant and c.store_id = in_store and c.product_id = p.id and c.name is not null), '{}'),
        coalesce((
            select jsonb_agg(jsonb_build_object('attribute', a.code, 'attributeLabels', a.labels, 'option', o.code, 'labels', o.labels) order by s.position, s.attribute_id)
            from catalog.attribute_value x
            join catalog.attribute_set_attribute s
                on s.tenant_id = of_tenant and s.attribute_set_id = x.attribute_set_id and s.attribute_id = x.attribute_id and s.axis
            join catalog.attribute a on a.tenant_id = of_tenant and a.id = x.attribute_id
            join catalog.attribute_option o on o.tenant_id = of_tenant and o.attribute_id = x.attribute_id and o.id = x.option_id
            where x.tenant_id = of_tenant and x.owner_id = v.id), '[]'),
        coalesce(v.weight_grams, b.grams),
        coalesce(b.shipped, p.kind in ('SIMPLE', 'CONFIGURABLE')),
        array(
            select distinct c.ancestor_id from catalog.product_category m
            join catalog.category_closure c on c.tenant_id = of_tenant and c.descendant_id = m.category_id
            where m.tenant_id = of_tenant and m.product_id = p.id),
        coalesce(b.parts, '{}'),
        v.offered and p.status = 'ACTIVE' and not exists (
            select from catalog.product_store h where h.tenant_id = of_tenant and h.store_id = in_store and h.product_id = p.id and not h.visible)
    from catalog.variant v
    join catalog.product p on p.tenant_id = of_tenant and p.id = v.product_id
    cross join lateral (
        select jsonb_object_agg(i.variant_id, i.quantity) as parts, sum(w.weight_grams * i.quantity)::bigint as grams, bool_or(w.kind in ('SIMPLE', 'CONFIGURABLE')) as shipped
        from catalog.product_bundle_item i
        join catalog.variant w on w.tenant_id = of_tenant and w.id = i.variant_id
        where i.tenant_id = of_tenant and i.product_id = p.id
    ) b
    where v.tenant_id = of_tenant and v.id = any (variants) and v.deleted_at is null and p.deleted_at is null;
end
$$;

create or replace function catalog.for_sale(of_tenant uuid, in_store uuid, variants uuid[])
    returns table (variant_id uuid, product_id uuid, kind text, sku text, locale text, names jsonb, options jsonb, grams bigint, shipped boolean, categories uuid[], parts jsonb)
    language plpgsql stable
    set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
begin
    return query
    select g.variant_id, g.product_id, g.kind, g.sku, g.locale, g.names, g.options, g.grams, g.shipped, g.categories, g.parts
    from catalog.goods(of_tenant, in_store, variants) g where g.sold;
end
$$;
