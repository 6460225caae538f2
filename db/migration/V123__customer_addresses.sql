-- Where customers have things sent and billed. Orders keep copies, so an address may go.

create table customer.address (
    tenant_id           uuid        not null references tenancy.tenant on delete cascade,
    id                  uuid        not null,
    customer_id         uuid        not null,
    address             jsonb       not null,
    is_default_shipping boolean     not null default false,
    is_default_billing  boolean     not null default false,
    version             integer     not null default 1,
    created_at          timestamptz not null default now(),
    updated_at          timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint address_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete cascade,
    constraint address_country_check check (coalesce(address ->> 'country' ~ '^[A-Z]{2}$', false))
);
create unique index address_default_shipping_key on customer.address (tenant_id, customer_id) where is_default_shipping;
create unique index address_default_billing_key on customer.address (tenant_id, customer_id) where is_default_billing;
create index address_customer_idx on customer.address (tenant_id, customer_id, created_at, id);
call tenancy.protect('customer.address');
