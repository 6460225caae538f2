-- Where a tenant delivers to, by which methods, and what each costs.

create schema shipping;
call tenancy.open_schema('shipping');

insert into identity.permission (code) values ('SHIPPING_READ'), ('SHIPPING_WRITE');
insert into identity.built_in_role_permission (code, permission) values
    ('OWNER', 'SHIPPING_READ'), ('OWNER', 'SHIPPING_WRITE'), ('ADMIN', 'SHIPPING_READ'), ('ADMIN', 'SHIPPING_WRITE'),
    ('ORDERS', 'SHIPPING_READ'), ('SUPPORT', 'SHIPPING_READ'), ('ANALYST', 'SHIPPING_READ');

create table shipping.shipping_zone (
    tenant_id  uuid        not null references tenancy.tenant on delete cascade,
    id         uuid        not null,
    name       text        not null,
    -- Every place that no other zone names.
    elsewhere  boolean     not null default false,
    version    integer     not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    primary key (tenant_id, id),
    constraint shipping_zone_name_check check (char_length(name) between 1 and 100 and name ~ '\S')
);
create unique index shipping_zone_name_key on shipping.shipping_zone (tenant_id, name) where deleted_at is null;
create unique index shipping_zone_elsewhere_key on shipping.shipping_zone (tenant_id) where elsewhere and deleted_at is null;
call tenancy.protect('shipping.shipping_zone');

-- The places of the zones that are not deleted. No two zones name the same place, so at most one zone has a region, one its country.
create table shipping.shipping_zone_place (
    tenant_id        uuid not null references tenancy.tenant on delete cascade,
    country          text not null,
    -- In capitals; '' for the whole country.
    region           text not null default '',
    shipping_zone_id uuid not null,
    primary key (tenant_id, country, region),
    constraint shipping_zone_place_zone_fkey foreign key (tenant_id, shipping_zone_id) references shipping.shipping_zone (tenant_id, id) on delete cascade,
    constraint shipping_zone_place_country_check check (country ~ '^[A-Z]{2}$'),
    constraint shipping_zone_place_region_check check (char_length(region) <= 100 and region = upper(region))
);
create index shipping_zone_place_zone_idx on shipping.shipping_zone_place (tenant_id, shipping_zone_id);
call tenancy.protect('shipping.shipping_zone_place');

create table shipping.shipping_method (
    tenant_id        uuid        not null references tenancy.tenant on delete cascade,
    id               uuid        not null,
    -- Null for pickup, which is offered wherever the customer lives.
    shipping_zone_id uuid,
    -- Null for every store.
    store_id         uuid,
    code             text        not null,
    names            jsonb       not null,
    kind             text        not null,
    currency         text        not null references money.currency (code),
    -- From this total on it costs nothing.
    free_from        bigint,
    min_days         integer,
    max_days         integer,
    pickup_address   jsonb,
    -- Code of the tax class of shipping.
    tax_class        text,
    enabled          boolean     not null default true,
    position         integer     not null default 0,
    version          integer     not null default 1,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    deleted_at       timestamptz,
    primary key (tenant_id, id),
    constraint shipping_method_kind_key unique (tenant_id, id, kind),
    constraint shipping_method_zone_fkey foreign key (tenant_id, shipping_zone_id) references shipping.shipping_zone (tenant_id, id),
    constraint shipping_method_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id) on delete cascade,
    constraint shipping_method_code_check check (code ~ '^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$'),
    constraint shipping_method_kind_check check (kind in ('FLAT', 'BY_WEIGHT', 'BY_TOTAL', 'PICKUP')),
    constraint shipping_method_pickup_check check ((kind = 'PICKUP') = (shipping_zone_id is null)),
    constraint shipping_method_pickup_address_check check ((kind = 'PICKUP') = (pickup_address is not null)),
    constraint shipping_method_free_from_check check (free_from between 0 and 900000000000000000),
    constraint shipping_method_days_check check (min_days between 0 and 365 and max_days between 0 and 365 and min_days <= max_days),
    constraint shipping_method_days_both_check check ((min_days is null) = (max_days is null)),
    constraint shipping_method_tax_class_check check (char_length(tax_class) between 1 and 50),
    constraint shipping_method_position_check check (position between 0 and 10000)
);
create unique index shipping_method_code_key on shipping.shipping_method (tenant_id, code) where deleted_at is null;
create index shipping_method_zone_idx on shipping.shipping_method (tenant_id, shipping_zone_id, position, id);
create index shipping_method_store_idx on shipping.shipping_method (tenant_id, store_id);
call tenancy.protect('shipping.shipping_method');

-- What a method costs from a weight or a total on, up to where its next rate begins: bands that neither overlap nor leave a gap.
create table shipping.shipping_rate (
    tenant_id          uuid   not null references tenancy.tenant on delete cascade,
    shipping_method_id uuid   not null,
    kind               text   not null,
    -- Grams for BY_WEIGHT, minor units of the method's currency for BY_TOTAL; included.
    starts             bigint not null,
    -- In minor units of the method's currency; null where it is not offered from here on.
    amount             bigint,
    primary key (tenant_id, shipping_method_id, starts),
    constraint shipping_rate_method_fkey foreign key (tenant_id, shipping_method_id, kind)
        references shipping.shipping_method (tenant_id, id, kind) on delete cascade,
    constraint shipping_rate_starts_check check (starts between 0 and 900000000000000000),
    constraint shipping_rate_one_check check (kind in ('BY_WEIGHT', 'BY_TOTAL') or starts = 0 and amount is not null),
    constraint shipping_rate_amount_check check (amount between 0 and 900000000000000000)
);
call tenancy.protect('shipping.shipping_rate');
