-- What a provider did after all is written down, also where less was left by then. What is decided stays within what is left.

alter table payment.payment
    add column over_captured bigint not null default 0,
    add column over_refunded bigint not null default 0;
alter table payment.payment drop constraint payment_captured_of_authorised, drop constraint payment_refunded_of_captured,
    add constraint payment_captured_of_authorised check (captured + voided + capturing <= authorised + over_captured),
    add constraint payment_refunded_of_captured check (refunded + refunding <= captured + over_refunded and charged_back <= captured),
    add constraint payment_over_check check (least(over_captured, over_refunded) >= 0);

alter table payment.payment drop column state;
alter table payment.payment add column state text not null generated always as (
    case
        when charged_back > 0 then 'CHARGED_BACK'
        when refunded > 0 and refunded >= captured then 'REFUNDED'
        when refunded > 0 then 'PARTIALLY_REFUNDED'
        when captured > 0 and captured < amount - voided then 'PARTIALLY_CAPTURED'
        when captured > 0 then 'CAPTURED'
        when authorised > 0 and authorised = voided then 'VOIDED'
        when authorised > 0 then 'AUTHORISED'
        when pending > 0 then 'PENDING'
        else 'FAILED'
    end) stored;

grant create on schema payment to merkato_operator;
set role merkato_operator;
create or replace function payment.count_event() returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    held bigint := case when new.kind in ('AUTHORISED', 'CHARGED') then new.amount else 0 end;
    taken bigint := case when new.kind in ('CAPTURED', 'CHARGED') then new.amount else 0 end;
    back bigint := case when new.kind = 'REFUNDED' then new.amount else 0 end;
begin
    update payment.payment p set
        authorised    = p.authorised + held,
        captured      = p.captured + taken,
        refunded      = p.refunded + back,
        voided        = p.voided + case when new.kind = 'VOIDED' then new.amount else 0 end,
        charged_back  = p.charged_back + case when new.kind = 'CHARGED_BACK' then new.amount else 0 end,
        fee           = p.fee + new.fee,
        over_captured = case when taken = 0 then p.over_captured
                             else greatest(p.over_captured, p.captured + taken + p.voided + p.capturing - p.authorised - held) end,
        over_refunded = case when back = 0 then p.over_refunded
                             else greatest(p.over_refunded, p.refunded + back + p.refunding - p.captured) end
    where p.tenant_id = new.tenant_id and p.id = new.payment_id;
    return null;
end
$$;
set role merkato_owner;
revoke create on schema payment from merkato_operator;
