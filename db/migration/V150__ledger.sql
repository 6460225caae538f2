-- The book beneath every balance: accounts, and transfers between them whose entries sum to zero.

create schema ledger;
call tenancy.open_schema('ledger');

-- An id as the API writes it: the prefix, and the UUID in Crockford's base 32.
create function tenancy.type_id(prefix text, id uuid) returns text
    language sql immutable parallel safe
    return prefix || '_' || (
        select string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz', substring(b.bits from 5 * n + 1 for 5)::bit(5)::integer + 1, 1), '' order by n)
        from generate_series(0, 25) n,
             (select B'00' || ('x' || replace(type_id.id::text, '-', ''))::bit(128)::bit varying as bits) b);

-- The chart of accounts. A guarded one is never overdrawn.
create table ledger.account_code (
    code    text    not null,
    class   text    not null,
    guarded boolean not null,
    primary key (code),
    constraint account_code_guarded_key unique (code, guarded),
    constraint account_code_class_check check (class in ('ASSET', 'LIABILITY', 'INCOME', 'EXPENSE'))
);
revoke insert, update, delete on ledger.account_code from merkato_app, merkato_operator;
insert into ledger.account_code (code, class, guarded) values
    ('RECEIVABLE', 'ASSET', false),
    ('CASH', 'ASSET', false),
    ('BANK', 'ASSET', false),
    ('PROVIDER', 'ASSET', false),
    ('OTHER_MEANS', 'ASSET', false),
    ('STORE_CREDIT', 'LIABILITY', true),
    ('TAX_PAYABLE', 'LIABILITY', false),
    ('SALES', 'INCOME', false),
    ('SHIPPING_INCOME', 'INCOME', false),
    ('DISCOUNTS', 'INCOME', false),
    ('RETURNS', 'INCOME', false),
    ('PAYMENT_FEES', 'EXPENSE', false);

create table ledger.account (
    tenant_id  uuid        not null references tenancy.tenant on delete cascade,
    id         uuid        not null,
    code       text        not null,
    -- What it is counted in: a currency, in minor units.
    unit       text        not null,
    -- The id, as the API writes it, of whom it is kept for: the tenant, a customer.
    holder     text        not null,
    guarded    boolean     not null,
    -- Of a guarded account the sum of its entries, above 0 on the side that increases it; null of the others, which nobody waits for.
    balance    bigint,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint account_unit_key unique (tenant_id, id, unit),
    constraint account_key unique (tenant_id, code, unit, holder),
    constraint account_code_fkey foreign key (code, guarded) references ledger.account_code (code, guarded),
    constraint account_unit_check check (char_length(unit) between 1 and 60),
    constraint account_balance_check check ((balance is not null) = guarded),
    constraint account_not_overdrawn check (balance >= 0)
);
create index account_holder_idx on ledger.account (tenant_id, holder, id);
call tenancy.protect('ledger.account');

create function ledger.open_empty() returns trigger
    language plpgsql
as $$
begin
    new.balance := case when new.guarded then 0 end;
    return new;
end
$$;
create trigger account_opens_empty before insert on ledger.account for each row execute function ledger.open_empty();

create table ledger.transfer (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    kind        text        not null,
    -- The id, as the API writes it, of what made it: an order, a payment, a return. One of a kind has one transfer.
    reference   text        not null,
    -- The id of what the books are asked about it by: the order.
    subject     text        not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, id),
    constraint transfer_occurred_at_key unique (tenant_id, id, occurred_at),
    constraint transfer_reference_key unique (tenant_id, kind, reference),
    constraint transfer_kind_check check (kind in (
        'ORDER_PLACED', 'ORDER_EDITED', 'ORDER_RETURNED', 'ORDER_CANCELLED', 'PAYMENT_RECEIVED', 'PAYMENT_REFUNDED'))
);
create index transfer_subject_idx on ledger.transfer (tenant_id, subject, id);
create index transfer_occurred_at_idx on ledger.transfer (tenant_id, occurred_at, id);
call tenancy.protect('ledger.transfer');

