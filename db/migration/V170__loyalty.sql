-- Loyalty: programmes, and the points that customers earn, wait for, spend and lose by them. Every balance is the ledger's.

create schema loyalty;
call tenancy.open_schema('loyalty');

insert into identity.permission (code) values ('LOYALTY_READ'), ('LOYALTY_WRITE'), ('LOYALTY_MANAGE');
insert into identity.built_in_role_permission (code, permission) values
    ('OWNER', 'LOYALTY_READ'), ('OWNER', 'LOYALTY_WRITE'), ('OWNER', 'LOYALTY_MANAGE'),
    ('ADMIN', 'LOYALTY_READ'), ('ADMIN', 'LOYALTY_WRITE'), ('ADMIN', 'LOYALTY_MANAGE'),
    ('ORDERS', 'LOYALTY_READ'), ('SUPPORT', 'LOYALTY_READ'), ('SUPPORT', 'LOYALTY_WRITE'), ('ANALYST', 'LOYALTY_READ');

-- Points are kept in the book like a currency; their unit is the programme's id, as the API writes it.
insert into ledger.account_code (code, class, guarded) values
    ('POINTS_PENDING', 'LIABILITY', true),
    ('POINTS_AVAILABLE', 'LIABILITY', true),
    ('POINTS_OWED', 'ASSET', true),
    ('POINTS_ISSUED', 'EXPENSE', false),
    ('POINTS_REDEEMED', 'INCOME', false),
    ('POINTS_EXPIRED', 'INCOME', false),
    ('LOYALTY_EXPENSE', 'EXPENSE', false);
alter table ledger.transfer drop constraint transfer_kind_check, add constraint transfer_kind_check check (kind in (
    'ORDER_PLACED', 'ORDER_EDITED', 'ORDER_RETURNED', 'ORDER_CANCELLED', 'PAYMENT_RECEIVED', 'PAYMENT_REFUNDED',
    'POINTS_EARNED', 'POINTS_MATURED', 'POINTS_REDEEMED', 'POINTS_RETURNED', 'POINTS_CONVERTED', 'POINTS_EXPIRED', 'POINTS_REVERSED',
    'POINTS_REPAID', 'POINTS_ADJUSTED', 'POINTS_MERGED', 'STORE_CREDIT_CONVERTED'));
alter table ordering.order_payment drop constraint order_payment_method_check, add constraint order_payment_method_check check (method in (
    'CASH', 'BANK_TRANSFER', 'CASH_ON_DELIVERY', 'MOBILE_MONEY', 'CARD', 'LOYALTY_POINTS', 'OTHER'));

-- A tenant has one for all stores, and one for each store that has its own.
create table loyalty.programme (
    tenant_id          uuid        not null references tenancy.tenant on delete cascade,
    id                 uuid        not null,
    store_id           uuid,
    name               text        not null,
    status             text        not null default 'ACTIVE',
    maturation_days    integer     not null,
    -- Counted from the day points can be used; null where they never expire.
    expiry_months      integer,
    -- How far back points count for a tier; null for all that were ever earned.
    tier_window_months integer,
    minimum_points     bigint      not null,
    version            integer     not null default 1,
    created_at         timestamptz not null default now(),
    updated_at         timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint programme_store_key unique nulls not distinct (tenant_id, store_id),
    constraint programme_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id),
    constraint programme_name_check check (char_length(name) between 1 and 100),
    constraint programme_status_check check (status in ('ACTIVE', 'PAUSED')),
    constraint programme_maturation_days_check check (maturation_days between 0 and 365),
    constraint programme_expiry_months_check check (expiry_months between 1 and 120),
    constraint programme_tier_window_months_check check (tier_window_months between 1 and 120),
    constraint programme_minimum_points_check check (minimum_points between 1 and 1000000000)
);
call tenancy.protect('loyalty.programme');

-- What a currency earns and what points are worth in it.
create table loyalty.programme_rate (
    tenant_id     uuid    not null references tenancy.tenant on delete cascade,
    programme_id  uuid    not null,
    currency      text    not null,
    -- So many points for each so much.
    earn_points   bigint  not null,
    earn_amount   bigint  not null,
    -- So many points are worth so much.
    redeem_points bigint  not null,
    redeem_amount bigint  not null,
    primary key (tenant_id, programme_id, currency),
    constraint programme_rate_programme_fkey foreign key (tenant_id, programme_id) references loyalty.programme (tenant_id, id) on delete cascade,
    constraint programme_rate_currency_fkey foreign key (currency) references money.currency (code),
    constraint programme_rate_earn_points_check check (earn_points between 1 and 1000000),
    constraint programme_rate_earn_amount_check check (earn_amount between 1 and 900000000000000000),
    constraint programme_rate_redeem_points_check check (redeem_points between 1 and 1000000),
    constraint programme_rate_redeem_amount_check check (redeem_amount between 1 and 900000000000)
);
call tenancy.protect('loyalty.programme_rate');

