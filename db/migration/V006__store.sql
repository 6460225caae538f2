-- The stores of a tenant: what a shopper sees under one name, in certain languages and currencies.

create schema store;
call tenancy.open_schema('store');

create table store.store (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    code        text        not null,
    name        text        not null,
    status      text        not null default 'ACTIVE',
    is_default  boolean     not null default false,
    locale      text        not null,
    currency    text        not null,
    tax_display text        not null default 'GROSS',
    theme       text,
    version     integer     not null default 1,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    deleted_at  timestamptz,
    primary key (tenant_id, id),
    constraint store_code_check check (code ~ '^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$'),
    constraint store_name_check check (char_length(name) between 1 and 255),
    constraint store_theme_check check (char_length(theme) between 1 and 100),
    constraint store_status_check check (status in ('ACTIVE', 'PAUSED', 'CLOSED')),
    constraint store_tax_display_check check (tax_display in ('NET', 'GROSS')),
    constraint store_closed_check check ((status = 'CLOSED') = (deleted_at is not null)),
    constraint store_default_check check (not is_default or status = 'ACTIVE')
);
create unique index store_code_key on store.store (tenant_id, code) where deleted_at is null;
create unique index store_default_key on store.store (tenant_id) where is_default;
create index store_deleted_at_idx on store.store (tenant_id, deleted_at) where deleted_at is not null;

create table store.store_locale (
    tenant_id uuid     not null references tenancy.tenant on delete cascade,
    store_id  uuid     not null,
    locale    text     not null,
    position  smallint not null default 0,
    primary key (tenant_id, store_id, locale),
    constraint store_locale_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id) on delete cascade,
    constraint store_locale_check check (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$')
);

create table store.store_currency (
    tenant_id uuid     not null references tenancy.tenant on delete cascade,
    store_id  uuid     not null,
    currency  text     not null references money.currency (code),
    position  smallint not null default 0,
    primary key (tenant_id, store_id, currency),
    constraint store_currency_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id) on delete cascade
);

-- The locale and the currency a store falls back to are among those it offers; checked at commit, since each side needs the other.
alter table store.store
    add constraint store_default_locale_fkey foreign key (tenant_id, id, locale)
        references store.store_locale (tenant_id, store_id, locale) deferrable initially deferred,
    add constraint store_default_currency_fkey foreign key (tenant_id, id, currency)
        references store.store_currency (tenant_id, store_id, currency) deferrable initially deferred;

-- A host of the tenant's own that leads to this store, once it is verified; one without a row leads to the default store.
create table store.store_domain (
    tenant_id uuid not null references tenancy.tenant on delete cascade,
    host      text not null,
    store_id  uuid not null,
    primary key (tenant_id, host),
    constraint store_domain_host_fkey foreign key (tenant_id, host) references tenancy.domain (tenant_id, host) on delete cascade,
    constraint store_domain_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id) on delete cascade
);
create index store_domain_store_idx on store.store_domain (tenant_id, store_id);

call tenancy.protect('store.store');
call tenancy.protect('store.store_locale');
call tenancy.protect('store.store_currency');
call tenancy.protect('store.store_domain');

-- A tenant that has stores has a default one. The index above refuses a second; this, at commit, refuses none.
create function store.keep_default() returns trigger
    language plpgsql set search_path = '' as
$$
declare
    of_tenant uuid := coalesce(new.tenant_id, old.tenant_id);
begin
    if exists (select from store.store s where s.tenant_id = of_tenant)
        and not exists (select from store.store s where s.tenant_id = of_tenant and s.is_default) then
        raise integrity_constraint_violation using message = 'a tenant has one default store', schema = 'store', table = 'store', constraint = 'store_default_required';
    end if;
    return null;
end
$$;
create constraint trigger store_default_required after insert or update of is_default or delete on store.store
    deferrable initially deferred for each row execute function store.keep_default();
