-- What lies where, what of it is promised, and every movement that made it so.

create schema inventory;
call tenancy.open_schema('inventory');

-- How a tenant keeps stock; one without a row keeps none.
create table inventory.policy (
    tenant_id    uuid        not null references tenancy.tenant on delete cascade,
    mode         text        not null,
    cart_minutes integer     not null default 15,
    version      integer     not null default 1,
    updated_at   timestamptz not null default now(),
    primary key (tenant_id),
    constraint policy_mode_check check (mode in ('NONE', 'TRACK', 'RESERVE_ON_ORDER', 'RESERVE_ON_CART')),
    constraint policy_cart_minutes_check check (cart_minutes between 1 and 1440)
);
call tenancy.protect('inventory.policy');

create table inventory.location (
    tenant_id  uuid        not null references tenancy.tenant on delete cascade,
    id         uuid        not null,
    code       text        not null,
    name       text        not null,
    address    jsonb,
    -- Lower ones are taken from first.
    priority   integer     not null default 0,
    active     boolean     not null default true,
    version    integer     not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint location_code_key unique (tenant_id, code),
    constraint location_code_check check (code ~ '^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$'),
    constraint location_name_check check (char_length(name) between 1 and 255 and name ~ '\S'),
    constraint location_address_check check (jsonb_typeof(address) = 'object'),
    constraint location_priority_check check (priority between 0 and 1000)
);
call tenancy.protect('inventory.location');

-- on_hand and reserved are the sums of the movements and change by them alone.
-- on_hand is below 0 where more was sold than anybody had recorded, by a tenant who refuses no sale.
-- safety is kept back from sale; backorder may be sold beyond what is on hand; at low_at or less to sell, the level is low.
create table inventory.stock_level (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    variant_id  uuid        not null,
    location_id uuid        not null,
    on_hand     bigint      not null default 0,
    reserved    bigint      not null default 0,
    safety      bigint      not null default 0,
    backorder   bigint      not null default 0,
    low_at      bigint,
    sellable    bigint      not null generated always as (greatest(on_hand + backorder - safety - reserved, 0)) stored,
    version     integer     not null default 1,
    updated_at  timestamptz not null default now(),
    primary key (tenant_id, variant_id, location_id),
    constraint stock_level_variant_fkey foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, id) on delete cascade,
    constraint stock_level_location_fkey foreign key (tenant_id, location_id) references inventory.location (tenant_id, id),
    constraint stock_level_on_hand_check check (on_hand between -1000000000 and 1000000000),
    constraint stock_level_reserved_check check (reserved >= 0),
    constraint stock_level_promise_check check (reserved = 0 or reserved <= on_hand + backorder),
    constraint stock_level_limits_check check (safety between 0 and 1000000000 and backorder between 0 and 1000000000 and low_at between 0 and 1000000000)
);
create index stock_level_location_idx on inventory.stock_level (tenant_id, location_id, variant_id);
call tenancy.protect('inventory.stock_level');

-- What a cart or an order was promised, per place it would come from; the holder is its id as the API writes it.
create table inventory.reservation (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    holder      text        not null,
    variant_id  uuid        not null,
    location_id uuid        not null,
    quantity    bigint      not null,
    -- Null: for good, until it is released or shipped.
    expires_at  timestamptz,
    primary key (tenant_id, holder, variant_id, location_id),
    constraint reservation_stock_level_fkey foreign key (tenant_id, variant_id, location_id)
        references inventory.stock_level (tenant_id, variant_id, location_id) on delete cascade,
    constraint reservation_quantity_check check (quantity > 0)
);
create index reservation_expires_at_idx on inventory.reservation (expires_at) where expires_at is not null;
create index reservation_stock_level_idx on inventory.reservation (tenant_id, variant_id, location_id);
call tenancy.protect('inventory.reservation');

-- One act of staff that changes what is on hand at a place: a delivery, a count, a loss.
create table inventory.adjustment (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    location_id uuid        not null,
    reason      text        not null,
    note        text,
    actor       text        not null,
    adjusted_at timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint adjustment_location_fkey foreign key (tenant_id, location_id) references inventory.location (tenant_id, id),
    constraint adjustment_reason_check check (reason in ('RECEIVED', 'COUNTED', 'DAMAGED', 'LOST', 'RETURNED', 'CORRECTED', 'TRANSFERRED')),
    constraint adjustment_note_check check (char_length(note) between 1 and 1000)
);
call tenancy.protect('inventory.adjustment');

