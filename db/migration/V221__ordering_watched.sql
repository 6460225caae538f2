-- A mark for each of these orders that there is, another one whenever something of the order or of its parcels has changed. Tells no more than that.
create function ordering.order_marks(of_tenants uuid[], orders uuid[]) returns table (tenant_id uuid, watched uuid, mark text)
    language sql stable security definer set search_path = ''
begin atomic
    select o.tenant_id, o.id,
           o.xmin::text || coalesce((select string_agg(f.xmin::text, ' ' order by f.id) from ordering.fulfilment f where f.tenant_id = o.tenant_id and f.order_id = o.id), '')
    from unnest(of_tenants, orders) w (tenant_id, id)
    join ordering."order" o on o.tenant_id = w.tenant_id and o.id = w.id;
end;
call tenancy.entrust('ordering.order_marks(uuid[], uuid[])');
