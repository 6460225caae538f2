-- What people said was done and the provider denies is booked back, and booked again once it was done after all, however late that is known.

alter table payment.payment_event drop constraint payment_event_kind_check;
alter table payment.payment_event add constraint payment_event_kind_check check (
    kind in ('AUTHORISED', 'CHARGED', 'CAPTURED', 'REFUNDED', 'VOIDED', 'CHARGED_BACK', 'DENIED', 'REINSTATED', 'PENDING', 'UNKNOWN', 'FAILED'));
-- Each once for an operation: what was done after all stays done.
create unique index payment_event_denied_key on payment.payment_event (tenant_id, operation_id, kind) where kind in ('DENIED', 'REINSTATED');

-- What was declined is asked about too, where a notice hints that it was done.
alter table payment.operation drop constraint operation_settled_check;
alter table payment.operation add constraint operation_settled_check check (
    (settled_at is not null) = (status in ('DECLINED', 'DONE')) and (settled_at is null or next_at is null or by_hand or status = 'DECLINED'));

grant create on schema payment to merkato_operator;
set role merkato_operator;
create or replace function payment.count_event() returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    held bigint := case when new.kind in ('AUTHORISED', 'CHARGED') then new.amount else 0 end;
    taken bigint := case when new.kind in ('CAPTURED', 'CHARGED') then new.amount else 0 end;
    -- Denied of what is given back, it is there again; of what was taken, it is gone.
    denied bigint := case new.kind when 'DENIED' then new.amount when 'REINSTATED' then -new.amount else 0 end;
    of_refund boolean := denied <> 0 and (
        select o.kind = 'REFUND' from payment.operation o where o.tenant_id = new.tenant_id and o.id = new.operation_id);
    back bigint := case when new.kind = 'REFUNDED' then new.amount when of_refund then -denied else 0 end;
begin
    update payment.payment p set
        authorised    = p.authorised + held,
        captured      = p.captured + taken,
        refunded      = p.refunded + back,
        voided        = p.voided + case when new.kind = 'VOIDED' then new.amount else 0 end,
        charged_back  = p.charged_back + case when new.kind = 'CHARGED_BACK' then new.amount when of_refund then 0 else denied end,
        fee           = p.fee + new.fee,
        over_captured = case when taken = 0 then p.over_captured
                             else greatest(p.over_captured, p.captured + taken + p.voided + p.capturing - p.authorised - held) end,
        over_refunded = case when back <= 0 then p.over_refunded
                             else greatest(p.over_refunded, p.refunded + back + p.refunding - p.captured) end
    where p.tenant_id = new.tenant_id and p.id = new.payment_id;
    return null;
end
$$;

-- What was denied until now is told as taken back. It is heard of once more.
update payment.payment_event e set kind = 'DENIED', operation_id = o.id, provider_event = null
from payment.operation o
where e.tenant_id = o.tenant_id and e.payment_id = o.payment_id and e.kind = 'CHARGED_BACK' and e.provider_event = 'never ' || replace(o.id::text, '-', '');
update payment.operation o set by_hand = true
from payment.payment_event e
where e.tenant_id = o.tenant_id and e.operation_id = o.id and e.kind = 'DENIED';
set role merkato_owner;
revoke create on schema payment from merkato_operator;
