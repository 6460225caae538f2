-- Store credit of customers, and gift cards. Every balance is the ledger's.

create schema storecredit;
call tenancy.open_schema('storecredit');

insert into identity.permission (code) values ('STORE_CREDIT_READ'), ('STORE_CREDIT_WRITE');
insert into identity.built_in_role_permission (code, permission) values
    ('OWNER', 'STORE_CREDIT_READ'), ('OWNER', 'STORE_CREDIT_WRITE'), ('ADMIN', 'STORE_CREDIT_READ'), ('ADMIN', 'STORE_CREDIT_WRITE'),
    ('ORDERS', 'STORE_CREDIT_READ'), ('SUPPORT', 'STORE_CREDIT_READ'), ('ANALYST', 'STORE_CREDIT_READ');

insert into ledger.account_code (code, class, guarded) values
    ('GIFT_CARD', 'LIABILITY', true),
    ('CREDIT_GRANTED', 'EXPENSE', false);
alter table ledger.transfer drop constraint transfer_kind_check, add constraint transfer_kind_check check (kind in (
    'ORDER_PLACED', 'ORDER_EDITED', 'ORDER_RETURNED', 'ORDER_CANCELLED', 'PAYMENT_RECEIVED', 'PAYMENT_REFUNDED',
    'POINTS_EARNED', 'POINTS_MATURED', 'POINTS_REDEEMED', 'POINTS_RETURNED', 'POINTS_CONVERTED', 'POINTS_EXPIRED', 'POINTS_REVERSED',
    'POINTS_REPAID', 'POINTS_ADJUSTED', 'POINTS_MERGED', 'POINTS_REFERRED', 'POINTS_REFERRAL_REVERSED', 'STORE_CREDIT_CONVERTED',
    'STORE_CREDIT_ADJUSTED', 'STORE_CREDIT_MERGED', 'GIFT_CARD_ISSUED', 'GIFT_CARD_REDEEMED'));

-- What is neither recorded by hand nor moved by a provider: store credit, and gift cards, which are told by their ids.
alter table ordering.order_payment drop constraint order_payment_method_check, add constraint order_payment_method_check check (method in (
    'CASH', 'BANK_TRANSFER', 'CASH_ON_DELIVERY', 'MOBILE_MONEY', 'CARD', 'LOYALTY_POINTS', 'STORE_CREDIT', 'GIFT_CARD', 'OTHER'));
alter table ordering.order_payment add constraint order_payment_gift_card_check
    check (method <> 'GIFT_CARD' or through is not null and starts_with(through, 'gift_card_'));

create table storecredit.gift_card (
    tenant_id       uuid        not null references tenancy.tenant on delete cascade,
    id              uuid        not null,
    -- Those that were issued together have one.
    issue_id        uuid        not null,
    -- SHA-256 of the code, which is kept nowhere.
    code_hash       bytea       not null,
    last_four       text        not null,
    currency        text        not null,
    amount          bigint      not null,
    recipient       text,
    note            text,
    expires_at      timestamptz,
    disabled_at     timestamptz,
    disabled_reason text,
    issued_by       text        not null,
    version         integer     not null default 1,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint gift_card_code_key unique (tenant_id, code_hash),
    constraint gift_card_currency_fkey foreign key (currency) references money.currency (code),
    constraint gift_card_code_check check (octet_length(code_hash) = 32),
    constraint gift_card_last_four_check check (char_length(last_four) = 4),
    constraint gift_card_amount_check check (amount between 1 and 900000000000),
    constraint gift_card_recipient_check check (char_length(recipient) between 1 and 200),
    constraint gift_card_note_check check (char_length(note) between 1 and 1000),
    constraint gift_card_expires_at_check check (expires_at > created_at),
    constraint gift_card_disabled_check check ((disabled_at is null) = (disabled_reason is null)),
    constraint gift_card_disabled_reason_check check (char_length(disabled_reason) between 1 and 500)
);
create index gift_card_created_at_idx on storecredit.gift_card (tenant_id, created_at, id);
create index gift_card_last_four_idx on storecredit.gift_card (tenant_id, last_four, created_at, id);
create index gift_card_issue_idx on storecredit.gift_card (tenant_id, issue_id, id);
call tenancy.protect('storecredit.gift_card');

-- What was done with a customer's store credit but to pay orders and to get it back of them; its transfer in the book says the same.
create table storecredit.store_credit_change (
    tenant_id    uuid        not null references tenancy.tenant on delete cascade,
    id           uuid        not null,
    customer_id  uuid        not null,
    kind         text        not null,
    currency     text        not null,
    amount       bigint      not null,
    -- Why staff gave it or took it.
    reason       text,
    -- What was redeemed.
    gift_card_id uuid,
    actor        text        not null,
    changed_at   timestamptz not null,
    primary key (tenant_id, id),
    constraint store_credit_change_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete cascade,
    constraint store_credit_change_gift_card_fkey foreign key (tenant_id, gift_card_id) references storecredit.gift_card (tenant_id, id) on delete cascade,
    constraint store_credit_change_currency_fkey foreign key (currency) references money.currency (code),
    constraint store_credit_change_kind_check check (kind in ('ADJUSTED', 'REDEEMED')),
    constraint store_credit_change_cause_check check ((kind = 'ADJUSTED') = (reason is not null) and (kind = 'REDEEMED') = (gift_card_id is not null)),
    constraint store_credit_change_amount_check check (amount between -900000000000 and 900000000000 and amount <> 0 and (amount > 0 or kind = 'ADJUSTED')),
    constraint store_credit_change_reason_check check (char_length(reason) between 1 and 500)
);
create index store_credit_change_customer_idx on storecredit.store_credit_change (tenant_id, customer_id, id);
create index store_credit_change_gift_card_idx on storecredit.store_credit_change (tenant_id, gift_card_id) where gift_card_id is not null;
call tenancy.protect('storecredit.store_credit_change');
revoke update, delete on storecredit.store_credit_change from merkato_app;
