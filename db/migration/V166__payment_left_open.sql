-- For how long a provider that holds money holds it.
alter table payment.provider add column holds_hours integer;
update payment.provider set holds_hours = 168 where authorises;
alter table payment.provider add constraint provider_holds_check check (authorises = (holds_hours is not null) and holds_hours > 0);

-- When the provider lets go of what is held, and when it is looked after next: of cancelled orders at once, of any other a day before, and then.
alter table payment.payment add column expires_at timestamptz;
alter table payment.payment add column hold_due_at timestamptz;
create index payment_hold_due_idx on payment.payment (hold_due_at) where hold_due_at is not null;
grant update (expires_at, hold_due_at) on payment.payment to merkato_app;

-- What people said became of it, while the provider is still asked; and what speaks against what is written down.
alter table payment.operation add column by_hand boolean not null default false;
alter table payment.operation add column problem text;
alter table payment.operation drop constraint operation_settled_check;
alter table payment.operation add constraint operation_settled_check
    check ((settled_at is not null) = (status in ('DECLINED', 'DONE')) and (settled_at is null or next_at is null or by_hand));
create index operation_problem_idx on payment.operation (tenant_id, payment_id) where problem is not null;
grant update (by_hand, problem) on payment.operation to merkato_app;
alter table payment.payment_event drop constraint payment_event_source_check;
alter table payment.payment_event add constraint payment_event_source_check check (source in ('CALL', 'ENQUIRY', 'NOTICE', 'STAFF', 'SHOPPER'));

-- Tenants at work of whose held money some is to be looked after, those that wait longest first.
create function payment.tenants_with_holds_due(at timestamptz, most integer) returns setof uuid
    language sql stable security definer set search_path = ''
begin atomic
    select p.tenant_id
      from payment.payment p
      join tenancy.tenant t on t.id = p.tenant_id and t.status = 'ACTIVE'
     where p.hold_due_at <= at
     group by p.tenant_id
     order by min(p.hold_due_at)
     limit most;
end;
call tenancy.entrust('payment.tenants_with_holds_due(timestamptz, integer)');

set role merkato_operator;
update payment.payment p set expires_at = e.occurred_at + interval '168 hours', hold_due_at = now()
from payment.payment_event e
where e.tenant_id = p.tenant_id and e.payment_id = p.id and e.kind = 'AUTHORISED' and p.authorised > p.captured + p.voided;
reset role;