create table loyalty.tier (
    tenant_id    uuid   not null references tenancy.tenant on delete cascade,
    programme_id uuid   not null,
    -- From so many points.
    threshold    bigint not null,
    name         text   not null,
    -- Of the points that an order earns, in parts per million.
    multiplier   bigint not null,
    benefits     text,
    primary key (tenant_id, programme_id, threshold),
    constraint tier_programme_fkey foreign key (tenant_id, programme_id) references loyalty.programme (tenant_id, id) on delete cascade,
    constraint tier_threshold_check check (threshold between 0 and 1000000000000),
    constraint tier_name_check check (char_length(name) between 1 and 100),
    constraint tier_multiplier_check check (multiplier between 1000000 and 10000000),
    constraint tier_benefits_check check (char_length(benefits) between 1 and 1000)
);
call tenancy.protect('loyalty.tier');

-- What earns more than the programme's rate; for a while and up to a budget, a campaign.
create table loyalty.earn_rule (
    tenant_id    uuid        not null references tenancy.tenant on delete cascade,
    id           uuid        not null,
    programme_id uuid        not null,
    name         text        not null,
    -- Both null: everything that is bought.
    product_id   uuid,
    category_id  uuid,
    -- In parts per million, above 1 000 000; what it makes of the rate's points.
    multiplier   bigint,
    -- Points for each piece.
    per_piece    bigint,
    starts_at    timestamptz not null,
    ends_at      timestamptz,
    -- Points that it gives in all, and those that it gave.
    budget       bigint,
    given        bigint      not null default 0,
    version      integer     not null default 1,
    created_at   timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint earn_rule_programme_fkey foreign key (tenant_id, programme_id) references loyalty.programme (tenant_id, id) on delete cascade,
    constraint earn_rule_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete cascade,
    constraint earn_rule_category_fkey foreign key (tenant_id, category_id) references catalog.category (tenant_id, id) on delete cascade,
    constraint earn_rule_target_check check (product_id is null or category_id is null),
    constraint earn_rule_name_check check (char_length(name) between 1 and 100),
    constraint earn_rule_multiplier_check check (multiplier between 1000001 and 100000000),
    constraint earn_rule_per_piece_check check (per_piece between 1 and 1000000),
    constraint earn_rule_bonus_check check ((multiplier is null) <> (per_piece is null)),
    constraint earn_rule_period_check check (ends_at > starts_at),
    constraint earn_rule_budget_check check (budget between 1 and 1000000000000),
    constraint earn_rule_within_budget check (given >= 0 and given <= budget)
);
create index earn_rule_programme_idx on loyalty.earn_rule (tenant_id, programme_id, starts_at, id);
create index earn_rule_product_idx on loyalty.earn_rule (tenant_id, product_id) where product_id is not null;
create index earn_rule_category_idx on loyalty.earn_rule (tenant_id, category_id) where category_id is not null;
call tenancy.protect('loyalty.earn_rule');

-- Whoever changes something of an account holds its row. Whose customer is gone keeps it as nobody's.
create table loyalty.loyalty_account (
    tenant_id    uuid        not null references tenancy.tenant on delete cascade,
    id           uuid        not null,
    programme_id uuid        not null,
    customer_id  uuid,
    opened_at    timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint loyalty_account_customer_key unique (tenant_id, customer_id, programme_id),
    constraint loyalty_account_programme_fkey foreign key (tenant_id, programme_id) references loyalty.programme (tenant_id, id) on delete cascade,
    constraint loyalty_account_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete set null (customer_id)
);
create index loyalty_account_programme_idx on loyalty.loyalty_account (tenant_id, programme_id, id);
call tenancy.protect('loyalty.loyalty_account');

-- What happened to an account; each has one transfer in the book. Above 0 is more for the customer, but of what they owe.
create table loyalty.points_movement (
    tenant_id          uuid        not null references tenancy.tenant on delete cascade,
    id                 uuid        not null,
    loyalty_account_id uuid        not null,
    kind               text        not null,
    pending            bigint      not null,
    available          bigint      not null,
    owed               bigint      not null,
    order_id           uuid,
    -- What the points were worth, at the rate of then.
    currency           text,
    amount             bigint,
    reason             text,
    actor              text        not null,
    occurred_at        timestamptz not null,
    primary key (tenant_id, id),
    constraint points_movement_account_fkey foreign key (tenant_id, loyalty_account_id) references loyalty.loyalty_account (tenant_id, id) on delete cascade,
    constraint points_movement_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint points_movement_kind_check check (kind in (
        'EARNED', 'MATURED', 'REDEEMED', 'RETURNED', 'CONVERTED', 'EXPIRED', 'REVERSED', 'REPAID', 'ADJUSTED', 'MERGED')),
    constraint points_movement_moves_check check (pending <> 0 or available <> 0 or owed <> 0),
    constraint points_movement_amount_check check (amount > 0 and (amount is null) = (currency is null)),
    constraint points_movement_reason_check check (char_length(reason) between 1 and 500)
);
create index points_movement_account_idx on loyalty.points_movement (tenant_id, loyalty_account_id, occurred_at, id);
create index points_movement_order_idx on loyalty.points_movement (tenant_id, order_id) where order_id is not null;
call tenancy.protect('loyalty.points_movement');

