-- The applications that ask a tenant's documents, the documents they are registered with, and how much each is used.

create schema client;
call tenancy.open_schema('client');

insert into identity.permission (code) values ('CLIENTS_MANAGE');
insert into identity.built_in_role_permission (code, permission) values ('OWNER', 'CLIENTS_MANAGE'), ('ADMIN', 'CLIENTS_MANAGE');

create table client.application (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    -- As it names itself; * speaks for those that name none of the others.
    code        text        not null,
    description text,
    mode        text        not null,
    version     integer     not null default 1,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint application_code_key unique (tenant_id, code),
    constraint application_code_check check (code ~ '^([*]|[A-Za-z0-9]([A-Za-z0-9 ._:@+-]{0,98}[A-Za-z0-9])?)$'),
    constraint application_description_check check (char_length(description) between 1 and 500),
    constraint application_mode_check check (mode in ('OPEN', 'APQ', 'AUDIT', 'SAFELIST', 'IDS_ONLY'))
);
create index application_created_at_idx on client.application (tenant_id, created_at, id);
call tenancy.protect('client.application');

create table client.document (
    tenant_id      uuid        not null references tenancy.tenant on delete cascade,
    id             uuid        not null,
    application_id uuid        not null,
    -- What is sent instead of the text.
    sent_as        text        not null,
    -- Of the text, in hexadecimal.
    sha256         text        not null,
    body           text        not null,
    kind           text        not null,
    operation_name text,
    -- Of the application, that brought it.
    first_version  text,
    -- Null where it was only seen, while nobody registered it: it is not trusted.
    registered_at  timestamptz,
    primary key (tenant_id, id),
    constraint document_application_fkey foreign key (tenant_id, application_id) references client.application (tenant_id, id) on delete cascade,
    constraint document_sent_as_key unique (tenant_id, application_id, sent_as),
    constraint document_sent_as_check check (sent_as ~ '^[A-Za-z0-9_.:/+=-]{1,200}$'),
    constraint document_sha256_check check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint document_body_check check (char_length(body) between 1 and 100000),
    constraint document_kind_check check (kind in ('QUERY', 'MUTATION', 'SUBSCRIPTION')),
    constraint document_first_version_check check (char_length(first_version) between 1 and 100),
    constraint document_seen_check check (registered_at is not null or (sent_as = sha256 and first_version is null))
);
create index document_sent_as_idx on client.document (tenant_id, sent_as);
create index document_sha256_idx on client.document (tenant_id, sha256);
call tenancy.protect('client.document');

create table client.document_use (
    tenant_id      uuid        not null references tenancy.tenant on delete cascade,
    document_id    uuid        not null,
    -- Of the application; '' where it said none, or more than are counted one by one.
    client_version text        not null,
    uses           bigint      not null,
    last_used_at   timestamptz not null,
    primary key (tenant_id, document_id, client_version),
    constraint document_use_document_fkey foreign key (tenant_id, document_id) references client.document (tenant_id, id) on delete cascade,
    constraint document_use_client_version_check check (char_length(client_version) <= 100),
    constraint document_use_uses_check check (uses > 0)
);
call tenancy.protect('client.document_use');
