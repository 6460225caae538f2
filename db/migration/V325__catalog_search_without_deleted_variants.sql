-- What only a deleted variant says found its product still, where nothing of the product has changed since that should no longer be.
-- As the role that sees every tenant.
set role merkato_operator;
select catalog.keep_search(v.tenant_id, array_agg(distinct v.product_id))
from catalog.variant v
join catalog.product p on p.tenant_id = v.tenant_id and p.id = v.product_id and p.deleted_at is null
where v.deleted_at is not null
group by v.tenant_id;
set role merkato_owner;
