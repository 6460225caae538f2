-- Customers, stock, delivery and orders for the tenants that --merkato.generate made: load-1-1 and on. All constraints and triggers are at work.
-- Made by numbers alone, so the same sizes give the same data. Of a tenant that has orders nothing is made again.
--   psql -X -v ON_ERROR_STOP=1 -v customers=200 -v orders=2000 -v lines=3 -f bench/data.sql
\set ON_ERROR_STOP on
set client_min_messages = warning;
set work_mem = '64MB';
create schema if not exists bench;

-- 0 to 2^24-1, scattered.
create or replace function bench.scatter(n bigint) returns bigint language sql immutable parallel safe return (n * 2654435761) % 4294967296 / 256;

-- A UUID of version 7 whose time is its number, so that rows arrive in the order of their index.
create or replace function bench.id(kind integer, tenant bigint, n bigint) returns uuid language sql immutable parallel safe
    return (lpad(to_hex(1767225600000 + n), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8' || lpad(to_hex(tenant), 7, '0') || '0be0c000')::uuid;

-- The tenants that still lack theirs.
drop table if exists bench.lacking;
create table bench.lacking as
    select t.id, split_part(t.slug, '-', 3)::bigint as n, t.slug, s.id as store_id
    from tenancy.tenant t
    join store.store s on s.tenant_id = t.id and s.is_default
    where t.slug ~ '^load-1-[0-9]+$' and not exists (select from ordering."order" o where o.tenant_id = t.id);

-- What is sold, numbered; what ends up in a line is what the store asks for it.
drop table if exists bench.goods;
create table bench.goods as
    select v.tenant_id, row_number() over (partition by v.tenant_id order by v.product_id, v.position) - 1 as n, count(*) over (partition by v.tenant_id) as among,
           v.id as variant_id, v.product_id, v.sku, p.name, c.amount
    from bench.lacking t
    join catalog.product p on p.tenant_id = t.id and p.status = 'ACTIVE'
    join catalog.variant v on v.tenant_id = t.id and v.product_id = p.id and v.offered
    join catalog.variant_price c on c.tenant_id = t.id and c.variant_id = v.id and c.currency = 'KES';
create unique index on bench.goods (tenant_id, n);
analyze bench.lacking, bench.goods;

begin;

insert into shipping.shipping_zone (tenant_id, id, name, elsewhere) select id, bench.id(1, n, 0), 'Everywhere', true from bench.lacking;
insert into shipping.shipping_method (tenant_id, id, shipping_zone_id, code, names, kind, currency)
    select id, bench.id(2, n, 0), bench.id(1, n, 0), 'standard', '{"en": "Standard"}', 'FLAT', 'KES' from bench.lacking;
insert into shipping.shipping_rate (tenant_id, shipping_method_id, kind, starts, amount) select id, bench.id(2, n, 0), 'FLAT', 0, 50000 from bench.lacking;

insert into inventory.location (tenant_id, id, code, name) select id, bench.id(4, n, 0), 'bench', 'Warehouse' from bench.lacking;
insert into inventory.stock_level (tenant_id, variant_id, location_id)
    select t.id, g.variant_id, bench.id(4, t.n, 0) from bench.lacking t join bench.goods g on g.tenant_id = t.id;
insert into inventory.movement (tenant_id, id, variant_id, location_id, on_hand_change, reason, reference, actor)
    select t.id, bench.id(5, t.n, g.n), g.variant_id, bench.id(4, t.n, 0), 1000000, 'RECEIVED', 'bench', 'bench' from bench.lacking t join bench.goods g on g.tenant_id = t.id;
-- Not before the goods are there: each would be sold out for a moment.
insert into inventory.policy (tenant_id, mode) select id, 'RESERVE_ON_ORDER' from bench.lacking on conflict (tenant_id) do update set mode = excluded.mode, updated_at = now();

-- Each tenant's owner, and its first customer with a login. Everybody's password is merkato-demo.
insert into identity.user (id, email, email_normalised, email_verified_at, name, locale)
    select bench.id(6, t.n, k), who || '@' || t.slug || '.example', who || '@' || t.slug || '.example', now(), initcap(who), 'en'
    from bench.lacking t, unnest(array['owner', 'customer1']) with ordinality u (who, k)
    on conflict do nothing;
insert into identity.password (user_id, number, hash)
    select bench.id(6, t.n, k), 1, '$argon2id$v=19$m=19456,t=2,p=1$HlG//xZCCf7M50HXUMR33Q$iioKJpukW+dgq/YSH5NhPF7kQUghKkdqqo4z/76iphs'
    from bench.lacking t, generate_series(1, 2) k
    on conflict do nothing;
insert into identity.member (tenant_id, id, user_id, role_id, every_store, invited_as, invited_by, accepted_at)
    select t.id, bench.id(7, t.n, 0), bench.id(6, t.n, 1), r.id, true, 'owner@' || t.slug || '.example', 'bench', now()
    from bench.lacking t join identity.role r on r.tenant_id = t.id and r.built_in = 'OWNER';

insert into customer.customer (tenant_id, id, kind, user_id, email, email_normalised, given_name, family_name, locale, sort_name, created_at)
    select t.id, bench.id(8, t.n, c), 'REGISTERED', case when c = 1 then bench.id(6, t.n, 2) end, m.email, m.email, m.given, 'Customer' || c, 'en',
           lower('Customer' || c || ' ' || m.given), timestamptz '2026-01-01Z' + c * interval '1 minute'
    from bench.lacking t, generate_series(1, :customers) c,
         lateral (select 'customer' || c || '@' || t.slug || '.example' as email, (array['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus', 'Hana'])[1 + bench.scatter(c) % 8] as given) m;
insert into customer.customer_word (tenant_id, customer_id, word)
    select c.tenant_id, c.id, w from bench.lacking t join customer.customer c on c.tenant_id = t.id, unnest(array[lower(c.given_name), lower(c.family_name), c.email]) w;

-- Order o is customer (o - 1) % customers + 1's, of distinct goods, placed and neither paid nor sent.
drop table if exists bench.line;
create unlogged table bench.line as
    select t.id as tenant_id, t.n as tenant, o, l, 1 + bench.scatter(o + l * 7919) % 3 as quantity, g.variant_id, g.product_id, g.sku, g.name, g.amount
    from bench.lacking t, generate_series(1, :orders) o, generate_series(1, :lines) l,
         lateral (select * from bench.goods g where g.tenant_id = t.id and g.n = (bench.scatter(o * 31 + t.n) + l * 37) % g.among) g;
analyze bench.line;

insert into ordering."order" (tenant_id, id, number, store_id, channel, customer_id, email, locale, currency, prices_include_tax, shipping_address, shipping_method,
        subtotal, shipping, shipping_discount, shipping_tax_rate, shipping_tax, discount, tax, total, status, payment_status, fulfilment_status, placed_at)
    select t.id, bench.id(9, t.n, o), 1000 + o, t.store_id, 'ONLINE', bench.id(8, t.n, 1 + (o - 1) % :customers), 'customer' || 1 + (o - 1) % :customers || '@' || t.slug || '.example',
           'en', 'KES', true, '{"line1": "Moi Avenue 1", "city": "Nairobi", "country": "KE"}', 'Standard', s.subtotal, 50000, 0, 0, 0, 0, 0, s.subtotal + 50000,
           'OPEN', 'PENDING', 'UNFULFILLED', timestamptz '2026-02-01Z' + (o * 7 + t.n) * interval '1 minute'
    from bench.lacking t
    join (select tenant_id, o, sum(quantity * amount)::bigint as subtotal from bench.line group by tenant_id, o) s on s.tenant_id = t.id;
insert into ordering.order_counter (tenant_id, last_number) select id, 1000 + :orders from bench.lacking where :orders > 0;
insert into ordering.order_line (tenant_id, id, order_id, position, variant_id, product_id, sku, name, quantity, list_price, unit_price, price_source, discount, tax_rate, tax, total,
        requires_shipping)
    select tenant_id, bench.id(9 + l, tenant, o), bench.id(9, tenant, o), l - 1, variant_id, product_id, sku, name, quantity, amount, amount, 'BASE', 0, 0, 0, quantity * amount, true
    from bench.line;
insert into ordering.order_line_stock (tenant_id, order_id, line_id, variant_id, quantity)
    select tenant_id, bench.id(9, tenant, o), bench.id(9 + l, tenant, o), variant_id, 1 from bench.line;
insert into ordering.status_change (tenant_id, order_id, axis, step, from_status, event, to_status, actor, changed_at)
    select o.tenant_id, o.id, x.axis, 0, 'NONE', 'PLACE', x.status, 'bench', o.placed_at
    from bench.lacking t join ordering."order" o on o.tenant_id = t.id, (values ('ORDER', 'OPEN'), ('PAYMENT', 'PENDING'), ('FULFILMENT', 'UNFULFILLED')) x (axis, status);

insert into ledger.account (tenant_id, id, code, unit, holder, guarded)
    select t.id, bench.id(100 + k::integer, t.n, 0), code, 'KES', tenancy.type_id('tenant', t.id), false
    from bench.lacking t, unnest(array['RECEIVABLE', 'SALES', 'SHIPPING_INCOME']) with ordinality a (code, k);
insert into ledger.transfer (tenant_id, id, kind, reference, subject, occurred_at)
    select t.id, bench.id(200, t.n, o.number), 'ORDER_PLACED', x.text, x.text, o.placed_at
    from bench.lacking t join ordering."order" o on o.tenant_id = t.id, lateral (select tenancy.type_id('order', o.id) as text) x;
insert into ledger.entry (tenant_id, transfer_id, line, account_id, unit, amount, occurred_at)
    select t.id, bench.id(200, t.n, o.number), k - 1, bench.id(100 + k::integer, t.n, 0), 'KES', amount, o.placed_at
    from bench.lacking t join ordering."order" o on o.tenant_id = t.id, unnest(array[o.total, -o.subtotal, -o.shipping]) with ordinality a (amount, k);

commit;
drop table bench.line;

-- What the statements of limit/ need to find a tenant by its number.
drop table if exists bench.tenant, bench.page_forty, bench.variant;
create table bench.tenant as
    select split_part(t.slug, '-', 3)::integer as n, t.id, s.id as store_id, t.slug from tenancy.tenant t join store.store s on s.tenant_id = t.id and s.is_default where t.slug ~ '^load-1-[0-9]+$';
alter table bench.tenant add primary key (n);
create table bench.page_forty as
    select t.n, p.sort_name, p.id from bench.tenant t, lateral (
        select p.sort_name, p.id from catalog.product p where p.tenant_id = t.id and p.status = 'ACTIVE' and p.deleted_at is null order by p.sort_name, p.id offset 779 limit 1) p;
alter table bench.page_forty add primary key (n);
-- What can be ordered.
create table bench.variant as
    select t.n, row_number() over (partition by t.n order by p.position, v.position) as place, v.id, v.product_id, v.sku, p.name, c.amount
    from bench.tenant t
    join catalog.product p on p.tenant_id = t.id and p.status = 'ACTIVE'
    join catalog.variant v on v.tenant_id = t.id and v.product_id = p.id and v.available
    join catalog.variant_price c on c.tenant_id = t.id and c.variant_id = v.id and c.currency = 'KES';
alter table bench.variant add primary key (n, place);
vacuum analyze;
