-- Tills: the registers of stores, the sessions in which somebody sells at one, and every movement of the cash in its drawer.

insert into identity.permission (code) values ('POS_SELL'), ('POS_MANAGE');
insert into identity.built_in_role_permission (code, permission) values
    ('OWNER', 'POS_SELL'), ('OWNER', 'POS_MANAGE'), ('ADMIN', 'POS_SELL'), ('ADMIN', 'POS_MANAGE'), ('ORDERS', 'POS_SELL');

create table channel.pos_register (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    store_id    uuid        not null,
    -- Where it stands, and what it sells comes from.
    location_id uuid        not null,
    -- Part of the source of its orders, so it stays as it is.
    code        text        not null,
    name        text        not null,
    active      boolean     not null default true,
    version     integer     not null default 1,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint pos_register_code_key unique (tenant_id, code),
    constraint pos_register_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id),
    constraint pos_register_location_fkey foreign key (tenant_id, location_id) references inventory.location (tenant_id, id),
    constraint pos_register_code_check check (code ~ '^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$'),
    constraint pos_register_name_check check (char_length(name) between 1 and 255 and name ~ '\S')
);
create index pos_register_store_idx on channel.pos_register (tenant_id, store_id);
create index pos_register_location_idx on channel.pos_register (tenant_id, location_id);
call tenancy.protect('channel.pos_register');

-- In minor units. expected is the float and the sum of the movements, which alone change it, also after closing: what a till sold before and tells late was in the
-- drawer when that was counted.
create table channel.pos_session (
    tenant_id       uuid        not null references tenancy.tenant on delete cascade,
    id              uuid        not null,
    pos_register_id uuid        not null,
    currency        text        not null references money.currency (code),
    opening_float   bigint      not null,
    expected        bigint      not null,
    counted         bigint,
    opened_by       text        not null,
    opened_at       timestamptz not null,
    closed_by       text,
    closed_at       timestamptz,
    primary key (tenant_id, id),
    constraint pos_session_register_fkey foreign key (tenant_id, pos_register_id) references channel.pos_register (tenant_id, id),
    constraint pos_session_float_check check (opening_float between 0 and 1000000000000000),
    constraint pos_session_counted_check check (counted between 0 and 1000000000000000),
    constraint pos_session_closed_check check (num_nulls(counted, closed_by, closed_at) in (0, 3) and closed_at >= opened_at)
);
create unique index pos_session_open_key on channel.pos_session (tenant_id, pos_register_id) where closed_at is null;
create index pos_session_register_idx on channel.pos_session (tenant_id, pos_register_id, opened_at, id);
call tenancy.protect('channel.pos_session');

-- What came into the drawer, above 0, and what went out, below.
create table channel.cash_movement (
    tenant_id      uuid        not null references tenancy.tenant on delete cascade,
    id             uuid        not null,
    pos_session_id uuid        not null,
    kind           text        not null,
    amount         bigint      not null,
    reason         text,
    order_id       uuid,
    actor          text        not null,
    moved_at       timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint cash_movement_session_fkey foreign key (tenant_id, pos_session_id) references channel.pos_session (tenant_id, id),
    constraint cash_movement_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id),
    constraint cash_movement_kind_check check (kind in ('SALE', 'REFUND', 'PAY_IN', 'PAY_OUT')),
    constraint cash_movement_amount_check check (
        amount <> 0 and (kind in ('SALE', 'PAY_IN')) = (amount > 0) and amount between -1000000000000000 and 1000000000000000),
    constraint cash_movement_order_check check ((kind in ('SALE', 'REFUND')) = (order_id is not null)),
    constraint cash_movement_reason_check check (char_length(reason) between 1 and 1000 and reason ~ '\S' and (reason is not null or kind not in ('PAY_IN', 'PAY_OUT')))
);
create index cash_movement_session_idx on channel.cash_movement (tenant_id, pos_session_id, moved_at, id);
create index cash_movement_order_idx on channel.cash_movement (tenant_id, order_id) where order_id is not null;
call tenancy.protect('channel.cash_movement');

-- The only way by which a session's cash changes.
create function channel.count_cash() returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    update channel.pos_session s set expected = s.expected + m.amount
    from (select m.tenant_id, m.pos_session_id, sum(m.amount)::bigint as amount from moved m group by m.tenant_id, m.pos_session_id) m
    where s.tenant_id = m.tenant_id and s.id = m.pos_session_id;
    return null;
end
$$;
call tenancy.entrust('channel.count_cash()');
create trigger cash_movement_counts after insert on channel.cash_movement
    referencing new table as moved for each statement execute function channel.count_cash();

-- Which order was sold in which session.
create table channel.pos_sale (
    tenant_id      uuid        not null references tenancy.tenant on delete cascade,
    order_id       uuid        not null,
    pos_session_id uuid        not null,
    -- Whether the session was closed when the till told of it.
    late           boolean     not null,
    received_at    timestamptz not null default now(),
    primary key (tenant_id, order_id),
    constraint pos_sale_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint pos_sale_session_fkey foreign key (tenant_id, pos_session_id) references channel.pos_session (tenant_id, id)
);
create index pos_sale_session_idx on channel.pos_sale (tenant_id, pos_session_id);
call tenancy.protect('channel.pos_sale');

revoke update, delete on channel.cash_movement, channel.pos_sale from merkato_app;
revoke update, delete on channel.pos_session from merkato_app;
grant update (counted, closed_by, closed_at) on channel.pos_session to merkato_app;
