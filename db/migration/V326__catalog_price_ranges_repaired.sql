-- Ranges of prices that were lost, or stayed as they were, while a store got its first price of its own.
-- As the role that sees every tenant.
set role merkato_operator;
select catalog.keep_price_ranges(wrong.tenant_id, array_agg(distinct wrong.product_id))
from (
    select coalesce(w.tenant_id, r.tenant_id) as tenant_id, coalesce(w.product_id, r.product_id) as product_id
    from (
        select p.tenant_id, p.store_id, p.currency, p.product_id, min(p.amount) as min_amount, max(p.amount) as max_amount, bool_or(coalesce(p.compare_at > p.amount, false)) as on_sale
        from (
            select v.tenant_id, s.store_id, b.currency, v.product_id, coalesce(o.amount, b.amount) as amount, case when o.amount is null then b.compare_at else o.compare_at end as compare_at
            from catalog.variant v
            join catalog.variant_price b on b.tenant_id = v.tenant_id and b.variant_id = v.id
            join (select t.id as tenant_id, '00000000-0000-0000-0000-000000000000'::uuid as store_id from tenancy.tenant t
                  union all select c.tenant_id, c.store_id from catalog.price_scope c) s on s.tenant_id = v.tenant_id
            left join catalog.variant_store_price o on o.tenant_id = v.tenant_id and o.store_id = s.store_id and o.variant_id = v.id and o.currency = b.currency
            where v.deleted_at is null
            union all
            select o.tenant_id, o.store_id, o.currency, o.product_id, o.amount, o.compare_at
            from catalog.variant_store_price o
            join catalog.variant v on v.tenant_id = o.tenant_id and v.id = o.variant_id and v.deleted_at is null
            where not exists (select from catalog.variant_price b where b.tenant_id = o.tenant_id and b.variant_id = o.variant_id and b.currency = o.currency)
        ) p
        group by p.tenant_id, p.store_id, p.currency, p.product_id
    ) w
    full join catalog.price_range r on r.tenant_id = w.tenant_id and r.store_id = w.store_id and r.currency = w.currency and r.product_id = w.product_id
    where (w.min_amount, w.max_amount, w.on_sale) is distinct from (r.min_amount, r.max_amount, r.on_sale)
) wrong
group by wrong.tenant_id;
set role merkato_owner;
