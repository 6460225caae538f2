-- What each tenant used of the API, day by day (UTC), and who was there.

create schema metering;
call tenancy.open_schema('metering');

create table metering.usage_day (
    tenant_id uuid   not null references tenancy.tenant on delete cascade,
    day       date   not null,
    requests  bigint not null default 0,
    -- Of answers, before compression.
    bytes     bigint not null default 0,
    primary key (tenant_id, day),
    constraint usage_day_figures_check check (requests >= 0 and bytes >= 0)
);
call tenancy.protect('metering.usage_day');

-- Who was signed in that day: no id, but what remains of its hash, enough to count it once.
create table metering.active_user (
    tenant_id uuid   not null references tenancy.tenant on delete cascade,
    day       date   not null,
    mark      bigint not null,
    primary key (tenant_id, day, mark)
);
call tenancy.protect('metering.active_user');
