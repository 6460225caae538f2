-- Orders: frozen copies of what was bought, the three things that happen to them, and what proves each.

create schema ordering;
call tenancy.open_schema('ordering');

-- Which event leads from which status to which, on each of an order's three axes; NONE is before there is an order.
create table ordering.transition (
    axis        text not null,
    from_status text not null,
    event       text not null,
    to_status   text not null,
    primary key (axis, from_status, event),
    constraint transition_key unique (axis, from_status, event, to_status)
);
revoke insert, update, delete on ordering.transition from merkato_app, merkato_operator;

insert into ordering.transition (axis, from_status, event, to_status) values
    ('ORDER', 'NONE', 'PLACE', 'OPEN'),
    ('ORDER', 'OPEN', 'COMPLETE', 'COMPLETED'),
    ('ORDER', 'OPEN', 'CANCEL', 'CANCELLED'),
    ('PAYMENT', 'NONE', 'PLACE', 'PENDING'),
    -- Nothing is to be paid.
    ('PAYMENT', 'NONE', 'PAY', 'PAID'),
    ('PAYMENT', 'PENDING', 'PAY_PART', 'PARTIALLY_PAID'),
    ('PAYMENT', 'PENDING', 'PAY', 'PAID'),
    ('PAYMENT', 'PENDING', 'VOID', 'VOIDED'),
    ('PAYMENT', 'PARTIALLY_PAID', 'PAY_PART', 'PARTIALLY_PAID'),
    ('PAYMENT', 'PARTIALLY_PAID', 'PAY', 'PAID'),
    ('PAYMENT', 'PARTIALLY_PAID', 'REFUND_PART', 'PARTIALLY_REFUNDED'),
    ('PAYMENT', 'PARTIALLY_PAID', 'REFUND', 'REFUNDED'),
    ('PAYMENT', 'PAID', 'OWE', 'PARTIALLY_PAID'),
    ('PAYMENT', 'PAID', 'REFUND_PART', 'PARTIALLY_REFUNDED'),
    ('PAYMENT', 'PAID', 'REFUND', 'REFUNDED'),
    ('PAYMENT', 'PARTIALLY_REFUNDED', 'PAY_PART', 'PARTIALLY_REFUNDED'),
    ('PAYMENT', 'PARTIALLY_REFUNDED', 'PAY', 'PARTIALLY_REFUNDED'),
    ('PAYMENT', 'PARTIALLY_REFUNDED', 'REFUND_PART', 'PARTIALLY_REFUNDED'),
    ('PAYMENT', 'PARTIALLY_REFUNDED', 'REFUND', 'REFUNDED'),
    ('PAYMENT', 'REFUNDED', 'PAY_PART', 'PARTIALLY_REFUNDED'),
    ('PAYMENT', 'REFUNDED', 'PAY', 'PARTIALLY_REFUNDED'),
    ('FULFILMENT', 'NONE', 'PLACE', 'UNFULFILLED'),
    ('FULFILMENT', 'UNFULFILLED', 'SHIP_PART', 'PARTIALLY_FULFILLED'),
    ('FULFILMENT', 'UNFULFILLED', 'SHIP', 'FULFILLED'),
    ('FULFILMENT', 'PARTIALLY_FULFILLED', 'SHIP_PART', 'PARTIALLY_FULFILLED'),
    ('FULFILMENT', 'PARTIALLY_FULFILLED', 'SHIP', 'FULFILLED'),
    ('FULFILMENT', 'PARTIALLY_FULFILLED', 'RETURN_PART', 'PARTIALLY_RETURNED'),
    ('FULFILMENT', 'FULFILLED', 'ADD', 'PARTIALLY_FULFILLED'),
    ('FULFILMENT', 'FULFILLED', 'RETURN_PART', 'PARTIALLY_RETURNED'),
    ('FULFILMENT', 'FULFILLED', 'RETURN', 'RETURNED'),
    ('FULFILMENT', 'PARTIALLY_RETURNED', 'SHIP_PART', 'PARTIALLY_RETURNED'),
    ('FULFILMENT', 'PARTIALLY_RETURNED', 'SHIP', 'PARTIALLY_RETURNED'),
    ('FULFILMENT', 'PARTIALLY_RETURNED', 'RETURN_PART', 'PARTIALLY_RETURNED'),
    ('FULFILMENT', 'PARTIALLY_RETURNED', 'RETURN', 'RETURNED');

