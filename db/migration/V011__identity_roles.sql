-- Who may do what at a tenant: roles, members and API keys. Rights that only the platform can give are not in identity.permission,
-- so no role and no key of a tenant can hold them.

create table identity.permission (
    code text not null,
    primary key (code)
);

insert into identity.permission (code) values
    ('TENANT_MANAGE'), ('STORES_MANAGE'), ('STAFF_MANAGE'), ('API_KEYS_MANAGE'), ('AUDIT_READ'), ('CATALOG_READ'), ('CATALOG_WRITE'),
    ('COSTS_READ'), ('REVIEWS_MODERATE'), ('CUSTOMERS_READ'), ('CUSTOMERS_WRITE'), ('ORDERS_READ'), ('ORDERS_WRITE'), ('ANALYTICS_READ');

-- The roles that every tenant has and none can change. Their rights are looked up here, so a new right reaches all tenants at once.
create table identity.built_in_role (
    code        text     not null,
    position    smallint not null,
    name        text     not null,
    description text     not null,
    primary key (code),
    constraint built_in_role_position_key unique (position)
);

create table identity.built_in_role_permission (
    code       text not null references identity.built_in_role,
    permission text not null references identity.permission,
    primary key (code, permission)
);

insert into identity.built_in_role (code, position, name, description) values
    ('OWNER', 1, 'Owner', 'Everything at this merchant. There is always at least one.'),
    ('ADMIN', 2, 'Administrator', 'Everything but the merchant''s own record, plan and owners.'),
    ('CATALOGUE', 3, 'Catalogue', 'Products, categories, attributes, media and reviews, with costs.'),
    ('ORDERS', 4, 'Orders', 'Orders and the customers they belong to.'),
    ('SUPPORT', 5, 'Support', 'Sees orders and products; answers customers and moderates reviews.'),
    ('ANALYST', 6, 'Analyst', 'Sees figures, products and orders; changes nothing.');

insert into identity.built_in_role_permission (code, permission)
    select 'OWNER', code from identity.permission
    union all
    select 'ADMIN', code from identity.permission where code <> 'TENANT_MANAGE';
insert into identity.built_in_role_permission (code, permission) values
    ('CATALOGUE', 'CATALOG_READ'), ('CATALOGUE', 'CATALOG_WRITE'), ('CATALOGUE', 'COSTS_READ'), ('CATALOGUE', 'REVIEWS_MODERATE'),
    ('ORDERS', 'ORDERS_READ'), ('ORDERS', 'ORDERS_WRITE'), ('ORDERS', 'CUSTOMERS_READ'), ('ORDERS', 'CUSTOMERS_WRITE'), ('ORDERS', 'CATALOG_READ'),
    ('SUPPORT', 'ORDERS_READ'), ('SUPPORT', 'CUSTOMERS_READ'), ('SUPPORT', 'CUSTOMERS_WRITE'), ('SUPPORT', 'REVIEWS_MODERATE'), ('SUPPORT', 'CATALOG_READ'),
    ('ANALYST', 'ANALYTICS_READ'), ('ANALYST', 'CATALOG_READ'), ('ANALYST', 'COSTS_READ'), ('ANALYST', 'ORDERS_READ'), ('ANALYST', 'CUSTOMERS_READ');

revoke insert, update, delete on identity.permission, identity.built_in_role, identity.built_in_role_permission from merkato_app;

create table identity.role (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    built_in    text        references identity.built_in_role,
    name        text        not null,
    description text,
    version     integer     not null default 1,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint role_name_key unique (tenant_id, name),
    constraint role_built_in_key unique (tenant_id, built_in),
    constraint role_name_check check (char_length(name) between 1 and 100),
    constraint role_description_check check (char_length(description) <= 500)
);
call tenancy.protect('identity.role');

