-- Cashback: store credit that orders earn, with or instead of points.

alter table loyalty.programme_rate
    -- Of what was paid with money, in parts per million; null for none.
    add column cashback_rate bigint,
    add constraint programme_rate_cashback_rate_check check (cashback_rate between 1 and 1000000),
    drop constraint programme_rate_earn_points_check,
    add constraint programme_rate_earn_points_check check (earn_points between 0 and 1000000);

insert into ledger.account_code (code, class, guarded) values
    ('CASHBACK_PENDING', 'LIABILITY', true),
    ('CASHBACK_OWED', 'ASSET', true);
alter table ledger.transfer drop constraint transfer_kind_check, add constraint transfer_kind_check check (kind in (
    'ORDER_PLACED', 'ORDER_EDITED', 'ORDER_RETURNED', 'ORDER_CANCELLED', 'PAYMENT_RECEIVED', 'PAYMENT_REFUNDED',
    'POINTS_EARNED', 'POINTS_MATURED', 'POINTS_REDEEMED', 'POINTS_RETURNED', 'POINTS_CONVERTED', 'POINTS_EXPIRED', 'POINTS_REVERSED',
    'POINTS_REPAID', 'POINTS_ADJUSTED', 'POINTS_MERGED', 'POINTS_REFERRED', 'POINTS_REFERRAL_REVERSED', 'STORE_CREDIT_CONVERTED',
    'STORE_CREDIT_ADJUSTED', 'STORE_CREDIT_MERGED', 'GIFT_CARD_ISSUED', 'GIFT_CARD_REDEEMED',
    'CASHBACK_GRANTED', 'CASHBACK_MATURED', 'CASHBACK_REVERSED', 'CASHBACK_MERGED'));

-- What guarded accounts hold, and nobody moves anything of them until the transaction ends.
create function ledger.hold_accounts(of_tenant uuid, of_code text, of_holders text[])
    returns table (account uuid, holder text, unit text, units bigint)
    language sql volatile security definer set search_path = ''
as $$
    select a.id, a.holder, a.unit, a.balance
    from ledger.account a
    where a.tenant_id = of_tenant and a.code = of_code and a.holder = any(of_holders) and a.guarded
    order by a.id
    for no key update
$$;
call tenancy.entrust('ledger.hold_accounts(uuid, text, text[])');

-- What an order earned when it was paid, and what is left of that since things went back. Whoever changes it holds the account.
create table loyalty.cashback (
    tenant_id          uuid        not null references tenancy.tenant on delete cascade,
    order_id           uuid        not null,
    loyalty_account_id uuid        not null,
    currency           text        not null,
    -- What it was earned for: so much was paid with money.
    paid               bigint      not null,
    granted            bigint      not null,
    kept               bigint      not null,
    granted_at         timestamptz not null,
    matures_at         timestamptz not null,
    -- Whether it is store credit by now.
    matured            boolean     not null,
    primary key (tenant_id, order_id),
    constraint cashback_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint cashback_account_fkey foreign key (tenant_id, loyalty_account_id) references loyalty.loyalty_account (tenant_id, id) on delete cascade,
    constraint cashback_granted_check check (granted between 1 and paid),
    constraint cashback_kept_check check (kept between 0 and granted)
);
create index cashback_account_idx on loyalty.cashback (tenant_id, loyalty_account_id);
create index cashback_matures_idx on loyalty.cashback (tenant_id, matures_at) where not matured and kept > 0;
call tenancy.protect('loyalty.cashback');

-- What happened to cashback; each has one transfer in the book. Above 0 is more for the customer, but of what they owe.
create table loyalty.cashback_movement (
    tenant_id          uuid        not null references tenancy.tenant on delete cascade,
    id                 uuid        not null,
    loyalty_account_id uuid        not null,
    order_id           uuid        not null,
    kind               text        not null,
    currency           text        not null,
    pending            bigint      not null,
    credited           bigint      not null,
    owed               bigint      not null,
    occurred_at        timestamptz not null,
    primary key (tenant_id, id),
    constraint cashback_movement_account_fkey foreign key (tenant_id, loyalty_account_id) references loyalty.loyalty_account (tenant_id, id) on delete cascade,
    constraint cashback_movement_cashback_fkey foreign key (tenant_id, order_id) references loyalty.cashback (tenant_id, order_id) on delete cascade,
    constraint cashback_movement_kind_check check (kind in ('GRANTED', 'MATURED', 'REVERSED')),
    constraint cashback_movement_moves_check check (pending <> 0 or credited <> 0 or owed <> 0)
);
create index cashback_movement_account_idx on loyalty.cashback_movement (tenant_id, loyalty_account_id, occurred_at, id);
create index cashback_movement_order_idx on loyalty.cashback_movement (tenant_id, order_id);
call tenancy.protect('loyalty.cashback_movement');

-- What happened stands.
revoke update, delete on loyalty.cashback_movement from merkato_app;
