-- What tenants entrust is encrypted under a key set of their own, which is itself kept encrypted under the configured key.

create table platform.tenant_key (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    -- Encrypted, as Tink writes it.
    key_set     bytea       not null,
    -- Since when what is sealed is sealed under its newest key.
    rotated_at  timestamptz not null,
    primary key (tenant_id)
);
call tenancy.protect('platform.tenant_key');
