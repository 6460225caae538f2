-- Looks at two deliveries of each webhook for which some are pending, however many these are: a receiver that was away for a day keeps nobody else waiting.
create or replace function platform.tenants_to_deliver_for(at timestamptz, most integer) returns setof uuid
    language sql stable security definer set search_path = ''
begin atomic
    with recursive awaited as (
        (select d.tenant_id, d.webhook_id
           from platform.webhook_delivery d
          where d.status = 'PENDING'
          order by d.tenant_id, d.webhook_id
          limit 1)
        union all
        select n.tenant_id, n.webhook_id
          from awaited a
         cross join lateral (
             select d.tenant_id, d.webhook_id
               from platform.webhook_delivery d
              where d.status = 'PENDING' and (d.tenant_id, d.webhook_id) > (a.tenant_id, a.webhook_id)
              order by d.tenant_id, d.webhook_id
              limit 1) n
    )
    select a.tenant_id
      from awaited a
      join platform.webhook w on w.tenant_id = a.tenant_id and w.id = a.webhook_id and w.enabled and w.deleted_at is null
      join tenancy.tenant t on t.id = a.tenant_id and t.status = 'ACTIVE'
     cross join lateral (
         select d.next_attempt_at
           from platform.webhook_delivery d
          where d.tenant_id = w.tenant_id and d.webhook_id = w.id and d.status = 'PENDING'
            and d.next_attempt_at <= at and (d.lease_until is null or d.lease_until < at)
          order by d.next_attempt_at
          limit 1) due
     group by a.tenant_id
     order by min(due.next_attempt_at)
     limit most;
end;
