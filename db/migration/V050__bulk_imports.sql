-- Files that merchants hand in, what became of importing them, and the rows that could not be taken.

create schema bulk;
call tenancy.open_schema('bulk');

create table bulk.upload (
    tenant_id  uuid        not null references tenancy.tenant on delete cascade,
    id         uuid        not null,
    file_name  text        not null,
    bytes      bigint      not null,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint upload_file_name_check check (char_length(file_name) between 1 and 255),
    constraint upload_bytes_check check (bytes >= 0)
);
create index upload_created_at_idx on bulk.upload (tenant_id, created_at);

-- The file in slices, so that neither writing nor reading holds it whole; kept here and not on a disk, so that any node can go on with it.
create table bulk.upload_part (
    tenant_id uuid    not null references tenancy.tenant on delete cascade,
    upload_id uuid    not null,
    position  integer not null,
    content   bytea   not null,
    primary key (tenant_id, upload_id, position),
    constraint upload_part_upload_fkey foreign key (tenant_id, upload_id) references bulk.upload (tenant_id, id) on delete cascade
);
alter table bulk.upload_part alter column content set storage external;

create table bulk.product_import (
    tenant_id          uuid        not null references tenancy.tenant on delete cascade,
    id                 uuid        not null,
    upload_id          uuid,
    file_name          text        not null,
    bytes              bigint      not null,
    locale             text        not null,
    currency           text        not null references money.currency (code),
    status             text        not null default 'QUEUED',
    message            text,
    ignored_columns    text[]      not null default '{}',
    -- How far it came: what stands here was committed together with the products it speaks of, so work goes on exactly behind it.
    products_read      integer     not null default 0,
    bytes_read         bigint      not null default 0,
    products_created   integer     not null default 0,
    products_updated   integer     not null default 0,
    products_unchanged integer     not null default 0,
    products_failed    integer     not null default 0,
    problems           integer     not null default 0,
    started_by         text        not null,
    created_at         timestamptz not null default now(),
    started_at         timestamptz,
    finished_at        timestamptz,
    -- Until when its worker is believed to be alive; afterwards any worker may go on with it.
    lease              uuid,
    lease_until        timestamptz,
    attempts           integer     not null default 0,
    primary key (tenant_id, id),
    constraint product_import_upload_fkey foreign key (tenant_id, upload_id) references bulk.upload (tenant_id, id) on delete set null (upload_id),
    constraint product_import_status_check check (status in ('QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED')),
    constraint product_import_finished_check check ((finished_at is not null) = (status in ('COMPLETED', 'FAILED', 'CANCELLED'))),
    constraint product_import_lease_check check ((lease is null) = (lease_until is null))
);
-- One at a time per tenant: two files that create the same brand would stand in each other's way.
create unique index product_import_running_key on bulk.product_import (tenant_id) where status = 'RUNNING';
create index product_import_waiting_idx on bulk.product_import (lease_until) where status in ('QUEUED', 'RUNNING');
create index product_import_upload_idx on bulk.product_import (tenant_id, upload_id);

create table bulk.product_import_problem (
    tenant_id         uuid    not null references tenancy.tenant on delete cascade,
    product_import_id uuid    not null,
    position          integer not null,
    handle            text    not null,
    line              bigint  not null,
    column_title      text,
    message           text    not null,
    primary key (tenant_id, product_import_id, position),
    constraint product_import_problem_import_fkey foreign key (tenant_id, product_import_id)
        references bulk.product_import (tenant_id, id) on delete cascade
);

call tenancy.protect('bulk.upload');
call tenancy.protect('bulk.upload_part');
call tenancy.protect('bulk.product_import');
call tenancy.protect('bulk.product_import_problem');

-- Tenants with an import that waits for a worker, or whose worker is gone. Tells no more than that.
create function bulk.waiting_tenants(at timestamptz, most integer) returns setof uuid
    language sql stable security definer set search_path = ''
begin atomic
    select i.tenant_id
      from bulk.product_import i
     where i.status in ('QUEUED', 'RUNNING') and (i.lease_until is null or i.lease_until < at)
     group by i.tenant_id
     -- Whoever was left in favour of others comes after them.
     order by min(coalesce(i.lease_until, i.created_at))
     limit most;
end;
call tenancy.entrust('bulk.waiting_tenants(timestamptz, integer)');
