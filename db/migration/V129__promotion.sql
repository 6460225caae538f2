-- Coupons: what they take off, for whom, how often, and each use of one.

create schema promotion;
call tenancy.open_schema('promotion');

insert into identity.permission (code) values ('PROMOTIONS_READ'), ('PROMOTIONS_WRITE');
insert into identity.built_in_role_permission (code, permission) values
    ('OWNER', 'PROMOTIONS_READ'), ('OWNER', 'PROMOTIONS_WRITE'), ('ADMIN', 'PROMOTIONS_READ'), ('ADMIN', 'PROMOTIONS_WRITE'),
    ('CATALOGUE', 'PROMOTIONS_READ'), ('CATALOGUE', 'PROMOTIONS_WRITE'),
    ('ORDERS', 'PROMOTIONS_READ'), ('SUPPORT', 'PROMOTIONS_READ'), ('ANALYST', 'PROMOTIONS_READ');

create table promotion.coupon (
    tenant_id       uuid        not null references tenancy.tenant on delete cascade,
    id              uuid        not null,
    code            text        not null,
    description     text,
    campaign        text,
    kind            text        not null,
    status          text        not null default 'ACTIVE',
    -- Of amount and minimum_total; a coupon that has one is good for carts in this currency only.
    currency        text        references money.currency (code),
    amount          bigint,
    -- In parts per million.
    rate            bigint,
    minimum_total   bigint,
    starts_at       timestamptz,
    ends_at         timestamptz,
    total_limit     integer,
    customer_limit  integer,
    -- The limit that the counts per customer are held to.
    customer_most   integer     not null generated always as (coalesce(customer_limit, 2147483647)) stored,
    used            integer     not null default 0,
    combinable      boolean     not null default false,
    -- Said in so many words: a list that became empty, since its products went, must never read as all of them.
    every_product   boolean     not null default true,
    every_store     boolean     not null default true,
    version         integer     not null default 1,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    deleted_at      timestamptz,
    primary key (tenant_id, id),
    constraint coupon_customer_most_key unique (tenant_id, id, customer_most),
    constraint coupon_code_check check (code ~ '^[A-Z0-9]([A-Z0-9_-]{0,48}[A-Z0-9])?$'),
    constraint coupon_description_check check (char_length(description) between 1 and 500),
    constraint coupon_campaign_check check (char_length(campaign) between 1 and 100),
    constraint coupon_kind_check check (kind in ('FIXED', 'PERCENTAGE', 'FREE_SHIPPING')),
    constraint coupon_status_check check (status in ('ACTIVE', 'INACTIVE')),
    constraint coupon_amount_given_check check ((kind = 'FIXED') = (amount is not null)),
    constraint coupon_rate_given_check check ((kind = 'PERCENTAGE') = (rate is not null)),
    constraint coupon_amount_check check (amount between 1 and 900000000000000000),
    constraint coupon_rate_check check (rate between 1 and 1000000),
    constraint coupon_minimum_total_check check (minimum_total between 1 and 900000000000000000),
    constraint coupon_money_check check ((currency is not null) = (amount is not null or minimum_total is not null)),
    constraint coupon_period_check check (ends_at > starts_at),
    constraint coupon_total_limit_check check (total_limit >= 1),
    constraint coupon_customer_limit_check check (customer_limit >= 1),
    constraint coupon_used_check check (used >= 0 and used <= total_limit)
);
create unique index coupon_code_key on promotion.coupon (tenant_id, code) where deleted_at is null;
create index coupon_created_at_idx on promotion.coupon (tenant_id, created_at, id) where deleted_at is null;
create index coupon_deleted_at_idx on promotion.coupon (tenant_id, deleted_at) where deleted_at is not null;
call tenancy.protect('promotion.coupon');

create table promotion.coupon_product (
    tenant_id  uuid not null references tenancy.tenant on delete cascade,
    coupon_id  uuid not null,
    product_id uuid not null,
    primary key (tenant_id, coupon_id, product_id),
    constraint coupon_product_coupon_fkey foreign key (tenant_id, coupon_id) references promotion.coupon (tenant_id, id) on delete cascade,
    constraint coupon_product_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete cascade
);
create index coupon_product_product_idx on promotion.coupon_product (tenant_id, product_id);
call tenancy.protect('promotion.coupon_product');

-- With all that is below the category.
create table promotion.coupon_category (
    tenant_id   uuid not null references tenancy.tenant on delete cascade,
    coupon_id   uuid not null,
    category_id uuid not null,
    primary key (tenant_id, coupon_id, category_id),
    constraint coupon_category_coupon_fkey foreign key (tenant_id, coupon_id) references promotion.coupon (tenant_id, id) on delete cascade,
    constraint coupon_category_category_fkey foreign key (tenant_id, category_id) references catalog.category (tenant_id, id) on delete cascade
);
create index coupon_category_category_idx on promotion.coupon_category (tenant_id, category_id);
call tenancy.protect('promotion.coupon_category');

create table promotion.coupon_store (
    tenant_id uuid not null references tenancy.tenant on delete cascade,
    coupon_id uuid not null,
    store_id  uuid not null,
    primary key (tenant_id, coupon_id, store_id),
    constraint coupon_store_coupon_fkey foreign key (tenant_id, coupon_id) references promotion.coupon (tenant_id, id) on delete cascade,
    constraint coupon_store_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id) on delete cascade
);
create index coupon_store_store_idx on promotion.coupon_store (tenant_id, store_id);
call tenancy.protect('promotion.coupon_store');

-- How often a customer has used a coupon. The limit is the coupon's own, carried along so that the row itself keeps to it.
create table promotion.coupon_customer (
    tenant_id     uuid    not null references tenancy.tenant on delete cascade,
    coupon_id     uuid    not null,
    customer_id   uuid    not null,
    customer_most integer not null,
    used          integer not null,
    primary key (tenant_id, coupon_id, customer_id),
    constraint coupon_customer_coupon_fkey foreign key (tenant_id, coupon_id, customer_most)
        references promotion.coupon (tenant_id, id, customer_most) on update cascade on delete cascade,
    constraint coupon_customer_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete cascade,
    constraint coupon_customer_used_check check (used >= 0 and used <= customer_most)
);
create index coupon_customer_customer_idx on promotion.coupon_customer (tenant_id, customer_id);
call tenancy.protect('promotion.coupon_customer');

-- One use of a coupon by an order, which has it once. coupon.used counts those that are REDEEMED.
create table promotion.coupon_redemption (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    coupon_id   uuid        not null,
    -- The order's id, as the API writes it.
    order_text  text        not null,
    customer_id uuid,
    currency    text        not null references money.currency (code),
    -- What it took off, of goods and shipping together.
    amount      bigint      not null,
    state       text        not null default 'REDEEMED',
    redeemed_at timestamptz not null default now(),
    released_at timestamptz,
    primary key (tenant_id, id),
    constraint coupon_redemption_order_key unique (tenant_id, order_text, coupon_id),
    constraint coupon_redemption_coupon_fkey foreign key (tenant_id, coupon_id) references promotion.coupon (tenant_id, id),
    constraint coupon_redemption_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete set null (customer_id),
    constraint coupon_redemption_amount_check check (amount >= 0),
    constraint coupon_redemption_state_check check (state in ('REDEEMED', 'RELEASED') and (state = 'RELEASED') = (released_at is not null))
);
create index coupon_redemption_coupon_idx on promotion.coupon_redemption (tenant_id, coupon_id, id);
create index coupon_redemption_customer_idx on promotion.coupon_redemption (tenant_id, customer_id);
call tenancy.protect('promotion.coupon_redemption');
