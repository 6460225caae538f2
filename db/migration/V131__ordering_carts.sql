-- Carts: what somebody is about to buy. Nothing in them is a promise but stock, where a tenant reserves it on carts; every figure is
-- worked out when it is asked for.

create table ordering.cart (
    tenant_id          uuid        not null references tenancy.tenant on delete cascade,
    id                 uuid        not null,
    store_id           uuid        not null,
    channel            text        not null,
    -- A guest or a registered customer; null only where staff fill the cart for nobody known.
    customer_id        uuid,
    -- Staff fill it: a draft order.
    draft              boolean     not null default false,
    currency           text        not null references money.currency (code),
    locale             text        not null,
    email              text,
    phone              text,
    note               text,
    coupon_codes       text[]      not null default '{}',
    shipping_address   jsonb,
    billing_address    jsonb,
    shipping_method_id uuid,
    status             text        not null default 'OPEN',
    order_id           uuid,
    expires_at         timestamptz not null,
    version            integer     not null default 1,
    created_at         timestamptz not null default now(),
    updated_at         timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint cart_order_key unique (tenant_id, order_id),
    constraint cart_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id) on delete cascade,
    -- Deferred: the order's number, which others wait for, comes last, and the order just before it.
    constraint cart_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade deferrable initially deferred,
    constraint cart_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete cascade,
    constraint cart_shipping_method_fkey foreign key (tenant_id, shipping_method_id)
        references shipping.shipping_method (tenant_id, id) on delete set null (shipping_method_id),
    constraint cart_channel_check check (channel in ('ONLINE', 'POS', 'EXTERNAL')),
    constraint cart_customer_check check (draft or customer_id is not null),
    constraint cart_status_check check (status in ('OPEN', 'COMPLETED', 'MERGED', 'EXPIRED')),
    constraint cart_order_check check ((status = 'COMPLETED') = (order_id is not null)),
    constraint cart_coupon_codes_check check (cardinality(coupon_codes) <= 10),
    constraint cart_email_check check (char_length(email) between 3 and 254),
    constraint cart_note_check check (char_length(note) between 1 and 5000)
);
create index cart_customer_idx on ordering.cart (tenant_id, customer_id, updated_at, id) where customer_id is not null;
create index cart_draft_idx on ordering.cart (tenant_id, updated_at, id) where draft;
create index cart_expires_at_idx on ordering.cart (tenant_id, expires_at) where status = 'OPEN';
create index cart_shipping_method_idx on ordering.cart (tenant_id, shipping_method_id) where shipping_method_id is not null;
create index cart_store_idx on ordering.cart (tenant_id, store_id);
call tenancy.protect('ordering.cart');

create table ordering.cart_line (
    tenant_id      uuid   not null references tenancy.tenant on delete cascade,
    id             uuid   not null,
    cart_id        uuid   not null,
    variant_id     uuid   not null,
    quantity       bigint not null,
    -- [{"name", "value"}], what the customer wrote for the line. The same variant with other properties is another line.
    properties     jsonb  not null default '[]',
    -- The price of a piece that staff set, in a draft alone.
    price_override bigint,
    -- The price of a piece when the line was last set, to tell the customer when it has changed.
    seen_price     bigint,
    primary key (tenant_id, id),
    constraint cart_line_variant_key unique (tenant_id, cart_id, variant_id, properties),
    constraint cart_line_cart_fkey foreign key (tenant_id, cart_id) references ordering.cart (tenant_id, id) on delete cascade,
    constraint cart_line_variant_fkey foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, id) on delete cascade,
    constraint cart_line_quantity_check check (quantity between 1 and 9999),
    constraint cart_line_price_override_check check (price_override between 0 and 900000000000000000),
    constraint cart_line_properties_check check (jsonb_array_length(properties) <= 20 and length(properties::text) <= 5000)
);
create index cart_line_variant_idx on ordering.cart_line (tenant_id, variant_id);
call tenancy.protect('ordering.cart_line');
