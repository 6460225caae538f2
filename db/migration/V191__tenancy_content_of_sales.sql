-- What is left in a flash sale is stock: orders take it, and it is read as it is.
drop trigger content_changed on pricing.flash_sale_item;
call tenancy.make_content('pricing.flash_sale_item', but => '{sold}');

-- The tenant is found by its key, however many there are.
create or replace function tenancy.content_changed() returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    tenant text := nullif(current_setting('app.tenant_id', true), '');
begin
    if current_setting('app.content_changed', true) is distinct from coalesce(tenant, 'every') then
        if tenant is null then
            insert into tenancy.content_change (tenant_id) select t.id from tenancy.tenant t;
        else
            insert into tenancy.content_change (tenant_id) select t.id from tenancy.tenant t where t.id = tenant::uuid;
        end if;
        perform set_config('app.content_changed', coalesce(tenant, 'every'), true);
    end if;
    return null;
end
$$;