-- The number of a tenant's latest order. Taken last in the transaction, since whoever takes it makes others wait until they commit.
create table ordering.order_counter (
    tenant_id   uuid   not null references tenancy.tenant on delete cascade,
    last_number bigint not null,
    primary key (tenant_id)
);
call tenancy.protect('ordering.order_counter');

create table ordering."order" (
    tenant_id          uuid        not null references tenancy.tenant on delete cascade,
    id                 uuid        not null,
    -- Gapless per tenant; given by the last statement of the transaction that places the order, which order_numbered watches over.
    number             bigint,
    store_id           uuid        not null,
    channel            text        not null,
    -- Where it came from besides its channel, such as a marketplace or a till, and its name there.
    source             text,
    source_reference   text,
    customer_id        uuid,
    email              text,
    phone              text,
    locale             text        not null,
    currency           text        not null references money.currency (code),
    prices_include_tax boolean     not null,
    shipping_address   jsonb,
    billing_address    jsonb,
    shipping_method    text,
    note               text,
    -- In minor units. subtotal: lines before discounts; discount: all of them, shipping's too; tax: of all; total: what is to be paid.
    subtotal           bigint      not null,
    shipping           bigint      not null,
    shipping_discount  bigint      not null,
    shipping_tax_rate  integer     not null,
    shipping_tax       bigint      not null,
    discount           bigint      not null,
    tax                bigint      not null,
    total              bigint      not null,
    paid               bigint      not null default 0,
    refunded           bigint      not null default 0,
    -- What came back was charged for.
    returned           bigint      not null default 0,
    status             text        not null,
    status_step        integer     not null default 0,
    payment_status     text        not null,
    payment_step       integer     not null default 0,
    fulfilment_status  text        not null,
    fulfilment_step    integer     not null default 0,
    placed_at          timestamptz not null,
    cancelled_at       timestamptz,
    cancel_reason      text,
    version            integer     not null default 1,
    created_at         timestamptz not null default now(),
    updated_at         timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint order_number_key unique (tenant_id, number),
    constraint order_source_key unique (tenant_id, source, source_reference),
    constraint order_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id),
    constraint order_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete set null (customer_id),
    constraint order_number_check check (number > 0),
    constraint order_channel_check check (channel in ('ONLINE', 'POS', 'EXTERNAL')),
    constraint order_source_check check ((source is null) = (source_reference is null)),
    constraint order_amounts_check check (
        subtotal >= 0 and shipping >= 0 and shipping_discount between 0 and shipping and discount between shipping_discount and subtotal + shipping
        and shipping_tax_rate between 0 and 1000000 and shipping_tax >= 0 and tax >= shipping_tax),
    constraint order_total_check check (total = subtotal + shipping - discount + case when prices_include_tax then 0 else tax end),
    constraint order_paid_check check (paid >= 0 and refunded between 0 and paid and returned between 0 and total),
    constraint order_status_check check (status in ('OPEN', 'COMPLETED', 'CANCELLED')),
    constraint order_payment_status_check check (payment_status in ('PENDING', 'PARTIALLY_PAID', 'PAID', 'PARTIALLY_REFUNDED', 'REFUNDED', 'VOIDED')),
    constraint order_fulfilment_status_check check (fulfilment_status in ('UNFULFILLED', 'PARTIALLY_FULFILLED', 'FULFILLED', 'PARTIALLY_RETURNED', 'RETURNED')),
    constraint order_cancelled_check check ((status = 'CANCELLED') = (cancelled_at is not null)),
    constraint order_note_check check (char_length(note) between 1 and 5000),
    constraint order_cancel_reason_check check (char_length(cancel_reason) between 1 and 1000)
);
create index order_placed_idx on ordering."order" (tenant_id, placed_at, id);
create index order_customer_idx on ordering."order" (tenant_id, customer_id, placed_at, id) where customer_id is not null;
create index order_store_idx on ordering."order" (tenant_id, store_id, placed_at, id);
create index order_open_idx on ordering."order" (tenant_id, placed_at, id) where status = 'OPEN';
call tenancy.protect('ordering."order"');

create function ordering.require_number() returns trigger
    language plpgsql
as $$
begin
    if exists (select from ordering."order" o where o.tenant_id = new.tenant_id and o.id = new.id and o.number is null) then
        raise exception 'order % has no number', new.id using errcode = 'check_violation', constraint = 'order_numbered';
    end if;
    return null;
end
$$;
create constraint trigger order_numbered after insert on ordering."order"
    deferrable initially deferred for each row execute function ordering.require_number();

