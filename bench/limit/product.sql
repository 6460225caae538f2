-- W1: a product by its slug, with its categories and attributes, its variants, their prices and options.
\set t random(1, :tenants)
\set p random(1, :products)
select json_build_object('id', p.id, 'name', p.name, 'slug', p.slug, 'description', p.description,
    'categories', (select json_agg(json_build_object('name', c.names ->> 'en', 'slug', c.slug))
        from catalog.product_category pc join catalog.category c on c.tenant_id = t.id and c.id = pc.category_id where pc.tenant_id = t.id and pc.product_id = p.id),
    'attributes', (select json_agg(json_build_object('label', a.labels ->> 'en', 'code', a.code, 'option', o.labels ->> 'en', 'number', v.decimal_value, 'flag', v.boolean_value))
        from catalog.attribute_value v join catalog.attribute a on a.tenant_id = t.id and a.id = v.attribute_id
        left join catalog.attribute_option o on o.tenant_id = t.id and o.id = v.option_id where v.tenant_id = t.id and v.owner_id = p.id),
    'variants', (select json_agg(json_build_object('id', w.id, 'sku', w.sku, 'available', w.available, 'amount', c.amount,
            'options', (select json_agg(json_build_object('code', o.code, 'label', o.labels ->> 'en', 'attribute', a.code))
                from catalog.attribute_value v join catalog.attribute a on a.tenant_id = t.id and a.id = v.attribute_id
                join catalog.attribute_option o on o.tenant_id = t.id and o.id = v.option_id where v.tenant_id = t.id and v.owner_id = w.id)) order by w.position)
        from catalog.variant w left join catalog.variant_price c on c.tenant_id = t.id and c.variant_id = w.id and c.currency = 'KES'
        where w.tenant_id = t.id and w.product_id = p.id and w.deleted_at is null))
from bench.tenant t join catalog.product p on p.tenant_id = t.id and p.slug = 'product-' || :p::int and p.deleted_at is null and p.status = 'ACTIVE'
where t.n = :t;
