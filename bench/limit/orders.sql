-- W6: a page of 50 orders with their customers, lines, variants, products and those's categories.
\set t random(1, :tenants)
\set k random(0, 3)
select json_agg(json_build_object('number', o.number, 'total', o.total, 'customer', json_build_object('givenName', c.given_name, 'familyName', c.family_name, 'email', c.email), 'lines', (
    select json_agg(json_build_object('quantity', l.quantity, 'variant', json_build_object('sku', v.sku, 'product', json_build_object('name', p.name, 'slug', p.slug, 'categories', (
            select json_agg(json_build_object('name', g.names ->> 'en', 'slug', g.slug))
            from catalog.product_category x join catalog.category g on g.tenant_id = o.tenant_id and g.id = x.category_id where x.tenant_id = o.tenant_id and x.product_id = p.id)))) order by l.position)
    from ordering.order_line l join catalog.variant v on v.tenant_id = o.tenant_id and v.id = l.variant_id join catalog.product p on p.tenant_id = o.tenant_id and p.id = v.product_id
    where l.tenant_id = o.tenant_id and l.order_id = o.id)))
from (select o.* from bench.tenant t join ordering."order" o on o.tenant_id = t.id where t.n = :t order by o.placed_at desc, o.id desc limit 50 offset 50 * :k) o
join customer.customer c on c.tenant_id = o.tenant_id and c.id = o.customer_id;