-- The path of an order on an axis. A step takes up where the one before it ended, and only as a transition allows.
create table ordering.status_change (
    tenant_id     uuid        not null references tenancy.tenant on delete cascade,
    order_id      uuid        not null,
    axis          text        not null,
    step          integer     not null,
    from_status   text        not null,
    event         text        not null,
    to_status     text        not null,
    previous_step integer     generated always as (case when step > 0 then step - 1 end) stored,
    actor         text        not null,
    reason        text,
    changed_at    timestamptz not null default now(),
    primary key (tenant_id, order_id, axis, step),
    constraint status_change_state_key unique (tenant_id, order_id, axis, step, to_status),
    constraint status_change_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint status_change_transition_fkey foreign key (axis, from_status, event, to_status)
        references ordering.transition (axis, from_status, event, to_status),
    constraint status_change_previous_fkey foreign key (tenant_id, order_id, axis, previous_step, from_status)
        references ordering.status_change (tenant_id, order_id, axis, step, to_status),
    constraint status_change_step_check check (step >= 0 and (step = 0) = (from_status = 'NONE')),
    constraint status_change_reason_check check (char_length(reason) between 1 and 1000)
);
call tenancy.protect('ordering.status_change');

-- Moves an order along an axis: its new status, or null where no transition leads on, and then nothing was written.
-- The order's row stays locked until the transaction ends.
create function ordering.move(of_tenant uuid, of_order uuid, of_axis text, of_event text, by_actor text, for_reason text) returns text
    language plpgsql
as $$
declare
    now_status text;
    now_step   integer;
    moved      text;
begin
    select case of_axis when 'ORDER' then o.status when 'PAYMENT' then o.payment_status else o.fulfilment_status end,
           case of_axis when 'ORDER' then o.status_step when 'PAYMENT' then o.payment_step else o.fulfilment_step end
    into now_status, now_step
    from ordering."order" o where o.tenant_id = of_tenant and o.id = of_order for update;
    select t.to_status into moved from ordering.transition t
    where t.axis = of_axis and t.from_status = now_status and t.event = of_event;
    if moved is null then
        return null;
    end if;
    insert into ordering.status_change (tenant_id, order_id, axis, step, from_status, event, to_status, actor, reason)
    values (of_tenant, of_order, of_axis, now_step + 1, now_status, of_event, moved, by_actor, for_reason);
    update ordering."order" o set
        status            = case of_axis when 'ORDER' then moved else o.status end,
        status_step       = case of_axis when 'ORDER' then now_step + 1 else o.status_step end,
        cancelled_at      = case when of_axis = 'ORDER' and moved = 'CANCELLED' then now() else o.cancelled_at end,
        cancel_reason     = case when of_axis = 'ORDER' and moved = 'CANCELLED' then for_reason else o.cancel_reason end,
        payment_status    = case of_axis when 'PAYMENT' then moved else o.payment_status end,
        payment_step      = case of_axis when 'PAYMENT' then now_step + 1 else o.payment_step end,
        fulfilment_status = case of_axis when 'FULFILMENT' then moved else o.fulfilment_status end,
        fulfilment_step   = case of_axis when 'FULFILMENT' then now_step + 1 else o.fulfilment_step end,
        version           = o.version + 1,
        updated_at        = now()
    where o.tenant_id = of_tenant and o.id = of_order;
    return moved;
end
$$;

