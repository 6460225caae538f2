drop function bulk.waiting_tenants(timestamptz, integer);

-- Tenants at work with an import that waits for a worker, or whose worker is gone. Tells no more than that. A tenant that is suspended is as it was left until it is resumed.
create function bulk.waiting_tenants(at timestamptz, most integer) returns setof uuid
    language sql stable security definer set search_path = ''
begin atomic
    select i.tenant_id
      from bulk.product_import i
      join tenancy.tenant t on t.id = i.tenant_id and t.status = 'ACTIVE'
     where i.status in ('QUEUED', 'RUNNING') and (i.lease_until is null or i.lease_until < at)
     group by i.tenant_id
     -- Whoever was left in favour of others comes after them.
     order by min(coalesce(i.lease_until, i.created_at))
     limit most;
end;
call tenancy.entrust('bulk.waiting_tenants(timestamptz, integer)');
