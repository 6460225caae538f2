-- What referrals are given for, by whom, and how long a shared code is good; and what of an order earns points.

-- What the first order has to keep at least of what was paid with money; where a programme says it of any currency, orders in others reward nothing.
create table loyalty.referral_minimum (
    tenant_id    uuid   not null references tenancy.tenant on delete cascade,
    programme_id uuid   not null,
    currency     text   not null,
    amount       bigint not null,
    primary key (tenant_id, programme_id, currency),
    constraint referral_minimum_programme_fkey foreign key (tenant_id, programme_id) references loyalty.programme (tenant_id, id) on delete cascade,
    constraint referral_minimum_currency_fkey foreign key (currency) references money.currency (code),
    constraint referral_minimum_amount_check check (amount between 1 and 900000000000000000)
);
call tenancy.protect('loyalty.referral_minimum');

alter table loyalty.referral
    -- What its order has to keep, as the programme had it when the order was rewarded.
    add column minimum_amount bigint,
    -- Whose invitations of a day are counted, in all programmes; null where they are gone for good.
    add column inviter_id uuid;
alter table loyalty.referral alter column number drop not null;
set role merkato_operator;
update loyalty.referral set minimum_amount = 1 where order_id is not null;
update loyalty.referral r set inviter_id = a.customer_id from loyalty.loyalty_account a where a.tenant_id = r.tenant_id and a.id = r.loyalty_account_id;
-- Those that were counted by programme before, and would be two of one number, have none.
update loyalty.referral r set number = null where exists (
    select from loyalty.referral o
    where o.tenant_id = r.tenant_id and o.inviter_id = r.inviter_id and o.invited_on = r.invited_on and o.number = r.number and o.id < r.id);
set role merkato_owner;
alter table loyalty.referral
    add constraint referral_minimum_amount_check check ((minimum_amount is null) = (order_id is null) and minimum_amount >= 1),
    add constraint referral_inviter_fkey foreign key (tenant_id, inviter_id) references customer.customer (tenant_id, id) on delete set null (inviter_id),
    drop constraint referral_number_key,
    add constraint referral_number_key unique (tenant_id, inviter_id, invited_on, number);

-- A shared code is good as long as an invitation.
alter table loyalty.loyalty_account add column referral_code_expires_at timestamptz;
set role merkato_operator;
update loyalty.loyalty_account set referral_code_expires_at = now() + interval '7 days' where referral_code is not null;
set role merkato_owner;
alter table loyalty.loyalty_account add constraint loyalty_account_referral_code_expires_check check ((referral_code is null) = (referral_code_expires_at is null));

-- Whether what is paid with store credit and gift cards earns points; and whether it did for an order.
alter table loyalty.programme add column earns_on_credit boolean not null default false;
alter table loyalty.accrual add column on_credit boolean not null default false;
set role merkato_operator;
update loyalty.accrual set on_credit = true;
set role merkato_owner;