-- What was bought, as it was when it was bought: the catalogue may change or forget it.
create table ordering.order_line (
    tenant_id         uuid    not null references tenancy.tenant on delete cascade,
    id                uuid    not null,
    order_id          uuid    not null,
    position          integer not null,
    variant_id        uuid,
    product_id        uuid,
    sku               text,
    name              text    not null,
    -- [{"name", "value"}]: the variant's options, and what the customer wrote for this line.
    options           jsonb   not null default '[]',
    properties        jsonb   not null default '[]',
    quantity          bigint  not null,
    list_price        bigint  not null,
    unit_price        bigint  not null,
    price_source      text    not null,
    -- The sale whose pieces it took, to be given back on cancel.
    flash_sale_item_id uuid,
    discount          bigint  not null,
    tax_name          text,
    tax_rate          integer not null,
    tax               bigint  not null,
    -- With tax and after discounts.
    total             bigint  not null,
    requires_shipping boolean not null,
    fulfilled         bigint  not null default 0,
    returned          bigint  not null default 0,
    -- Of total, what the returned pieces were charged.
    returned_amount   bigint  not null default 0,
    primary key (tenant_id, id),
    constraint order_line_position_key unique (tenant_id, order_id, position),
    constraint order_line_order_key unique (tenant_id, order_id, id),
    constraint order_line_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint order_line_variant_fkey foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, id) on delete set null (variant_id),
    constraint order_line_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete set null (product_id),
    constraint order_line_flash_sale_item_fkey foreign key (tenant_id, flash_sale_item_id)
        references pricing.flash_sale_item (tenant_id, id) on delete set null (flash_sale_item_id),
    constraint order_line_sale_check check (flash_sale_item_id is null or price_source = 'FLASH_SALE'),
    constraint order_line_quantity_check check (quantity between 0 and 1000000),
    constraint order_line_price_check check (list_price >= 0 and unit_price >= 0),
    constraint order_line_source_check check (price_source in ('BASE', 'STORE', 'PRICE_LIST', 'FLASH_SALE', 'MANUAL')),
    constraint order_line_amounts_check check (
        discount between 0 and unit_price * quantity and tax_rate between 0 and 1000000 and tax >= 0 and returned_amount between 0 and total
        and total in (unit_price * quantity - discount, unit_price * quantity - discount + tax)),
    constraint order_line_fulfilled_check check (fulfilled between 0 and quantity and returned between 0 and fulfilled)
);
create index order_line_variant_idx on ordering.order_line (tenant_id, variant_id) where variant_id is not null;
create index order_line_product_idx on ordering.order_line (tenant_id, product_id) where product_id is not null;
create index order_line_flash_sale_item_idx on ordering.order_line (tenant_id, flash_sale_item_id) where flash_sale_item_id is not null;
call tenancy.protect('ordering.order_line');

-- Which pieces of stock one piece of a line takes: the variant itself, or a bundle's components.
create table ordering.order_line_stock (
    tenant_id  uuid   not null references tenancy.tenant on delete cascade,
    order_id   uuid   not null,
    line_id    uuid   not null,
    variant_id uuid   not null,
    quantity   bigint not null,
    primary key (tenant_id, line_id, variant_id),
    constraint order_line_stock_line_fkey foreign key (tenant_id, order_id, line_id) references ordering.order_line (tenant_id, order_id, id) on delete cascade,
    constraint order_line_stock_variant_fkey foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, id) on delete cascade,
    constraint order_line_stock_quantity_check check (quantity between 1 and 1000000)
);
create index order_line_stock_order_idx on ordering.order_line_stock (tenant_id, order_id);
create index order_line_stock_variant_idx on ordering.order_line_stock (tenant_id, variant_id);
call tenancy.protect('ordering.order_line_stock');

-- Why a line, or the shipping where there is no line, costs less.
create table ordering.order_discount (
    tenant_id uuid   not null references tenancy.tenant on delete cascade,
    id        uuid   not null,
    order_id  uuid   not null,
    line_id   uuid,
    code      text   not null,
    amount    bigint not null,
    primary key (tenant_id, id),
    constraint order_discount_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint order_discount_line_fkey foreign key (tenant_id, order_id, line_id) references ordering.order_line (tenant_id, order_id, id) on delete cascade,
    constraint order_discount_amount_check check (amount > 0)
);
create index order_discount_order_idx on ordering.order_discount (tenant_id, order_id);
create index order_discount_line_idx on ordering.order_discount (tenant_id, order_id, line_id);
call tenancy.protect('ordering.order_discount');

-- Money that came in or went back; the order's paid and refunded are their sums.
create table ordering.order_payment (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    order_id    uuid        not null,
    kind        text        not null,
    method      text        not null,
    amount      bigint      not null,
    reference   text,
    actor       text        not null,
    recorded_at timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint order_payment_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint order_payment_kind_check check (kind in ('PAYMENT', 'REFUND')),
    constraint order_payment_method_check check (method in ('CASH', 'BANK_TRANSFER', 'CASH_ON_DELIVERY', 'MOBILE_MONEY', 'CARD', 'OTHER')),
    constraint order_payment_amount_check check (amount > 0),
    constraint order_payment_reference_check check (char_length(reference) between 1 and 255)
);
create index order_payment_order_idx on ordering.order_payment (tenant_id, order_id, id);
call tenancy.protect('ordering.order_payment');

