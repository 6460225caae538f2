-- What happened at a tenant, written by the transaction that made it happen, and whom it is told to.

-- How many events an object has had. Whoever publishes takes this row and keeps it until the transaction ends, so that of two events of one object the one with
-- the smaller position is committed first: nobody ever sees a later one before it. A sequence could not say so, because its numbers are given before the commit.
create table platform.event_head (
    tenant_id    uuid        not null references tenancy.tenant on delete cascade,
    aggregate    text        not null,
    position     bigint      not null,
    published_at timestamptz not null,
    primary key (tenant_id, aggregate)
);
create index event_head_published_at_idx on platform.event_head (tenant_id, published_at);
call tenancy.protect('platform.event_head');

create table platform.event (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    aggregate   text        not null,
    position    bigint      not null,
    type        text        not null,
    data        jsonb       not null,
    occurred_at timestamptz not null,
    primary key (tenant_id, id),
    constraint event_position_key unique (tenant_id, aggregate, position),
    constraint event_aggregate_check check (char_length(aggregate) between 1 and 100),
    constraint event_type_check check (type ~ '^[A-Z][A-Z_]{0,63}$'),
    constraint event_data_check check (jsonb_typeof(data) = 'object')
);
create index event_occurred_at_idx on platform.event (tenant_id, occurred_at);
call tenancy.protect('platform.event');

create table platform.webhook (
    tenant_id            uuid        not null references tenancy.tenant on delete cascade,
    id                   uuid        not null,
    url                  text        not null,
    description          text,
    event_types          text[]      not null,
    selection            text        not null,
    -- What whoever chose the events held of the rights that reading them takes; what is sent never shows more.
    rights               text[]      not null,
    enabled              boolean     not null default true,
    -- Why the platform disabled it; null where it did not.
    disabled_because     text,
    -- Encrypted, since signing needs them in clear. The previous one signs beside the new one until it ends.
    secret               bytea       not null,
    previous_secret      bytea,
    previous_secret_ends timestamptz,
    -- Of the first attempt that failed since one went through.
    failing_since        timestamptz,
    version              integer     not null default 1,
    created_by           text        not null,
    created_at           timestamptz not null default now(),
    updated_at           timestamptz not null default now(),
    -- Kept for a while: whoever publishes at this moment may still refer to it.
    deleted_at           timestamptz,
    primary key (tenant_id, id),
    constraint webhook_url_check check (char_length(url) between 1 and 2048),
    constraint webhook_description_check check (char_length(description) <= 500),
    constraint webhook_event_types_check check (cardinality(event_types) between 1 and 100),
    constraint webhook_selection_check check (char_length(selection) between 1 and 10000),
    constraint webhook_disabled_check check (disabled_because is null or not enabled),
    constraint webhook_previous_secret_check check ((previous_secret is null) = (previous_secret_ends is null))
);
call tenancy.protect('platform.webhook');

-- An event that is to be told to a webhook, or was.
create table platform.webhook_delivery (
    tenant_id       uuid        not null references tenancy.tenant on delete cascade,
    id              uuid        not null,
    webhook_id      uuid        not null,
    event_id        uuid        not null,
    -- The event's, to tell in which order: of one object's events only the first that is pending is due.
    aggregate       text        not null,
    position        bigint      not null,
    event_type      text        not null,
    status          text        not null default 'PENDING',
    -- Made before the first attempt and sent again as it is.
    payload         text,
    attempts        integer     not null default 0,
    -- How many of them were made before somebody asked for it to be sent again; the waits begin anew from there.
    attempts_before integer     not null default 0,
    next_attempt_at timestamptz,
    -- Until when the node that is sending it is believed to be alive; afterwards any node may.
    lease           uuid,
    lease_until     timestamptz,
    created_at      timestamptz not null default now(),
    finished_at     timestamptz,
    primary key (tenant_id, id),
    constraint webhook_delivery_event_key unique (tenant_id, webhook_id, event_id),
    constraint webhook_delivery_webhook_fkey foreign key (tenant_id, webhook_id) references platform.webhook (tenant_id, id) on delete cascade,
    constraint webhook_delivery_event_fkey foreign key (tenant_id, event_id) references platform.event (tenant_id, id) on delete cascade,
    constraint webhook_delivery_status_check check (status in ('PENDING', 'DELIVERED', 'FAILED')),
    constraint webhook_delivery_pending_check check ((status = 'PENDING') = (next_attempt_at is not null) and (status = 'PENDING') = (finished_at is null)),
    constraint webhook_delivery_lease_check check ((lease is null) = (lease_until is null))
);
create index webhook_delivery_due_idx on platform.webhook_delivery (next_attempt_at) where status = 'PENDING';
create index webhook_delivery_pending_idx on platform.webhook_delivery (tenant_id, webhook_id, aggregate, position) where status = 'PENDING';
create index webhook_delivery_webhook_idx on platform.webhook_delivery (tenant_id, webhook_id, id);
create index webhook_delivery_event_idx on platform.webhook_delivery (tenant_id, event_id);
call tenancy.protect('platform.webhook_delivery');

