-- What one run of a node has counted of a day so far. It says it again and again, so an outcome that it never heard of counts nothing twice.
create table metering.node_day (
    tenant_id uuid   not null references tenancy.tenant on delete cascade,
    day       date   not null,
    node      uuid   not null,
    requests  bigint not null,
    bytes     bigint not null,
    primary key (tenant_id, day, node),
    constraint node_day_figures_check check (requests >= 0 and bytes >= 0)
);
call tenancy.protect('metering.node_day');

-- A day that is over: what its nodes counted in all, how many people were there, and what the tenant had the night after. Null is not known yet.
alter table metering.usage_day
    add column active_users bigint,
    add column products bigint,
    add column orders bigint,
    add column storage_bytes bigint,
    add constraint usage_day_measures_check check (active_users >= 0 and products >= 0 and orders >= 0 and storage_bytes >= 0);
