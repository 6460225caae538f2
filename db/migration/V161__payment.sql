-- Payments through providers: what is asked of them, what came of it, and figures that are sums of that.

create schema payment;
call tenancy.open_schema('payment');

insert into identity.permission (code) values ('PAYMENTS_READ'), ('PAYMENTS_WRITE'), ('PAYMENTS_MANAGE');
insert into identity.built_in_role_permission (code, permission) values
    ('OWNER', 'PAYMENTS_READ'), ('OWNER', 'PAYMENTS_WRITE'), ('OWNER', 'PAYMENTS_MANAGE'),
    ('ADMIN', 'PAYMENTS_READ'), ('ADMIN', 'PAYMENTS_WRITE'), ('ADMIN', 'PAYMENTS_MANAGE'),
    ('ORDERS', 'PAYMENTS_READ'), ('ORDERS', 'PAYMENTS_WRITE'), ('ANALYST', 'PAYMENTS_READ');

create table payment.provider (
    code       text    not null,
    name       text    not null,
    -- As what the orders have it.
    method     text    not null,
    -- Whether it can hold money first and take it later.
    authorises boolean not null,
    primary key (code),
    constraint provider_code_check check (code ~ '^[a-z][a-z_]{1,30}$')
);
-- In which currencies, and how much at once, in minor units. One without rows takes every currency.
create table payment.provider_currency (
    provider text   not null references payment.provider,
    currency text   not null references money.currency (code),
    minimum  bigint not null default 1,
    maximum  bigint,
    primary key (provider, currency),
    constraint provider_currency_check check (minimum > 0 and maximum >= minimum)
);
-- Where. One without rows is for everywhere.
create table payment.provider_country (
    provider text not null references payment.provider,
    country  text not null,
    primary key (provider, country),
    constraint provider_country_check check (country ~ '^[A-Z]{2}$')
);
revoke insert, update, delete on payment.provider, payment.provider_currency, payment.provider_country from merkato_app, merkato_operator;
insert into payment.provider (code, name, method, authorises) values
    ('sandbox', 'Sandbox', 'MOBILE_MONEY', true),
    ('cash', 'Cash', 'CASH', false),
    ('cash_on_delivery', 'Cash on delivery', 'CASH_ON_DELIVERY', false),
    ('bank_transfer', 'Bank transfer', 'BANK_TRANSFER', false),
    ('telebirr', 'Telebirr', 'MOBILE_MONEY', false),
    ('mpesa', 'M-Pesa', 'MOBILE_MONEY', false),
    ('wave', 'Wave', 'MOBILE_MONEY', false),
    ('chapa', 'Chapa', 'MOBILE_MONEY', false);
insert into payment.provider_currency (provider, currency, minimum, maximum) values
    ('telebirr', 'ETB', 100, null),
    ('mpesa', 'KES', 100, 25000000),
    ('wave', 'XOF', 1, null),
    ('chapa', 'ETB', 100, null),
    ('chapa', 'USD', 100, null);
insert into payment.provider_country (provider, country) values
    ('telebirr', 'ET'), ('mpesa', 'KE'), ('wave', 'SN'), ('wave', 'CI'), ('chapa', 'ET');

-- A tenant's account at a provider.
create table payment.payment_account (
    tenant_id    uuid        not null references tenancy.tenant on delete cascade,
    id           uuid        not null,
    provider     text        not null references payment.provider,
    name         text        not null,
    environment  text        not null,
    settings     jsonb       not null default '{}',
    -- Sealed in the vault; its fields are named beside it.
    secrets      bytea,
    secret_names text[]      not null default '{}',
    enabled      boolean     not null default true,
    version      integer     not null default 1,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint payment_account_name_key unique (tenant_id, name),
    constraint payment_account_name_check check (char_length(name) between 1 and 100 and name ~ '\S'),
    constraint payment_account_environment_check check (environment in ('TEST', 'LIVE')),
    constraint payment_account_secrets_check check ((secrets is null) = (secret_names = '{}'))
);
create index payment_account_address_idx on payment.payment_account (id);
call tenancy.protect('payment.payment_account');

-- By the address that a provider sends its notices to, which names the account alone.
create function payment.tenant_of_account(account uuid) returns setof uuid
    language sql stable security definer set search_path = ''
begin atomic
    select a.tenant_id
      from payment.payment_account a
      join tenancy.tenant t on t.id = a.tenant_id and t.status in ('ACTIVE', 'SUSPENDED')
     where a.id = account;
end;
call tenancy.entrust('payment.tenant_of_account(uuid)');