create table inventory.movement (
    tenant_id       uuid        not null references tenancy.tenant on delete cascade,
    id              uuid        not null,
    variant_id      uuid        not null,
    location_id     uuid        not null,
    on_hand_change  bigint      not null default 0,
    reserved_change bigint      not null default 0,
    reason          text        not null,
    -- The id, as the API writes it, of what it was for: an adjustment, a cart, an order.
    reference       text        not null,
    actor           text        not null,
    moved_at        timestamptz not null default clock_timestamp(),
    primary key (tenant_id, id),
    constraint movement_stock_level_fkey foreign key (tenant_id, variant_id, location_id)
        references inventory.stock_level (tenant_id, variant_id, location_id) on delete cascade,
    constraint movement_reason_check check (reason in ('RECEIVED', 'COUNTED', 'DAMAGED', 'LOST', 'RETURNED', 'TRANSFERRED', 'CORRECTED', 'RESERVED', 'RELEASED', 'EXPIRED', 'SHIPPED')),
    constraint movement_change_check check (on_hand_change <> 0 or reserved_change <> 0)
);
create index movement_stock_level_idx on inventory.movement (tenant_id, variant_id, location_id, id);
create index movement_reference_idx on inventory.movement (tenant_id, reference, id);
call tenancy.protect('inventory.movement');

-- A level that has become low and whom nobody has been told of yet.
create table inventory.low_stock (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    variant_id  uuid        not null,
    location_id uuid        not null,
    available   bigint      not null,
    low_at      bigint      not null,
    became_at   timestamptz not null default clock_timestamp(),
    primary key (tenant_id, id),
    constraint low_stock_level_fkey foreign key (tenant_id, variant_id, location_id)
        references inventory.stock_level (tenant_id, variant_id, location_id) on delete cascade
);
create index low_stock_level_idx on inventory.low_stock (tenant_id, variant_id, location_id);
call tenancy.protect('inventory.low_stock');

-- A UUIDv7 (RFC 9562): the milliseconds since 1970, then random bits.
create function inventory.next_id() returns uuid
    language sql volatile parallel safe
    return encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
            52, 1), 53, 1), 'hex')::uuid;

-- Whether the tenant sells no more than there is.
create function inventory.limits_sale(of_tenant uuid) returns boolean
    language sql stable
    return coalesce((select p.mode in ('RESERVE_ON_ORDER', 'RESERVE_ON_CART') from inventory.policy p where p.tenant_id = of_tenant), false);

-- How many can be sold of those that have a level, in all places together.
create function inventory.sellable(of_tenant uuid, variants uuid[]) returns table (variant_id uuid, quantity bigint)
    language sql stable
as $$
    select l.variant_id, sum(case when p.active then l.sellable else 0 end)::bigint
    from inventory.stock_level l
    join inventory.location p on p.tenant_id = of_tenant and p.id = l.location_id
    where l.tenant_id = of_tenant and l.variant_id = any (variants)
    group by l.variant_id
$$;

-- Whether there is any of these variants, and of the bundles that contain them, told to the catalogue. What has no level is always there.
create function inventory.tell_catalog(of_tenant uuid, variants uuid[]) returns void
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
begin
    perform catalog.lock_in_stock(of_tenant, variants);
    perform catalog.keep_in_stock(of_tenant, array_agg(n.id), array_agg(n.in_stock or not inventory.limits_sale(of_tenant)))
    from (
        select f.variant_id as id, f.quantity > 0 as in_stock from inventory.sellable(of_tenant, variants) f
        union all
        select b.bundle_id, bool_and(coalesce(f.quantity >= b.quantity, true))
        from catalog.bundles_with(of_tenant, variants) b
        left join inventory.sellable(of_tenant, (select array_agg(a.part_id) from catalog.bundles_with(of_tenant, variants) a)) f on f.variant_id = b.part_id
        group by b.bundle_id
    ) n;
end
$$;

-- What may be had and what not is told when a level reaches 0 or leaves it; of the parts of bundles at each change, as a bundle may need several.
create function inventory.levels_changed() returns trigger
    language plpgsql
as $$
declare
    t record;
begin
    for t in
        select a.tenant_id, array_agg(distinct a.variant_id) as variants
        from after a join before b on b.tenant_id = a.tenant_id and b.variant_id = a.variant_id and b.location_id = a.location_id
        where a.sellable <> b.sellable
          and ((a.sellable > 0) <> (b.sellable > 0)
            or exists (select from catalog.product_bundle_item i where i.tenant_id = a.tenant_id and i.variant_id = a.variant_id))
        group by a.tenant_id
    loop
        perform inventory.tell_catalog(t.tenant_id, t.variants);
    end loop;
    insert into inventory.low_stock (tenant_id, id, variant_id, location_id, available, low_at)
    select a.tenant_id, inventory.next_id(), a.variant_id, a.location_id, a.sellable, a.low_at
    from after a join before b on b.tenant_id = a.tenant_id and b.variant_id = a.variant_id and b.location_id = a.location_id
    where a.sellable <= a.low_at and (b.low_at is null or b.sellable > b.low_at);
    return null;
