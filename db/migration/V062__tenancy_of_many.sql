-- What the operators' list of tenants shows of each of them, for a page of tenants at once: under row-level security that would be a statement each.

create function tenancy.domains_of(of_tenants uuid[])
    returns table (tenant_id uuid, id uuid, host text, token text, created_at timestamptz, verified_at timestamptz)
    language sql stable security definer set search_path = ''
begin atomic
    select d.tenant_id, d.id, d.host, d.token, d.created_at, d.verified_at from tenancy.domain d where d.tenant_id = any (of_tenants);
end;
call tenancy.entrust('tenancy.domains_of(uuid[])');

create function tenancy.subscriptions_of(of_tenants uuid[])
    returns table (tenant_id uuid, id uuid, plan text, started_at timestamptz, ended_at timestamptz)
    language sql stable security definer set search_path = ''
begin atomic
    select s.tenant_id, s.id, s.plan, s.started_at, s.ended_at from tenancy.subscription s where s.tenant_id = any (of_tenants);
end;
call tenancy.entrust('tenancy.subscriptions_of(uuid[])');