-- Which accounts a store offers, in this order.
create table payment.store_account (
    tenant_id  uuid    not null references tenancy.tenant on delete cascade,
    store_id   uuid    not null,
    payment_account_id uuid    not null,
    position   integer not null,
    primary key (tenant_id, store_id, payment_account_id),
    constraint store_account_position_key unique (tenant_id, store_id, position) deferrable initially deferred,
    constraint store_account_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id) on delete cascade,
    constraint store_account_account_fkey foreign key (tenant_id, payment_account_id) references payment.payment_account (tenant_id, id) on delete cascade
);
create index store_account_payment_account_idx on payment.store_account (tenant_id, payment_account_id);
call tenancy.protect('payment.store_account');

-- What is paid, or tried, of an order by an account. Its figures, in minor units, are sums: of events what has happened, of operations what is under way.
create table payment.payment (
    tenant_id       uuid        not null references tenancy.tenant on delete cascade,
    id              uuid        not null,
    order_id        uuid        not null,
    store_id        uuid        not null,
    customer_id     uuid,
    payment_account_id      uuid        not null,
    currency        text        not null references money.currency (code),
    amount          bigint      not null,
    -- Whether it is held first, and taken when staff say so.
    capture_later   boolean     not null,
    -- What the provider calls it.
    reference       text,
    payer           text,
    return_url      text,
    next_action     text,
    next_url        text,
    next_expires_at timestamptz,
    -- What is asked for and not known yet: to hold or take, to take of or let go of what is held, to give back.
    pending         bigint      not null default 0,
    capturing       bigint      not null default 0,
    refunding       bigint      not null default 0,
    authorised      bigint      not null default 0,
    captured        bigint      not null default 0,
    refunded        bigint      not null default 0,
    voided          bigint      not null default 0,
    charged_back    bigint      not null default 0,
    fee             bigint      not null default 0,
    state           text        not null generated always as (
        case
            when charged_back > 0 then 'CHARGED_BACK'
            when refunded > 0 and refunded = captured then 'REFUNDED'
            when refunded > 0 then 'PARTIALLY_REFUNDED'
            when captured > 0 and captured < authorised - voided then 'PARTIALLY_CAPTURED'
            when captured > 0 then 'CAPTURED'
            when authorised > 0 and authorised = voided then 'VOIDED'
            when authorised > 0 then 'AUTHORISED'
            when pending > 0 then 'PENDING'
            else 'FAILED'
        end) stored,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint payment_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint payment_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id),
    constraint payment_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id),
    constraint payment_account_fkey foreign key (tenant_id, payment_account_id) references payment.payment_account (tenant_id, id),
    constraint payment_amount_check check (amount > 0 and fee >= 0),
    constraint payment_open_check check (least(pending, capturing, refunding, authorised, captured, refunded, voided, charged_back) >= 0),
    constraint payment_authorised_once check (authorised + pending <= amount),
    constraint payment_captured_of_authorised check (captured + voided + capturing <= authorised),
    constraint payment_refunded_of_captured check (refunded + refunding <= captured and charged_back <= captured),
    constraint payment_reference_check check (char_length(reference) between 1 and 255),
    constraint payment_payer_check check (char_length(payer) between 1 and 20),
    constraint payment_return_url_check check (char_length(return_url) between 1 and 2048),
    constraint payment_next_action_check check (next_action in ('REDIRECT', 'CONFIRM_ON_PHONE', 'WAIT') and (next_action = 'REDIRECT') = (next_url is not null))
);
-- Partial, so that learning it does not wait for whoever refers to the payment.
create unique index payment_reference_key on payment.payment (tenant_id, payment_account_id, reference) where reference is not null;
create index payment_order_idx on payment.payment (tenant_id, order_id, id);
create index payment_account_idx on payment.payment (tenant_id, payment_account_id);
create index payment_customer_idx on payment.payment (tenant_id, customer_id) where customer_id is not null;
create index payment_store_idx on payment.payment (tenant_id, store_id);
create index payment_created_at_idx on payment.payment (tenant_id, created_at, id);
call tenancy.protect('payment.payment');

