-- Referrals: who invited whom, and what both got for the first order that was paid.

alter table loyalty.programme
    -- What both get; null where nobody is invited.
    add column referral_inviter_points bigint,
    add column referral_invitee_points bigint,
    add constraint programme_referral_inviter_points_check check (referral_inviter_points between 0 and 1000000),
    add constraint programme_referral_invitee_points_check check (referral_invitee_points between 0 and 1000000),
    add constraint programme_referral_check check ((referral_inviter_points is null) = (referral_invitee_points is null));

-- To be shared with anybody; capital letters and figures that are not taken for one another.
alter table loyalty.loyalty_account
    add column referral_code text,
    add constraint loyalty_account_referral_code_key unique (tenant_id, referral_code),
    add constraint loyalty_account_referral_code_check check (referral_code ~ '^[2-9A-HJKMNP-Z]{8}$');

alter table loyalty.points_movement drop constraint points_movement_kind_check, add constraint points_movement_kind_check check (kind in (
    'EARNED', 'MATURED', 'REDEEMED', 'RETURNED', 'CONVERTED', 'EXPIRED', 'REVERSED', 'REPAID', 'ADJUSTED', 'MERGED', 'REFERRED', 'REFERRAL_REVERSED'));
alter table ledger.transfer drop constraint transfer_kind_check, add constraint transfer_kind_check check (kind in (
    'ORDER_PLACED', 'ORDER_EDITED', 'ORDER_RETURNED', 'ORDER_CANCELLED', 'PAYMENT_RECEIVED', 'PAYMENT_REFUNDED',
    'POINTS_EARNED', 'POINTS_MATURED', 'POINTS_REDEEMED', 'POINTS_RETURNED', 'POINTS_CONVERTED', 'POINTS_EXPIRED', 'POINTS_REVERSED',
    'POINTS_REPAID', 'POINTS_ADJUSTED', 'POINTS_MERGED', 'POINTS_REFERRED', 'POINTS_REFERRAL_REVERSED', 'STORE_CREDIT_CONVERTED'));

-- One for each invitation to somebody, and for each who came by a shared code without one. Both count for the day.
create table loyalty.referral (
    tenant_id          uuid        not null references tenancy.tenant on delete cascade,
    id                 uuid        not null,
    -- The inviter's.
    loyalty_account_id uuid        not null,
    status             text        not null,
    -- An invitation's own; null where the inviter's was used.
    code               text,
    -- Whom it was sent to, until it is accepted or over. The address as it is compared.
    email              text,
    phone              text,
    name               text,
    invited_at         timestamptz not null,
    -- Which of the day it is, by UTC: the database allows no fifty-first.
    invited_on         date        not null,
    number             integer     not null,
    expires_at         timestamptz,
    accepted_at        timestamptz,
    -- Null before it is accepted, and where they are gone for good.
    invitee_id         uuid,
    invitee_account_id uuid,
    -- What both get, as the programme had it when it was accepted.
    inviter_points     bigint,
    invitee_points     bigint,
    -- The first that was paid.
    order_id           uuid,
    rewarded_at        timestamptz,
    primary key (tenant_id, id),
    constraint referral_code_key unique (tenant_id, code),
    constraint referral_invitee_key unique (tenant_id, invitee_id),
    constraint referral_invitee_account_key unique (tenant_id, invitee_account_id),
    constraint referral_number_key unique (tenant_id, loyalty_account_id, invited_on, number),
    constraint referral_account_fkey foreign key (tenant_id, loyalty_account_id) references loyalty.loyalty_account (tenant_id, id) on delete cascade,
    constraint referral_invitee_fkey foreign key (tenant_id, invitee_id) references customer.customer (tenant_id, id) on delete set null (invitee_id),
    constraint referral_invitee_account_fkey foreign key (tenant_id, invitee_account_id) references loyalty.loyalty_account (tenant_id, id) on delete cascade,
    constraint referral_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint referral_status_check check (status in ('INVITED', 'ACCEPTED', 'REWARDED', 'REVERSED', 'VOID')),
    constraint referral_number_check check (number between 1 and 50),
    constraint referral_code_check check (code ~ '^[2-9A-HJKMNP-Z]{12}$'),
    constraint referral_email_check check (char_length(email) between 3 and 254),
    constraint referral_phone_check check (phone ~ '^\+[1-9][0-9]{6,14}$'),
    constraint referral_name_check check (char_length(name) between 1 and 100),
    constraint referral_address_check check (num_nonnulls(email, phone) <= 1),
    constraint referral_invited_check check (code is not null or status <> 'INVITED'),
    constraint referral_expires_check check ((code is null) = (expires_at is null)),
    constraint referral_accepted_check check (
        (status = 'INVITED') = (accepted_at is null) and (accepted_at is null) = (inviter_points is null) and (accepted_at is null) = (invitee_points is null)
        and (accepted_at is null) = (invitee_account_id is null)
        and (accepted_at is not null or invitee_id is null)),
    constraint referral_expired_check check (accepted_at < expires_at),
    constraint referral_points_check check (inviter_points >= 0 and invitee_points >= 0),
    constraint referral_rewarded_check check (
        (rewarded_at is null) = (order_id is null) and (status not in ('REWARDED', 'REVERSED') or order_id is not null) and (status <> 'ACCEPTED' or order_id is null))
);
create index referral_account_idx on loyalty.referral (tenant_id, loyalty_account_id, invited_at, id);
create index referral_order_idx on loyalty.referral (tenant_id, order_id) where order_id is not null;
create index referral_named_idx on loyalty.referral (tenant_id, expires_at) where status = 'INVITED' and (email is not null or phone is not null or name is not null);
call tenancy.protect('loyalty.referral');
