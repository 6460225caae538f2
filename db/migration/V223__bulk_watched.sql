-- A mark for each of these imports that there is, another one whenever it has come further. Tells no more than that.
create function bulk.import_marks(of_tenants uuid[], imports uuid[]) returns table (tenant_id uuid, watched uuid, mark text)
    language sql stable security definer set search_path = ''
begin atomic
    select i.tenant_id, i.id, i.xmin::text
    from unnest(of_tenants, imports) w (tenant_id, id)
    join bulk.product_import i on i.tenant_id = w.tenant_id and i.id = w.id;
end;
call tenancy.entrust('bulk.import_marks(uuid[], uuid[])');