-- Above 0 a debit, below 0 a credit.
create table ledger.entry (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    transfer_id uuid        not null,
    line        integer     not null,
    account_id  uuid        not null,
    unit        text        not null,
    amount      bigint      not null,
    occurred_at timestamptz not null,
    primary key (tenant_id, transfer_id, line),
    constraint entry_transfer_fkey foreign key (tenant_id, transfer_id, occurred_at) references ledger.transfer (tenant_id, id, occurred_at),
    constraint entry_account_fkey foreign key (tenant_id, account_id, unit) references ledger.account (tenant_id, id, unit),
    constraint entry_amount_check check (amount <> 0)
);
create index entry_account_idx on ledger.entry (tenant_id, account_id, occurred_at, transfer_id, line) include (amount);
call tenancy.protect('ledger.entry');

-- The entries of a transfer are written by one statement and sum to zero in each unit; guarded accounts follow, in the order of their keys.
create function ledger.book() returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    t record;
begin
    select e.tenant_id, e.transfer_id, e.unit, sum(e.amount) as amount into t
    from ledger.entry e
    where (e.tenant_id, e.transfer_id) in (select w.tenant_id, w.transfer_id from written w)
    group by e.tenant_id, e.transfer_id, e.unit
    having sum(e.amount) <> 0
    limit 1;
    if found then
        raise exception 'the entries of transfer % sum to % %', t.transfer_id, t.amount, t.unit
            using errcode = 'check_violation', constraint = 'transfer_sums_to_zero';
    end if;
    if (select count(*) from ledger.entry e where (e.tenant_id, e.transfer_id) in (select w.tenant_id, w.transfer_id from written w))
            <> (select count(*) from written) then
        raise exception 'a transfer that is written takes no more entries'
            using errcode = 'check_violation', constraint = 'transfer_written_once';
    end if;
    perform from (
        select from ledger.account a
        where a.guarded and (a.tenant_id, a.id) in (select w.tenant_id, w.account_id from written w)
        order by a.id for no key update) locked;
    update ledger.account a
    set balance = a.balance + n.amount
    from (
        select w.tenant_id, w.account_id, sum(case when c.class in ('ASSET', 'EXPENSE') then w.amount else -w.amount end) as amount
        from written w
        join ledger.account b on b.tenant_id = w.tenant_id and b.id = w.account_id
        join ledger.account_code c on c.code = b.code
        where b.guarded
        group by w.tenant_id, w.account_id) n
    where a.tenant_id = n.tenant_id and a.id = n.account_id;
    return null;
end
$$;
call tenancy.entrust('ledger.book()');
create trigger entry_booked after insert on ledger.entry
    referencing new table as written for each statement execute function ledger.book();

-- A transfer without entries is none.
create function ledger.require_entries() returns trigger
    language plpgsql
as $$
begin
    if not exists (select from ledger.entry e where e.tenant_id = new.tenant_id and e.transfer_id = new.id) then
        raise exception 'transfer % has no entries', new.id using errcode = 'check_violation', constraint = 'transfer_has_entries';
    end if;
    return null;
end
$$;
create constraint trigger transfer_has_entries after insert on ledger.transfer
    deferrable initially deferred for each row execute function ledger.require_entries();

-- Nothing that is written is ever changed.
revoke update, delete on ledger.transfer, ledger.entry from merkato_app;
revoke insert, update, delete on ledger.account from merkato_app;
grant insert (tenant_id, id, code, unit, holder, guarded) on ledger.account to merkato_app;

insert into identity.permission (code) values ('LEDGER_READ');
insert into identity.built_in_role_permission (code, permission) values
    ('OWNER', 'LEDGER_READ'), ('ADMIN', 'LEDGER_READ'), ('ANALYST', 'LEDGER_READ');
