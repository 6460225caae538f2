-- Marketplaces and other systems that hand over their orders: who they are, what they call goods, and what each of their orders became.

insert into identity.permission (code) values ('ORDERS_IMPORT');
insert into identity.built_in_role_permission (code, permission) values
    ('OWNER', 'ORDERS_IMPORT'), ('ADMIN', 'ORDERS_IMPORT'), ('ORDERS', 'ORDERS_IMPORT');

create table channel.external_source (
    tenant_id          uuid        not null references tenancy.tenant on delete cascade,
    id                 uuid        not null,
    -- The source of its orders, so it stays as it is. Those of tills have a colon.
    code               text        not null,
    name               text        not null,
    kind               text        not null,
    store_id           uuid        not null,
    currency           text        not null references money.currency (code),
    prices_include_tax boolean     not null,
    active             boolean     not null default true,
    version            integer     not null default 1,
    created_at         timestamptz not null default now(),
    updated_at         timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint external_source_code_key unique (tenant_id, code),
    constraint external_source_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id),
    constraint external_source_code_check check (code ~ '^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$'),
    constraint external_source_name_check check (char_length(name) between 1 and 255 and name ~ '\S'),
    constraint external_source_kind_check check (kind in ('MARKETPLACE', 'WEBSHOP', 'SOCIAL', 'WHOLESALE', 'OTHER'))
);
create index external_source_store_idx on channel.external_source (tenant_id, store_id);
call tenancy.protect('channel.external_source');

-- What a source calls a variant, where that is not the variant's own SKU.
create table channel.external_sku (
    tenant_id          uuid not null references tenancy.tenant on delete cascade,
    id                 uuid not null,
    external_source_id uuid not null,
    sku                text not null,
    variant_id         uuid not null,
    primary key (tenant_id, id),
    constraint external_sku_key unique (tenant_id, external_source_id, sku),
    constraint external_sku_source_fkey foreign key (tenant_id, external_source_id) references channel.external_source (tenant_id, id) on delete cascade,
    constraint external_sku_variant_fkey foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, id) on delete cascade,
    constraint external_sku_check check (char_length(sku) between 1 and 255 and sku ~ '\S')
);
create index external_sku_variant_idx on channel.external_sku (tenant_id, variant_id);
call tenancy.protect('channel.external_sku');

-- Which order an order of a source became. What the source said of it is kept as digests, by the place in its input: enough to tell the same again, what
-- differs and what has happened since, and nothing of a person.
create table channel.external_order (
    tenant_id          uuid        not null references tenancy.tenant on delete cascade,
    external_source_id uuid        not null,
    external_id        text        not null,
    order_id           uuid        not null,
    number             text,
    digests            jsonb       not null,
    imported_at        timestamptz not null default now(),
    updated_at         timestamptz not null default now(),
    primary key (tenant_id, external_source_id, external_id),
    constraint external_order_order_key unique (tenant_id, order_id),
    constraint external_order_source_fkey foreign key (tenant_id, external_source_id) references channel.external_source (tenant_id, id) on delete cascade,
    -- Deferred: who is first to bring it is decided here, before there is an order.
    constraint external_order_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade
        deferrable initially deferred,
    constraint external_order_external_id_check check (char_length(external_id) between 1 and 255),
    constraint external_order_number_check check (char_length(number) between 1 and 100),
    constraint external_order_digests_check check (jsonb_typeof(digests) = 'object')
);
call tenancy.protect('channel.external_order');
