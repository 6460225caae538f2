-- What a tenant subscribes to, the hosts that lead to it, and how its rows end.

-- Gives a function the eyes of the operator, who sees every tenant, and nobody but the application the right to call it.
-- Such a function sets an empty search_path, takes the tenant (or a public key such as a host) first, and filters by it itself.
create procedure tenancy.entrust(function regprocedure)
    language plpgsql as
$$
declare
    module text := (select nspname from pg_namespace n join pg_proc p on p.pronamespace = n.oid where p.oid = function);
begin
    execute format('grant create on schema %I to merkato_operator', module);
    execute format('alter function %s owner to merkato_operator', function);
    execute format('revoke create on schema %I from merkato_operator', module);
    execute format('revoke execute on function %s from public', function);
    execute format('grant execute on function %s to merkato_app', function);
end
$$;

create table tenancy.feature (
    code text not null,
    name text not null,
    primary key (code)
);

create table tenancy.plan (
    code                   text     not null,
    name                   text     not null,
    position               smallint not null,
    monthly_price          bigint   not null,
    currency               text     not null references money.currency (code),
    placement              text     not null,
    -- Above either figure a tenant of this plan is moved to a database of its own; -1 never for that reason.
    move_products          bigint   not null default 10000,
    move_requests_monthly  bigint   not null default 100000,
    primary key (code),
    constraint plan_position_key unique (position),
    constraint plan_monthly_price_check check (monthly_price >= 0),
    constraint plan_placement_check check (placement in ('SHARED', 'DEDICATED'))
);

create table tenancy.plan_feature (
    plan    text not null references tenancy.plan (code) on delete cascade,
    feature text not null references tenancy.feature (code),
    primary key (plan, feature)
);

-- -1 is without limit. The unit is part of the code.
create table tenancy.plan_limit (
    plan  text    not null references tenancy.plan (code) on delete cascade,
    code  text    not null,
    value numeric not null,
    primary key (plan, code),
    constraint plan_limit_code_check check (code in ('MAX_PRODUCTS', 'MAX_REQUESTS_PER_MONTH', 'MAX_STORAGE_GB', 'MAX_BANDWIDTH_GB',
                                                     'SUPPORT_RESPONSE_HOURS', 'SLA_UPTIME_PERCENT')),
    constraint plan_limit_value_check check (value >= 0 or value = -1)
);

insert into tenancy.feature (code, name) values
    ('all_features', 'Every feature of every plan'), ('basic_analytics', 'Basic analytics'), ('advanced_analytics', 'Advanced analytics'),
    ('email_support', 'Support by e-mail'), ('priority_support', 'Priority support'), ('sla_support', 'Support with a service level'),
    ('standard_templates', 'Standard templates'), ('advanced_templates', 'Advanced templates'), ('ssl_certificate', 'TLS certificate'),
    ('custom_domain', 'Custom domain'), ('email_marketing', 'E-mail marketing'), ('inventory_management', 'Inventory management'),
    ('dedicated_database', 'Database of its own'), ('api_access', 'API access'), ('white_labeling', 'White labelling'),
    ('advanced_integrations', 'Advanced integrations'), ('custom_development', 'Custom development'), ('priority_onboarding', 'Priority onboarding');

insert into tenancy.plan (code, name, position, monthly_price, currency, placement) values
    ('basic', 'Basic', 1, 2900, 'USD', 'SHARED'),
    ('professional', 'Professional', 2, 7900, 'USD', 'SHARED'),
    ('enterprise', 'Enterprise', 3, 29900, 'USD', 'DEDICATED');

insert into tenancy.plan_feature (plan, feature) values
    ('basic', 'basic_analytics'), ('basic', 'email_support'), ('basic', 'standard_templates'), ('basic', 'ssl_certificate'),
    ('professional', 'basic_analytics'), ('professional', 'advanced_analytics'), ('professional', 'priority_support'), ('professional', 'custom_domain'),
    ('professional', 'advanced_templates'), ('professional', 'email_marketing'), ('professional', 'inventory_management'),
    ('enterprise', 'all_features'), ('enterprise', 'dedicated_database'), ('enterprise', 'api_access'), ('enterprise', 'sla_support'),
    ('enterprise', 'white_labeling'), ('enterprise', 'advanced_integrations'), ('enterprise', 'custom_development'), ('enterprise', 'priority_onboarding');

insert into tenancy.plan_limit (plan, code, value) values
    ('basic', 'MAX_PRODUCTS', 1000), ('basic', 'MAX_REQUESTS_PER_MONTH', 10000), ('basic', 'MAX_STORAGE_GB', 5), ('basic', 'MAX_BANDWIDTH_GB', 50),
    ('basic', 'SUPPORT_RESPONSE_HOURS', 48),
    ('professional', 'MAX_PRODUCTS', 10000), ('professional', 'MAX_REQUESTS_PER_MONTH', 100000), ('professional', 'MAX_STORAGE_GB', 50),
    ('professional', 'MAX_BANDWIDTH_GB', 500), ('professional', 'SUPPORT_RESPONSE_HOURS', 24),
    ('enterprise', 'MAX_PRODUCTS', -1), ('enterprise', 'MAX_REQUESTS_PER_MONTH', -1), ('enterprise', 'MAX_STORAGE_GB', -1), ('enterprise', 'MAX_BANDWIDTH_GB', -1),
    ('enterprise', 'SUPPORT_RESPONSE_HOURS', 4), ('enterprise', 'SLA_UPTIME_PERCENT', 99.9);

