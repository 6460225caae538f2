-- Whether a variant is to be had: staff offer it, and there is some in stock. What reads available goes on as before.

alter table catalog.variant rename column available to offered;
alter table catalog.variant add column in_stock boolean not null default true;
alter table catalog.variant add column available boolean not null generated always as (offered and in_stock) stored;

-- Bundles among these variants, and those that contain one of them, with all their parts; a bundle of nothing has one row without a part.
create function catalog.bundles_with(of_tenant uuid, variants uuid[]) returns table (bundle_id uuid, part_id uuid, quantity integer)
    language sql stable
as $$
    select b.id, i.variant_id, i.quantity
    from catalog.variant b
    left join catalog.product_bundle_item i on i.tenant_id = of_tenant and i.product_id = b.product_id
    where b.tenant_id = of_tenant and b.kind = 'BUNDLE' and b.deleted_at is null
      and (b.id = any (variants)
        or b.product_id in (select w.product_id from catalog.product_bundle_item w where w.tenant_id = of_tenant and w.variant_id = any (variants)))
$$;

-- For whoever keeps stock: nobody else says of these variants and their bundles whether there is any until the transaction ends.
create function catalog.lock_in_stock(of_tenant uuid, variants uuid[]) returns void
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
begin
    perform from (
        select from catalog.variant v
        where v.tenant_id = of_tenant and (v.id = any (variants) or v.id in (select b.bundle_id from catalog.bundles_with(of_tenant, variants) b))
        order by v.id for no key update) locked;
end
$$;

-- Says of each variant whether there is any.
create function catalog.keep_in_stock(of_tenant uuid, variants uuid[], in_stock boolean[]) returns void
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
begin
    update catalog.variant v set in_stock = n.in_stock
    from unnest($2, $3) n(id, in_stock)
    where v.tenant_id = of_tenant and v.id = n.id and v.in_stock <> n.in_stock;
end
$$;

-- What a cart has to know of variants, one row for each that the store sells: offered, and of a product that is active and visible there.
-- Whether there is any in stock is another question.
--   names       by locale, the store's own words before the tenant's
--   options     what it stands for: [{attribute, attributeLabels, option, labels}] in the order of the axes
--   categories  that its product is in, with all above them
--   parts       of a bundle: {variant: quantity}
--   grams       of a bundle that has no weight of its own, that of its parts; null where nobody knows
--   shipped     whether it goes by post: it, or some part of a bundle, is a thing
create function catalog.for_sale(of_tenant uuid, in_store uuid, variants uuid[])
    returns table (variant_id uuid, product_id uuid, kind text, sku text, locale text, names jsonb, options jsonb, grams bigint, shipped boolean, categories uuid[], parts jsonb)
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
        coalesce(b.parts, '{}')
    from catalog.variant v
    join catalog.product p on p.tenant_id = of_tenant and p.id = v.product_id
    cross join lateral (
        select jsonb_object_agg(i.variant_id, i.quantity) as parts, sum(w.weight_grams * i.quantity)::bigint as grams, bool_or(w.kind in ('SIMPLE', 'CONFIGURABLE')) as shipped
        from catalog.product_bundle_item i
        join catalog.variant w on w.tenant_id = of_tenant and w.id = i.variant_id
        where i.tenant_id = of_tenant and i.product_id = p.id
    ) b
    where v.tenant_id = of_tenant and v.id = any (variants) and v.offered and v.deleted_at is null and p.deleted_at is null and p.status = 'ACTIVE'
      and not exists (
        select from catalog.product_store h where h.tenant_id = of_tenant and h.store_id = in_store and h.product_id = p.id and not h.visible);
end
$$;
