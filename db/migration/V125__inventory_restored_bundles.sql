-- Deleted bundles, too, know whether their parts are there, so that what is restored later says what is true by then.

create or replace function catalog.bundles_with(of_tenant uuid, variants uuid[]) returns table (bundle_id uuid, part_id uuid, quantity integer)
    language sql stable
as $$
    select b.id, i.variant_id, i.quantity
    from catalog.variant b
    left join catalog.product_bundle_item i on i.tenant_id = of_tenant and i.product_id = b.product_id
    where b.tenant_id = of_tenant and b.kind = 'BUNDLE'
      and (b.id = any (variants)
        or b.product_id in (select w.product_id from catalog.product_bundle_item w where w.tenant_id = of_tenant and w.variant_id = any (variants)))
$$;
