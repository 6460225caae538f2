-- What was begun at providers ends, whoever is suspended meanwhile: it is other people's money.

-- Tenants, suspended ones too, of whose operations some are to be settled, those that wait longest first.
create or replace function payment.tenants_to_settle_for(at timestamptz, most integer) returns setof uuid
    language sql stable security definer set search_path = ''
begin atomic
    select o.tenant_id
      from payment.operation o
      join tenancy.tenant t on t.id = o.tenant_id and t.status in ('ACTIVE', 'SUSPENDED')
     where o.next_at <= at
     group by o.tenant_id
     order by min(o.next_at)
     limit most;
end;

-- Tenants, suspended ones too, of whose held money some is to be looked after, those that wait longest first.
create or replace function payment.tenants_with_holds_due(at timestamptz, most integer) returns setof uuid
    language sql stable security definer set search_path = ''
begin atomic
    select p.tenant_id
      from payment.payment p
      join tenancy.tenant t on t.id = p.tenant_id and t.status in ('ACTIVE', 'SUSPENDED')
     where p.hold_due_at <= at
     group by p.tenant_id
     order by min(p.hold_due_at)
     limit most;
end;