-- What is asked of a provider: written and committed before it is asked, under the key that its id is.
create table payment.operation (
    tenant_id      uuid        not null references tenancy.tenant on delete cascade,
    id             uuid        not null,
    payment_id     uuid        not null,
    kind           text        not null,
    amount         bigint      not null,
    status         text        not null default 'STARTED',
    -- What the provider calls it.
    reference      text,
    decline_reason text,
    decline_code   text,
    message        text,
    -- Why staff want it.
    reason         text,
    actor          text        not null,
    attempts       integer     not null default 0,
    -- Who asks, until next_at; then whoever takes it up.
    lease          uuid        not null,
    next_at        timestamptz,
    started_at     timestamptz not null default now(),
    settled_at     timestamptz,
    primary key (tenant_id, id),
    constraint operation_payment_key unique (tenant_id, id, payment_id),
    constraint operation_payment_fkey foreign key (tenant_id, payment_id) references payment.payment (tenant_id, id) on delete cascade,
    constraint operation_kind_check check (kind in ('CHARGE', 'AUTHORISE', 'CAPTURE', 'REFUND', 'VOID')),
    constraint operation_status_check check (status in ('STARTED', 'PENDING', 'UNKNOWN', 'DECLINED', 'DONE')),
    constraint operation_amount_check check (amount > 0),
    constraint operation_decline_check check ((decline_reason is not null) = (status = 'DECLINED')),
    constraint operation_settled_check check ((settled_at is not null) = (status in ('DECLINED', 'DONE')) and (settled_at is null or next_at is null)),
    constraint operation_reference_check check (char_length(reference) between 1 and 255),
    constraint operation_reason_check check (char_length(reason) between 1 and 1000)
);
create index operation_payment_idx on payment.operation (tenant_id, payment_id, id);
create index operation_reference_idx on payment.operation (tenant_id, reference);
create index operation_due_idx on payment.operation (next_at) where next_at is not null;
call tenancy.protect('payment.operation');

-- What is under way keeps its amount for itself, and lets go of it when it is known what came of it.
create function payment.keep_for_operation() returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    change bigint := case when new.status in ('STARTED', 'PENDING', 'UNKNOWN') then new.amount else 0 end
        - case when tg_op = 'UPDATE' and old.status in ('STARTED', 'PENDING', 'UNKNOWN') then old.amount else 0 end;
begin
    if change <> 0 then
        update payment.payment p set
            pending   = p.pending + case when new.kind in ('CHARGE', 'AUTHORISE') then change else 0 end,
            capturing = p.capturing + case when new.kind in ('CAPTURE', 'VOID') then change else 0 end,
            refunding = p.refunding + case when new.kind = 'REFUND' then change else 0 end
        where p.tenant_id = new.tenant_id and p.id = new.payment_id;
    end if;
    return null;
end
$$;
call tenancy.entrust('payment.keep_for_operation()');
create trigger operation_keeps after insert or update of status on payment.operation
    for each row execute function payment.keep_for_operation();

-- What happened. Nothing of it is ever changed, and the figures of its payment are its sums, whatever the order in which it came.
create table payment.payment_event (
    tenant_id      uuid        not null references tenancy.tenant on delete cascade,
    id             uuid        not null,
    payment_id     uuid        not null,
    -- Null of what the provider did by itself.
    operation_id   uuid,
    kind           text        not null,
    amount         bigint      not null,
    fee            bigint      not null default 0,
    source         text        not null,
    -- What the provider calls it, where it told by itself.
    provider_event text,
    message        text,
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null default clock_timestamp(),
    primary key (tenant_id, id),
    constraint payment_event_payment_fkey foreign key (tenant_id, payment_id) references payment.payment (tenant_id, id) on delete cascade,
    constraint payment_event_operation_fkey foreign key (tenant_id, operation_id, payment_id) references payment.operation (tenant_id, id, payment_id) on delete cascade,
    constraint payment_event_provider_event_key unique (tenant_id, payment_id, provider_event),
    constraint payment_event_kind_check check (kind in ('AUTHORISED', 'CHARGED', 'CAPTURED', 'REFUNDED', 'VOIDED', 'CHARGED_BACK', 'PENDING', 'UNKNOWN', 'FAILED')),
    constraint payment_event_source_check check (source in ('CALL', 'ENQUIRY', 'NOTICE', 'STAFF')),
    constraint payment_event_amount_check check (amount > 0 and fee between 0 and amount),
    constraint payment_event_operation_check check ((operation_id is null) = (kind = 'CHARGED_BACK'))
);
create index payment_event_payment_idx on payment.payment_event (tenant_id, payment_id, recorded_at, id);
-- An operation is done once.
create unique index payment_event_done_key on payment.payment_event (tenant_id, operation_id) where kind in ('AUTHORISED', 'CHARGED', 'CAPTURED', 'REFUNDED', 'VOIDED');
call tenancy.protect('payment.payment_event');