create table ordering.fulfilment (
    tenant_id        uuid        not null references tenancy.tenant on delete cascade,
    id               uuid        not null,
    order_id         uuid        not null,
    tracking_company text,
    tracking_number  text,
    tracking_url     text,
    version          integer     not null default 1,
    shipped_at       timestamptz not null default now(),
    delivered_at     timestamptz,
    primary key (tenant_id, id),
    constraint fulfilment_order_key unique (tenant_id, order_id, id),
    constraint fulfilment_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint fulfilment_tracking_company_check check (char_length(tracking_company) between 1 and 255),
    constraint fulfilment_tracking_number_check check (char_length(tracking_number) between 1 and 255),
    constraint fulfilment_tracking_url_check check (char_length(tracking_url) <= 2048 and tracking_url ~ '^https?://')
);
create index fulfilment_order_idx on ordering.fulfilment (tenant_id, order_id, id);
call tenancy.protect('ordering.fulfilment');

create table ordering.fulfilment_line (
    tenant_id     uuid   not null references tenancy.tenant on delete cascade,
    fulfilment_id uuid   not null,
    line_id       uuid   not null,
    order_id      uuid   not null,
    quantity      bigint not null,
    primary key (tenant_id, fulfilment_id, line_id),
    constraint fulfilment_line_fulfilment_fkey foreign key (tenant_id, order_id, fulfilment_id) references ordering.fulfilment (tenant_id, order_id, id) on delete cascade,
    constraint fulfilment_line_line_fkey foreign key (tenant_id, order_id, line_id) references ordering.order_line (tenant_id, order_id, id) on delete cascade,
    constraint fulfilment_line_quantity_check check (quantity > 0)
);
create index fulfilment_line_line_idx on ordering.fulfilment_line (tenant_id, order_id, line_id);
create index fulfilment_line_fulfilment_idx on ordering.fulfilment_line (tenant_id, order_id, fulfilment_id);
call tenancy.protect('ordering.fulfilment_line');

create table ordering.order_return (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    order_id    uuid        not null,
    reason      text,
    actor       text        not null,
    -- What its lines are worth: their share of the lines' totals.
    amount      bigint      not null,
    returned_at timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint order_return_order_key unique (tenant_id, order_id, id),
    constraint order_return_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint order_return_amount_check check (amount >= 0),
    constraint order_return_reason_check check (char_length(reason) between 1 and 1000)
);
create index order_return_order_idx on ordering.order_return (tenant_id, order_id, id);
call tenancy.protect('ordering.order_return');

create table ordering.order_return_line (
    tenant_id uuid    not null references tenancy.tenant on delete cascade,
    return_id uuid    not null,
    line_id   uuid    not null,
    order_id  uuid    not null,
    quantity  bigint  not null,
    restocked boolean not null,
    amount    bigint  not null,
    primary key (tenant_id, return_id, line_id),
    constraint order_return_line_return_fkey foreign key (tenant_id, order_id, return_id) references ordering.order_return (tenant_id, order_id, id) on delete cascade,
    constraint order_return_line_line_fkey foreign key (tenant_id, order_id, line_id) references ordering.order_line (tenant_id, order_id, id) on delete cascade,
    constraint order_return_line_quantity_check check (quantity > 0 and amount >= 0)
);
create index order_return_line_line_idx on ordering.order_return_line (tenant_id, order_id, line_id);
create index order_return_line_return_idx on ordering.order_return_line (tenant_id, order_id, return_id);
call tenancy.protect('ordering.order_return_line');

-- What staff tell each other about an order; the customer never reads it.
create table ordering.order_note (
    tenant_id  uuid        not null references tenancy.tenant on delete cascade,
    id         uuid        not null,
    order_id   uuid        not null,
    body       text        not null,
    author     text        not null,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint order_note_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint order_note_body_check check (char_length(body) between 1 and 5000 and body ~ '\S')
);
create index order_note_order_idx on ordering.order_note (tenant_id, order_id, id);
call tenancy.protect('ordering.order_note');

-- Gives these orders the tenant's next numbers, in their order. The counter stays locked until the transaction ends.
create function ordering.give_numbers(of_tenant uuid, orders uuid[]) returns table (order_id uuid, number bigint)
    language sql
as $$
    with taken as (
        insert into ordering.order_counter as c (tenant_id, last_number) values (of_tenant, 1000 + cardinality(orders))
        on conflict (tenant_id) do update set last_number = c.last_number + cardinality(orders)
        returning last_number
    )
    update ordering."order" o set number = taken.last_number - cardinality(orders) + n.place
    from taken, unnest(orders) with ordinality as n (id, place)
    where o.tenant_id = of_tenant and o.id = n.id
    returning o.id, o.number
$$;