-- The rights of a tenant's own roles; those of the built-in ones stand in built_in_role_permission.
create table identity.role_permission (
    tenant_id  uuid not null references tenancy.tenant on delete cascade,
    role_id    uuid not null,
    permission text not null references identity.permission,
    primary key (tenant_id, role_id, permission),
    constraint role_permission_role_fkey foreign key (tenant_id, role_id) references identity.role (tenant_id, id) on delete cascade
);
call tenancy.protect('identity.role_permission');

-- A person who works for the tenant, or was invited to: which login that is shows only when they accept, and before that there are
-- no rights, so an invitation neither tells who has a login nor makes one.
-- every_store says it in so many words: a list of stores that became empty must never read as all of them.
create table identity.member (
    tenant_id             uuid        not null references tenancy.tenant on delete cascade,
    id                    uuid        not null,
    user_id               uuid        references identity.user on delete cascade,
    role_id               uuid        not null,
    every_store           boolean     not null,
    invited_as            text        not null,
    invited_by            text        not null,
    invitation_hash       bytea,
    invitation_expires_at timestamptz,
    accepted_at           timestamptz,
    version               integer     not null default 1,
    created_at            timestamptz not null default now(),
    updated_at            timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint member_user_key unique (tenant_id, user_id),
    constraint member_invited_key unique (tenant_id, invited_as),
    constraint member_invitation_key unique (tenant_id, invitation_hash),
    constraint member_role_fkey foreign key (tenant_id, role_id) references identity.role (tenant_id, id),
    constraint member_invitation_check check ((invitation_hash is null) = (invitation_expires_at is null)),
    constraint member_accepted_check check ((accepted_at is null) = (user_id is null) and (accepted_at is null) = (invitation_hash is not null))
);
comment on column identity.member.invited_as is 'normalised e-mail address or E.164 number that the invitation was sent to';
create index member_role_idx on identity.member (tenant_id, role_id);
create index member_user_idx on identity.member (user_id);
call tenancy.protect('identity.member');

create table identity.member_store (
    tenant_id uuid not null references tenancy.tenant on delete cascade,
    member_id uuid not null,
    store_id  uuid not null,
    primary key (tenant_id, member_id, store_id),
    constraint member_store_member_fkey foreign key (tenant_id, member_id) references identity.member (tenant_id, id) on delete cascade,
    constraint member_store_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id) on delete cascade
);
create index member_store_store_idx on identity.member_store (tenant_id, store_id);
call tenancy.protect('identity.member_store');

-- A program's credential. Its text names the tenant, so it is looked for among that tenant's keys only.
create table identity.api_key (
    tenant_id    uuid        not null references tenancy.tenant on delete cascade,
    id           uuid        not null,
    name         text        not null,
    prefix       text        not null,
    hash         bytea       not null,
    every_store  boolean     not null,
    created_by   text        not null,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    primary key (tenant_id, id),
    constraint api_key_hash_key unique (tenant_id, hash),
    constraint api_key_hash_check check (octet_length(hash) = 32),
    constraint api_key_name_check check (char_length(name) between 1 and 100),
    constraint api_key_expires_check check (expires_at > created_at)
);
call tenancy.protect('identity.api_key');

create table identity.api_key_permission (
    tenant_id  uuid not null references tenancy.tenant on delete cascade,
    api_key_id uuid not null,
    permission text not null references identity.permission,
    primary key (tenant_id, api_key_id, permission),
    constraint api_key_permission_api_key_fkey foreign key (tenant_id, api_key_id) references identity.api_key (tenant_id, id) on delete cascade
);
call tenancy.protect('identity.api_key_permission');

create table identity.api_key_store (
    tenant_id  uuid not null references tenancy.tenant on delete cascade,
    api_key_id uuid not null,
    store_id   uuid not null,
    primary key (tenant_id, api_key_id, store_id),
    constraint api_key_store_api_key_fkey foreign key (tenant_id, api_key_id) references identity.api_key (tenant_id, id) on delete cascade,
    constraint api_key_store_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id) on delete cascade
);
create index api_key_store_store_idx on identity.api_key_store (tenant_id, store_id);
call tenancy.protect('identity.api_key_store');
