-- W4: a customer's ten latest orders with their lines, variants and products.
\set t random(1, :tenants)
select json_agg(json_build_object('number', o.number, 'status', o.status, 'placedAt', o.placed_at, 'total', o.total, 'lines', o.lines)) from (
    select o.number, o.status, o.placed_at, o.total, (
        select json_agg(json_build_object('quantity', l.quantity, 'unitPrice', l.unit_price, 'total', l.total, 'name', l.name, 'variant',
            json_build_object('sku', v.sku, 'product', json_build_object('name', p.name, 'slug', p.slug))) order by l.position)
        from ordering.order_line l join catalog.variant v on v.tenant_id = t.id and v.id = l.variant_id join catalog.product p on p.tenant_id = t.id and p.id = v.product_id
        where l.tenant_id = t.id and l.order_id = o.id) as lines
    from bench.tenant t join customer.customer c on c.tenant_id = t.id and c.email_normalised = 'customer1@' || t.slug || '.example' and c.deleted_at is null
    join ordering."order" o on o.tenant_id = t.id and o.customer_id = c.id
    where t.n = :t order by o.placed_at desc, o.id desc limit 10) o;