-- The plan in force, kept by subscribe() below; status_reason is what the operator said when suspending or closing.
alter table tenancy.tenant
    add column plan text not null default 'basic' references tenancy.plan (code),
    add column status_reason text,
    add constraint tenant_slug_reserved_check check (slug not in ('www', 'api', 'app', 'admin', 'auth', 'graphql', 'graphiql', 'mail', 'static', 'status', 'merkato', 'platform'));

create index tenant_closing_at_idx on tenancy.tenant (closing_at) where closing_at is not null;

-- Every term a tenant has subscribed to; the one without an end is in force.
create table tenancy.subscription (
    tenant_id  uuid        not null references tenancy.tenant on delete cascade,
    id         uuid        not null,
    plan       text        not null references tenancy.plan (code),
    started_at timestamptz not null default now(),
    ended_at   timestamptz,
    primary key (tenant_id, id),
    constraint subscription_period_check check (ended_at >= started_at)
);
create unique index subscription_current_key on tenancy.subscription (tenant_id) where ended_at is null;
call tenancy.protect('tenancy.subscription');

create function tenancy.subscribe() returns trigger
    language plpgsql set search_path = '' as
$$
begin
    update tenancy.tenant set plan = new.plan where id = new.tenant_id and plan <> new.plan;
    return null;
end
$$;
create trigger subscription_in_force after insert or update on tenancy.subscription
    for each row when (new.ended_at is null) execute function tenancy.subscribe();

-- A host of the tenant's own. It leads nowhere until the tenant has shown, by a TXT record with the token, that the name is theirs.
create table tenancy.domain (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    host        text        not null,
    token       text        not null,
    created_at  timestamptz not null default now(),
    verified_at timestamptz,
    primary key (tenant_id, id),
    constraint domain_host_key unique (tenant_id, host),
    constraint domain_host_check check (host ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$' and char_length(host) <= 253)
);
call tenancy.protect('tenancy.domain');

-- Which tenant a verified host leads to: one for all tenants, so that two cannot hold the same host. Nobody reads it but through tenant_of_host.
create table tenancy.host (
    host      text not null,
    tenant_id uuid not null,
    domain_id uuid not null,
    constraint host_taken_key primary key (host),
    foreign key (tenant_id, domain_id) references tenancy.domain (tenant_id, id) on delete cascade
);
create index host_domain_idx on tenancy.host (tenant_id, domain_id);
revoke select, insert, update, delete on tenancy.host from merkato_app;

create function tenancy.keep_host() returns trigger
    language plpgsql security definer set search_path = '' as
$$
begin
    delete from tenancy.host where tenant_id = new.tenant_id and domain_id = new.id;
    if new.verified_at is not null then
        insert into tenancy.host (host, tenant_id, domain_id) values (new.host, new.tenant_id, new.id);
    end if;
    return null;
end
$$;
call tenancy.entrust('tenancy.keep_host()');
create trigger domain_host after insert or update on tenancy.domain
    for each row execute function tenancy.keep_host();

create function tenancy.tenant_of_host(host text) returns uuid
    language sql stable security definer set search_path = ''
    return (select h.tenant_id from tenancy.host h where h.host = tenant_of_host.host);
call tenancy.entrust('tenancy.tenant_of_host(text)');

-- Ends a tenant for good, ninety days after it began to close: every row of every module goes, except the audit log.
-- What is left is a tombstone, so that nobody can take the slug and with it the links that still point there.
-- False where the tenant is not closing or its ninety days are not over. The application cannot delete a tenant in any other way.
create function tenancy.purge(tenant uuid) returns boolean
    language plpgsql security definer set search_path = '' as
$$
declare
    gone tenancy.tenant;
begin
    delete from tenancy.tenant t
     where t.id = tenant and t.status = 'CLOSING' and t.closing_at <= now() - interval '90 days'
    returning t.* into gone;
    if gone.id is null then
        return false;
    end if;
    gone.status := 'CLOSED';
    gone.settings := '{}';
    gone.status_reason := null;
    gone.version := gone.version + 1;
    gone.updated_at := now();
    insert into tenancy.tenant values (gone.*);
    return true;
end
$$;
call tenancy.entrust('tenancy.purge(uuid)');
revoke delete on tenancy.tenant from merkato_app;

revoke insert, update, delete on tenancy.feature, tenancy.plan, tenancy.plan_feature, tenancy.plan_limit from merkato_app;