end
$$;
create trigger stock_level_changed after update on inventory.stock_level
    referencing old table as before new table as after for each statement execute function inventory.levels_changed();

create function inventory.levels_made() returns trigger
    language plpgsql
as $$
declare
    t record;
begin
    for t in select m.tenant_id, array_agg(distinct m.variant_id) as variants from made m group by m.tenant_id loop
        perform inventory.tell_catalog(t.tenant_id, t.variants);
    end loop;
    return null;
end
$$;
create trigger stock_level_made after insert on inventory.stock_level
    referencing new table as made for each statement execute function inventory.levels_made();

-- Other parts are another stock.
create function inventory.parts_changed() returns trigger
    language plpgsql
as $$
declare
    t record;
begin
    for t in
        select c.tenant_id, array_agg(distinct b.id) as bundles
        from changed c
        join tenancy.tenant n on n.id = c.tenant_id -- gone where all it has is being deleted
        join catalog.variant b on b.tenant_id = c.tenant_id and b.product_id = c.product_id
        group by c.tenant_id
    loop
        perform inventory.tell_catalog(t.tenant_id, t.bundles);
    end loop;
    return null;
end
$$;
create trigger parts_inserted after insert on catalog.product_bundle_item
    referencing new table as changed for each statement execute function inventory.parts_changed();
create trigger parts_updated after update on catalog.product_bundle_item
    referencing new table as changed for each statement execute function inventory.parts_changed();
create trigger parts_deleted after delete on catalog.product_bundle_item
    referencing old table as changed for each statement execute function inventory.parts_changed();

-- Another way of keeping stock, and a place opened or shut, may change what is to be had of everything.
create function inventory.tell_catalog_everything() returns trigger
    language plpgsql
as $$
begin
    perform inventory.tell_catalog(new.tenant_id, (select array_agg(distinct l.variant_id) from inventory.stock_level l where l.tenant_id = new.tenant_id));
    return null;
end
$$;
create trigger policy_made after insert on inventory.policy for each row execute function inventory.tell_catalog_everything();
create trigger policy_changed after update of mode on inventory.policy for each row when (old.mode <> new.mode) execute function inventory.tell_catalog_everything();
create trigger location_changed after update of active on inventory.location for each row when (old.active <> new.active) execute function inventory.tell_catalog_everything();

-- The only way by which stock changes: the movement is written, and the levels follow, in the order of their keys.
create function inventory.move() returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform from (
        select from inventory.stock_level l
        where (l.tenant_id, l.variant_id, l.location_id) in (select m.tenant_id, m.variant_id, m.location_id from moved m)
        order by l.variant_id, l.location_id for no key update) locked;
    update inventory.stock_level l
    set on_hand = l.on_hand + n.on_hand, reserved = l.reserved + n.reserved, version = l.version + 1, updated_at = now()
    from (
        select m.tenant_id, m.variant_id, m.location_id, sum(m.on_hand_change) as on_hand, sum(m.reserved_change) as reserved
        from moved m group by m.tenant_id, m.variant_id, m.location_id) n
    where l.tenant_id = n.tenant_id and l.variant_id = n.variant_id and l.location_id = n.location_id;
    return null;
end
$$;
call tenancy.entrust('inventory.move()');
create trigger movement_moves after insert on inventory.movement
    referencing new table as moved for each statement execute function inventory.move();

-- Tenants with a promise that has run out, or with a level that has become low. Tells no more than that.
create function inventory.waiting_tenants(at timestamptz) returns setof uuid
    language sql stable security definer set search_path = ''
begin atomic
    select r.tenant_id from inventory.reservation r where r.expires_at <= at
    union
    select l.tenant_id from inventory.low_stock l;
end;
call tenancy.entrust('inventory.waiting_tenants(timestamptz)');

revoke update, delete on inventory.movement, inventory.adjustment from merkato_app;
revoke insert, update, delete on inventory.stock_level from merkato_app;
grant insert (tenant_id, variant_id, location_id) on inventory.stock_level to merkato_app;
grant update (safety, backorder, low_at, version, updated_at) on inventory.stock_level to merkato_app;
