-- What things cost, to whom, where and when, beyond the price that a variant has in the catalogue; and what is taxed at which rate.

insert into identity.permission (code) values ('PRICING_READ'), ('PRICING_WRITE');
insert into identity.built_in_role_permission (code, permission) values
    ('OWNER', 'PRICING_READ'), ('OWNER', 'PRICING_WRITE'), ('ADMIN', 'PRICING_READ'), ('ADMIN', 'PRICING_WRITE'),
    ('CATALOGUE', 'PRICING_READ'), ('CATALOGUE', 'PRICING_WRITE'), ('ORDERS', 'PRICING_READ'), ('SUPPORT', 'PRICING_READ'), ('ANALYST', 'PRICING_READ');

create schema pricing;
call tenancy.open_schema('pricing');

-- all_stores and all_customers say it in so many words: a list whose last store or group is deleted reaches nobody, not everybody.
create table pricing.price_list (
    tenant_id     uuid        not null references tenancy.tenant on delete cascade,
    id            uuid        not null,
    code          text        not null,
    name          text        not null,
    currency      text        not null references money.currency (code),
    priority      integer     not null default 0,
    active        boolean     not null default true,
    starts_at     timestamptz,
    ends_at       timestamptz,
    all_stores    boolean     not null,
    all_customers boolean     not null,
    channels      text[]      not null,
    version       integer     not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint price_list_code_key unique (tenant_id, code),
    constraint price_list_code_check check (code ~ '^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$'),
    constraint price_list_name_check check (char_length(name) between 1 and 255 and name ~ '\S'),
    constraint price_list_priority_check check (priority between 0 and 1000000),
    constraint price_list_validity_check check (starts_at < ends_at),
    constraint price_list_channels_check check (channels <@ '{ONLINE,POS,EXTERNAL}' and cardinality(channels) between 1 and 3)
);
comment on column pricing.price_list.ends_at is 'the first moment at which it no longer holds';
comment on column pricing.price_list.priority is 'the greater one wins';

create table pricing.price_list_store (
    tenant_id     uuid not null references tenancy.tenant on delete cascade,
    price_list_id uuid not null,
    store_id      uuid not null,
    primary key (tenant_id, price_list_id, store_id),
    constraint price_list_store_list_fkey foreign key (tenant_id, price_list_id) references pricing.price_list (tenant_id, id) on delete cascade,
    constraint price_list_store_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id) on delete cascade
);
create index price_list_store_store_idx on pricing.price_list_store (tenant_id, store_id);

create table pricing.price_list_group (
    tenant_id         uuid not null references tenancy.tenant on delete cascade,
    price_list_id     uuid not null,
    customer_group_id uuid not null,
    primary key (tenant_id, price_list_id, customer_group_id),
    constraint price_list_group_list_fkey foreign key (tenant_id, price_list_id) references pricing.price_list (tenant_id, id) on delete cascade
);

-- What one costs from so many on. The currency is the list's.
create table pricing.price_list_entry (
    tenant_id     uuid    not null references tenancy.tenant on delete cascade,
    id            uuid    not null,
    price_list_id uuid    not null,
    variant_id    uuid    not null,
    min_quantity  bigint  not null default 1,
    amount        bigint  not null,
    compare_at    bigint,
    primary key (tenant_id, id),
    constraint price_list_entry_variant_key unique (tenant_id, variant_id, price_list_id, min_quantity),
    constraint price_list_entry_list_fkey foreign key (tenant_id, price_list_id) references pricing.price_list (tenant_id, id) on delete cascade,
    constraint price_list_entry_variant_fkey foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, id) on delete cascade,
    constraint price_list_entry_min_quantity_check check (min_quantity between 1 and 1000000),
    constraint price_list_entry_amount_check check (amount between 0 and 900000000000000000),
    constraint price_list_entry_compare_at_check check (compare_at >= amount and compare_at <= 900000000000000000)
);
create index price_list_entry_list_idx on pricing.price_list_entry (tenant_id, price_list_id, id);

-- A price for a while and for so many.
create table pricing.flash_sale (
    tenant_id    uuid        not null references tenancy.tenant on delete cascade,
    id           uuid        not null,
    name         text        not null,
    starts_at    timestamptz not null,
    ends_at      timestamptz not null,
    all_stores   boolean     not null,
    channels     text[]      not null,
    cancelled_at timestamptz,
    version      integer     not null default 1,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint flash_sale_name_check check (char_length(name) between 1 and 255 and name ~ '\S'),
    constraint flash_sale_validity_check check (starts_at < ends_at),
    constraint flash_sale_channels_check check (channels <@ '{ONLINE,POS,EXTERNAL}' and cardinality(channels) between 1 and 3)
);
create index flash_sale_starts_at_idx on pricing.flash_sale (tenant_id, starts_at, id);

create table pricing.flash_sale_store (
    tenant_id     uuid not null references tenancy.tenant on delete cascade,
    flash_sale_id uuid not null,
    store_id      uuid not null,
    primary key (tenant_id, flash_sale_id, store_id),
    constraint flash_sale_store_sale_fkey foreign key (tenant_id, flash_sale_id) references pricing.flash_sale (tenant_id, id) on delete cascade,
    constraint flash_sale_store_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id) on delete cascade
);
create index flash_sale_store_store_idx on pricing.flash_sale_store (tenant_id, store_id);

-- sold is raised by the order that takes it and lowered by the one that gives it back, each with a condition; the check stands behind.
create table pricing.flash_sale_item (
    tenant_id     uuid   not null references tenancy.tenant on delete cascade,
    id            uuid   not null,
    flash_sale_id uuid   not null,
    variant_id    uuid   not null,
    currency      text   not null references money.currency (code),
    amount        bigint not null,
    compare_at    bigint,
    quantity      bigint not null,
    sold          bigint not null default 0,
    primary key (tenant_id, id),
    constraint flash_sale_item_variant_key unique (tenant_id, variant_id, flash_sale_id, currency),
    constraint flash_sale_item_sale_fkey foreign key (tenant_id, flash_sale_id) references pricing.flash_sale (tenant_id, id) on delete cascade,
    constraint flash_sale_item_variant_fkey foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, id) on delete cascade,
    constraint flash_sale_item_amount_check check (amount between 0 and 900000000000000000),
    constraint flash_sale_item_compare_at_check check (compare_at >= amount and compare_at <= 900000000000000000),
    constraint flash_sale_item_quantity_check check (quantity between 1 and 1000000000),
    constraint flash_sale_item_sold_check check (sold between 0 and quantity)
);
create index flash_sale_item_sale_idx on pricing.flash_sale_item (tenant_id, flash_sale_id, id);

call tenancy.protect('pricing.price_list');
call tenancy.protect('pricing.price_list_store');
call tenancy.protect('pricing.price_list_group');
call tenancy.protect('pricing.price_list_entry');
call tenancy.protect('pricing.flash_sale');
call tenancy.protect('pricing.flash_sale_store');
call tenancy.protect('pricing.flash_sale_item');
