-- When each job of the platform is due and which node is at it: db-scheduler's own table, in its own words. Belongs to no tenant.
create table platform.scheduled_task (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index scheduled_task_execution_time_idx on platform.scheduled_task (execution_time);
create index scheduled_task_last_heartbeat_idx on platform.scheduled_task (last_heartbeat);