create function payment.count_event() returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    update payment.payment p set
        authorised   = p.authorised + case when new.kind in ('AUTHORISED', 'CHARGED') then new.amount else 0 end,
        captured     = p.captured + case when new.kind in ('CAPTURED', 'CHARGED') then new.amount else 0 end,
        refunded     = p.refunded + case when new.kind = 'REFUNDED' then new.amount else 0 end,
        voided       = p.voided + case when new.kind = 'VOIDED' then new.amount else 0 end,
        charged_back = p.charged_back + case when new.kind = 'CHARGED_BACK' then new.amount else 0 end,
        fee          = p.fee + new.fee
    where p.tenant_id = new.tenant_id and p.id = new.payment_id;
    return null;
end
$$;
call tenancy.entrust('payment.count_event()');
create trigger event_counts after insert on payment.payment_event
    for each row execute function payment.count_event();

-- What providers told by themselves, as it came; stored by the transaction that has its effect.
create table payment.notice (
    tenant_id    uuid        not null references tenancy.tenant on delete cascade,
    id           uuid        not null,
    payment_account_id   uuid        not null,
    -- The provider's, the same where it tells again.
    provider_event text      not null,
    about        text        not null,
    -- The payment it is of; null of what matches none.
    payment_id   uuid,
    operation_id uuid,
    body         bytea       not null,
    -- Why it had no effect, where it should have had one.
    problem      text,
    occurred_at  timestamptz not null,
    received_at  timestamptz not null,
    primary key (tenant_id, id),
    constraint notice_event_key unique (tenant_id, payment_account_id, provider_event),
    constraint notice_account_fkey foreign key (tenant_id, payment_account_id) references payment.payment_account (tenant_id, id) on delete cascade,
    constraint notice_payment_fkey foreign key (tenant_id, payment_id) references payment.payment (tenant_id, id) on delete cascade,
    constraint notice_operation_fkey foreign key (tenant_id, operation_id, payment_id) references payment.operation (tenant_id, id, payment_id) on delete cascade,
    constraint notice_event_check check (char_length(provider_event) between 1 and 255),
    constraint notice_body_check check (octet_length(body) <= 65536)
);
create index notice_received_at_idx on payment.notice (tenant_id, received_at, id);
create index notice_payment_idx on payment.notice (tenant_id, payment_id) where payment_id is not null;
create index notice_operation_idx on payment.notice (tenant_id, operation_id) where operation_id is not null;
call tenancy.protect('payment.notice');

-- The embedded provider's own book.
create table payment.sandbox_act (
    tenant_id         uuid        not null references tenancy.tenant on delete cascade,
    payment_account_id        uuid        not null,
    -- The caller's, which makes it once.
    key               text        not null,
    kind              text        not null,
    reference         text        not null,
    payment_reference text,
    currency          text        not null references money.currency (code),
    amount            bigint      not null,
    status            text        not null,
    decline_reason    text,
    acted_at          timestamptz not null,
    primary key (tenant_id, payment_account_id, key),
    constraint sandbox_act_reference_key unique (tenant_id, payment_account_id, reference),
    constraint sandbox_act_account_fkey foreign key (tenant_id, payment_account_id) references payment.payment_account (tenant_id, id) on delete cascade,
    constraint sandbox_act_payment_fkey foreign key (tenant_id, payment_account_id, payment_reference) references payment.sandbox_act (tenant_id, payment_account_id, reference) on delete cascade,
    constraint sandbox_act_kind_check check (kind in ('CHARGE', 'AUTHORISE', 'CAPTURE', 'REFUND', 'VOID', 'CHARGEBACK')),
    constraint sandbox_act_status_check check (status in ('DONE', 'PENDING', 'DECLINED') and (status = 'DECLINED') = (decline_reason is not null)),
    constraint sandbox_act_amount_check check (amount > 0)
);
create index sandbox_act_payment_idx on payment.sandbox_act (tenant_id, payment_account_id, payment_reference) where payment_reference is not null;
call tenancy.protect('payment.sandbox_act');

-- Tenants at work of whose operations some are to be settled, those that wait longest first.
create function payment.tenants_to_settle_for(at timestamptz, most integer) returns setof uuid
    language sql stable security definer set search_path = ''
begin atomic
    select o.tenant_id
      from payment.operation o
      join tenancy.tenant t on t.id = o.tenant_id and t.status = 'ACTIVE'
     where o.next_at <= at
     group by o.tenant_id
     order by min(o.next_at)
     limit most;
end;
call tenancy.entrust('payment.tenants_to_settle_for(timestamptz, integer)');

revoke update, delete on payment.payment_event, payment.notice, payment.payment, payment.operation from merkato_app;
grant update (reference, next_action, next_url, next_expires_at, customer_id, updated_at) on payment.payment to merkato_app;
grant update (status, reference, decline_reason, decline_code, message, attempts, lease, next_at, settled_at) on payment.operation to merkato_app;
grant update (problem) on payment.notice to merkato_app;
