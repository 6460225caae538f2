-- Everybody may read who the tenants are, since that is found out before there is one; but a tenant's row is written
-- only in a transaction of that tenant, and its id and slug never change.

alter table tenancy.tenant enable row level security;
create policy tenant_read on tenancy.tenant for select using (true);
create policy tenant_insert on tenancy.tenant for insert with check (id = (select tenancy.current_tenant_id()));
create policy tenant_update on tenancy.tenant for update
    using (id = (select tenancy.current_tenant_id())) with check (id = (select tenancy.current_tenant_id()));

revoke update on tenancy.tenant from merkato_app;
grant update (name, status, status_reason, locale, currency, time_zone, country, residency, settings, plan, version, updated_at, closing_at)
    on tenancy.tenant to merkato_app;
