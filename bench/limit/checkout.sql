-- W5: a cart of three goods, its order with all that proves it, and the money, in one transaction: the rows that Merkato writes, without its rules.
\set t random(1, :tenants)
\set a random(1, :third)
\set b :third + random(1, :third)
\set c 2 * :third + random(1, :third)
\set o random(1000000000, 9000000000000)
begin;
select id as tenant, store_id as store, bench.id(9, :t::bigint, :o::bigint) as placed, tenancy.type_id('order', bench.id(9, :t::bigint, :o::bigint)) as text, bench.id(4, :t::bigint, 0) as place from bench.tenant where n = :t::integer \gset
select sum(amount) as total from bench.variant where n = :t::integer and place in (:a::integer, :b::integer, :c::integer) \gset
insert into inventory.movement (tenant_id, id, variant_id, location_id, reserved_change, reason, reference, actor)
    select :tenant::uuid, bench.id(20 + place::integer, :t::bigint, :o::bigint), id, :place::uuid, 1, 'RESERVED', :text::text, 'bench' from bench.variant where n = :t::integer and place in (:a::integer, :b::integer, :c::integer);
insert into inventory.reservation (tenant_id, holder, variant_id, location_id, quantity)
    select :tenant::uuid, :text::text, id, :place::uuid, 1 from bench.variant where n = :t::integer and place in (:a::integer, :b::integer, :c::integer);
insert into customer.customer (tenant_id, id, kind, locale, sort_name) values (:tenant::uuid, bench.id(8, :t::bigint, :o::bigint), 'GUEST', 'en', '');
insert into ordering."order" (tenant_id, id, store_id, channel, customer_id, email, locale, currency, prices_include_tax, shipping_address, shipping_method,
        subtotal, shipping, shipping_discount, shipping_tax_rate, shipping_tax, discount, tax, total, paid, status, payment_status, payment_step, fulfilment_status, placed_at)
    values (:tenant::uuid, :placed::uuid, :store::uuid, 'ONLINE', bench.id(8, :t::bigint, :o::bigint), 'guest@example.com', 'en', 'KES', true, '{"line1": "Moi Avenue 1", "city": "Nairobi", "country": "KE"}', 'Standard',
        :total::bigint, 50000, 0, 0, 0, 0, 0, :total::bigint + 50000, :total::bigint + 50000, 'OPEN', 'PAID', 1, 'UNFULFILLED', now());
insert into ordering.order_line (tenant_id, id, order_id, position, variant_id, product_id, sku, name, quantity, list_price, unit_price, price_source, discount, tax_rate, tax, total, requires_shipping)
    select :tenant::uuid, bench.id(20 + place::integer, :t::bigint, :o::bigint), :placed::uuid, row_number() over (order by place) - 1, id, product_id, sku, name, 1, amount, amount, 'BASE', 0, 0, 0, amount, true
    from bench.variant where n = :t::integer and place in (:a::integer, :b::integer, :c::integer);
insert into ordering.order_line_stock (tenant_id, order_id, line_id, variant_id, quantity)
    select :tenant::uuid, :placed::uuid, bench.id(20 + place::integer, :t::bigint, :o::bigint), id, 1 from bench.variant where n = :t::integer and place in (:a::integer, :b::integer, :c::integer);
insert into ordering.status_change (tenant_id, order_id, axis, step, from_status, event, to_status, actor) values
    (:tenant::uuid, :placed::uuid, 'ORDER', 0, 'NONE', 'PLACE', 'OPEN', 'bench'), (:tenant::uuid, :placed::uuid, 'PAYMENT', 0, 'NONE', 'PLACE', 'PENDING', 'bench'),
    (:tenant::uuid, :placed::uuid, 'FULFILMENT', 0, 'NONE', 'PLACE', 'UNFULFILLED', 'bench'), (:tenant::uuid, :placed::uuid, 'PAYMENT', 1, 'PENDING', 'PAY', 'PAID', 'bench');
insert into ordering.cart (tenant_id, id, store_id, channel, customer_id, currency, locale, email, status, order_id, expires_at)
    values (:tenant::uuid, bench.id(10, :t::bigint, :o::bigint), :store::uuid, 'ONLINE', bench.id(8, :t::bigint, :o::bigint), 'KES', 'en', 'guest@example.com', 'COMPLETED', :placed::uuid, now() + interval '30 days');
insert into ordering.cart_line (tenant_id, id, cart_id, variant_id, quantity)
    select :tenant::uuid, bench.id(20 + place::integer, :t::bigint, :o::bigint), bench.id(10, :t::bigint, :o::bigint), id, 1 from bench.variant where n = :t::integer and place in (:a::integer, :b::integer, :c::integer);
insert into ordering.order_payment (tenant_id, id, order_id, kind, method, amount, actor)
    values (:tenant::uuid, bench.id(11, :t::bigint, :o::bigint), :placed::uuid, 'PAYMENT', 'CASH_ON_DELIVERY', :total::bigint + 50000, 'bench');
insert into ledger.account (tenant_id, id, code, unit, holder, guarded) values (:tenant::uuid, bench.id(104, :t::bigint, 0), 'CASH', 'KES', tenancy.type_id('tenant', :tenant::uuid), false) on conflict do nothing;
insert into ledger.transfer (tenant_id, id, kind, reference, subject, occurred_at) values (:tenant::uuid, bench.id(200, :t::bigint, :o::bigint), 'ORDER_PLACED', :text::text, :text::text, now()),
    (:tenant::uuid, bench.id(201, :t::bigint, :o::bigint), 'PAYMENT_RECEIVED', tenancy.type_id('order_payment', bench.id(11, :t::bigint, :o::bigint)), :text::text, now());
insert into ledger.entry (tenant_id, transfer_id, line, account_id, unit, amount, occurred_at) values
    (:tenant::uuid, bench.id(200, :t::bigint, :o::bigint), 0, bench.id(101, :t::bigint, 0), 'KES', :total::bigint + 50000, now()), (:tenant::uuid, bench.id(200, :t::bigint, :o::bigint), 1, bench.id(102, :t::bigint, 0), 'KES', -:total::bigint, now()),
    (:tenant::uuid, bench.id(200, :t::bigint, :o::bigint), 2, bench.id(103, :t::bigint, 0), 'KES', -50000, now()), (:tenant::uuid, bench.id(201, :t::bigint, :o::bigint), 0, bench.id(104, :t::bigint, 0), 'KES', :total::bigint + 50000, now()),
    (:tenant::uuid, bench.id(201, :t::bigint, :o::bigint), 1, bench.id(101, :t::bigint, 0), 'KES', -:total::bigint - 50000, now());
select ordering.give_numbers(:tenant::uuid, array[:placed::uuid]);
commit;