-- Points that came together. What is left of all lots is what the book has of the account.
create table loyalty.lot (
    tenant_id          uuid        not null references tenancy.tenant on delete cascade,
    id                 uuid        not null,
    loyalty_account_id uuid        not null,
    -- The order that earned them.
    order_id           uuid,
    points             bigint      not null,
    remaining          bigint      not null,
    earned_at          timestamptz not null,
    matures_at         timestamptz not null,
    matured            boolean     not null,
    expires_at         timestamptz,
    primary key (tenant_id, id),
    constraint lot_account_fkey foreign key (tenant_id, loyalty_account_id) references loyalty.loyalty_account (tenant_id, id) on delete cascade,
    constraint lot_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint lot_remaining_check check (remaining >= 0 and remaining <= points),
    constraint lot_points_check check (points between 1 and 1000000000000000)
);
create index lot_account_idx on loyalty.lot (tenant_id, loyalty_account_id) where remaining > 0;
create index lot_order_idx on loyalty.lot (tenant_id, order_id) where order_id is not null;
create index lot_matures_idx on loyalty.lot (tenant_id, matures_at) where remaining > 0 and not matured;
create index lot_expires_idx on loyalty.lot (tenant_id, expires_at) where remaining > 0 and matured;
call tenancy.protect('loyalty.lot');

-- What an order earned when it was paid, and what is left of that since things went back. An order earns once.
create table loyalty.accrual (
    tenant_id          uuid        not null references tenancy.tenant on delete cascade,
    order_id           uuid        not null,
    loyalty_account_id uuid        not null,
    -- What points were earned for: so much was paid with money.
    currency           text        not null,
    amount             bigint      not null,
    points             bigint      not null,
    kept               bigint      not null,
    accrued_at         timestamptz not null,
    primary key (tenant_id, order_id),
    constraint accrual_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint accrual_account_fkey foreign key (tenant_id, loyalty_account_id) references loyalty.loyalty_account (tenant_id, id) on delete cascade,
    constraint accrual_amount_check check (amount > 0),
    constraint accrual_kept_check check (kept >= 0 and kept <= points)
);
create index accrual_account_idx on loyalty.accrual (tenant_id, loyalty_account_id, accrued_at) include (kept);
call tenancy.protect('loyalty.accrual');

-- What a rule gave to an order; earn_rule.given is the sum.
create table loyalty.earn_rule_use (
    tenant_id    uuid   not null references tenancy.tenant on delete cascade,
    earn_rule_id uuid   not null,
    order_id     uuid   not null,
    points       bigint not null,
    primary key (tenant_id, order_id, earn_rule_id),
    constraint earn_rule_use_rule_fkey foreign key (tenant_id, earn_rule_id) references loyalty.earn_rule (tenant_id, id) on delete cascade,
    constraint earn_rule_use_accrual_fkey foreign key (tenant_id, order_id) references loyalty.accrual (tenant_id, order_id) on delete cascade,
    constraint earn_rule_use_points_check check (points > 0)
);
create index earn_rule_use_rule_idx on loyalty.earn_rule_use (tenant_id, earn_rule_id);
call tenancy.protect('loyalty.earn_rule_use');

-- Points that paid for an order, and what went back of them.
create table loyalty.redemption (
    tenant_id          uuid        not null references tenancy.tenant on delete cascade,
    -- The movement's.
    id                 uuid        not null,
    loyalty_account_id uuid        not null,
    order_id           uuid        not null,
    points             bigint      not null,
    returned           bigint      not null default 0,
    currency           text        not null,
    amount             bigint      not null,
    -- When the last of them would have expired; null for never.
    expires_at         timestamptz,
    primary key (tenant_id, id),
    constraint redemption_movement_fkey foreign key (tenant_id, id) references loyalty.points_movement (tenant_id, id) on delete cascade,
    constraint redemption_account_fkey foreign key (tenant_id, loyalty_account_id) references loyalty.loyalty_account (tenant_id, id) on delete cascade,
    constraint redemption_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint redemption_amount_check check (amount > 0),
    constraint redemption_returned_check check (returned >= 0 and returned <= points)
);
create index redemption_order_idx on loyalty.redemption (tenant_id, order_id, id);
create index redemption_account_idx on loyalty.redemption (tenant_id, loyalty_account_id);
call tenancy.protect('loyalty.redemption');

-- What happened stands.
revoke update, delete on loyalty.points_movement from merkato_app;
