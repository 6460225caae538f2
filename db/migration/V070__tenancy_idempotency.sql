-- What was done under an idempotency key, written by the transaction that did it, so that a retry is answered and not done again.
create table tenancy.idempotency_key (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    actor       text        not null,
    mutation    text        not null,
    key         text        not null,
    fingerprint text        not null,
    outcome     uuid        not null,
    created_at  timestamptz not null default now(),
    primary key (tenant_id, actor, mutation, key),
    constraint idempotency_key_key_check check (char_length(key) between 1 and 255),
    constraint idempotency_key_fingerprint_check check (fingerprint ~ '^[0-9a-f]{64}$')
);
create index idempotency_key_age_idx on tenancy.idempotency_key (tenant_id, created_at);
call tenancy.protect('tenancy.idempotency_key');
