-- What providers gave back is a fact, also where it is more than is left of what came in: what went back by hand alone is bounded.

alter table ordering."order" add column provider_refunded bigint not null default 0;
alter table ordering."order" drop constraint order_paid_check;
alter table ordering."order" add constraint order_paid_check
    check (paid >= 0 and provider_refunded >= 0 and refunded between 0 and paid + provider_refunded and returned between 0 and total);

-- What a chargeback says, so that it can have its effect once its payment is known to be done.
alter table payment.notice add column reference text;
alter table payment.notice add column currency text references money.currency (code);
alter table payment.notice add column amount bigint;
create index notice_problem_idx on payment.notice (tenant_id, payment_account_id) where problem is not null;
grant update (payment_id, operation_id, problem) on payment.notice to merkato_app;

-- Taken is what was asked for, or what is left of it: a provider that took less is told from one that took all.
alter table payment.payment drop column state;
alter table payment.payment add column state text not null generated always as (
    case
        when charged_back > 0 then 'CHARGED_BACK'
        when refunded > 0 and refunded = captured then 'REFUNDED'
        when refunded > 0 then 'PARTIALLY_REFUNDED'
        when captured > 0 and captured < amount - voided then 'PARTIALLY_CAPTURED'
        when captured > 0 then 'CAPTURED'
        when authorised > 0 and authorised = voided then 'VOIDED'
        when authorised > 0 then 'AUTHORISED'
        when pending > 0 then 'PENDING'
        else 'FAILED'
    end) stored;
-- The embedded provider moves no money.
alter table payment.payment_account add constraint payment_account_sandbox_check check (provider <> 'sandbox' or environment = 'TEST');
-- Who was asked for money lately.
create index payment_payer_idx on payment.payment (tenant_id, payer, created_at) where payer is not null;
