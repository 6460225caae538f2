-- Deleted ones too, which it says of them: what a till sold offline may be gone when it tells of it.
drop function catalog.goods(uuid, uuid, uuid[]);
create function catalog.goods(of_tenant uuid, in_store uuid, variants uuid[])
    returns table (variant_id uuid, product_id uuid, kind text, sku text, locale text, names jsonb, options jsonb, grams bigint, shipped boolean, categories uuid[], parts jsonb, sold boolean, gone boolean)
    language plpgsql stable
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
        v.offered and p.status = 'ACTIVE' and v.deleted_at is null and p.deleted_at is null and not exists (
            select from catalog.product_store h where h.tenant_id = of_tenant and h.store_id = in_store and h.product_id = p.id and not h.visible),
        v.deleted_at is not null or p.deleted_at is not null
    from catalog.variant v
    join catalog.product p on p.tenant_id = of_tenant and p.id = v.product_id
    cross join lateral (
        select jsonb_object_agg(i.variant_id, i.quantity) as parts, sum(w.weight_grams * i.quantity)::bigint as grams, bool_or(w.kind in ('SIMPLE', 'CONFIGURABLE')) as shipped
        from catalog.product_bundle_item i
        join catalog.variant w on w.tenant_id = of_tenant and w.id = i.variant_id
        where i.tenant_id = of_tenant and i.product_id = p.id
    ) b
    where v.tenant_id = of_tenant and v.id = any (variants);
end
$$;