create table platform.webhook_attempt (
    tenant_id           uuid        not null references tenancy.tenant on delete cascade,
    webhook_delivery_id uuid        not null,
    number              integer     not null,
    at                  timestamptz not null,
    milliseconds        integer     not null,
    status_code         integer,
    error               text,
    response            text,
    primary key (tenant_id, webhook_delivery_id, number),
    constraint webhook_attempt_delivery_fkey foreign key (tenant_id, webhook_delivery_id)
        references platform.webhook_delivery (tenant_id, id) on delete cascade
);
call tenancy.protect('platform.webhook_attempt');

-- A UUIDv7 (RFC 9562): milliseconds since 1970, then chance. PostgreSQL has its own from 18 on.
create function platform.uuid7() returns uuid
    language sql volatile parallel safe set search_path = ''
begin atomic
    select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
                                          placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid;
end;

-- Writes events [{id, aggregate, type, data}, …] in their order and hands each to the webhooks that ask for its type; answers how many deliveries that makes.
-- Objects are taken in one order, so that two who publish about the same objects wait for each other instead of for ever.
create function platform.publish(tenant uuid, happened jsonb) returns bigint
    language sql volatile set search_path = ''
begin atomic
    with said as (
        select (e.value ->> 'id')::uuid as id, e.value ->> 'aggregate' as aggregate, e.value ->> 'type' as type, e.value -> 'data' as data,
               row_number() over (partition by e.value ->> 'aggregate' order by e.ordinality) as nth
          from jsonb_array_elements(happened) with ordinality e
    ), heads as (
        insert into platform.event_head as head (tenant_id, aggregate, position, published_at)
        select tenant, s.aggregate, count(*), now() from said s group by s.aggregate order by s.aggregate
            on conflict (tenant_id, aggregate) do update set position = head.position + excluded.position, published_at = excluded.published_at
        returning head.aggregate, head.position
    ), told as (
        insert into platform.event (tenant_id, id, aggregate, position, type, data, occurred_at)
        select tenant, s.id, s.aggregate, h.position - count(*) over (partition by s.aggregate) + s.nth, s.type, s.data, now()
          from said s join heads h on h.aggregate = s.aggregate
        returning id, aggregate, position, type
    ), deliveries as (
        insert into platform.webhook_delivery (tenant_id, id, webhook_id, event_id, aggregate, position, event_type, next_attempt_at)
        select tenant, platform.uuid7(), w.id, t.id, t.aggregate, t.position, t.type, now()
          from told t
          join platform.webhook w on w.tenant_id = tenant and w.enabled and w.deleted_at is null and t.type = any (w.event_types)
        returning id
    )
    select count(*) from deliveries;
end;

-- Tenants at work with a delivery that is due, those that wait longest first. Tells no more than that.
create function platform.tenants_to_deliver_for(at timestamptz, most integer) returns setof uuid
    language sql stable security definer set search_path = ''
begin atomic
    select d.tenant_id
      from platform.webhook_delivery d
      join platform.webhook w on w.tenant_id = d.tenant_id and w.id = d.webhook_id and w.enabled and w.deleted_at is null
      join tenancy.tenant t on t.id = d.tenant_id and t.status = 'ACTIVE'
     where d.status = 'PENDING' and d.next_attempt_at <= at and (d.lease_until is null or d.lease_until < at)
     group by d.tenant_id
     order by min(d.next_attempt_at)
     limit most;
end;
call tenancy.entrust('platform.tenants_to_deliver_for(timestamptz, integer)');
