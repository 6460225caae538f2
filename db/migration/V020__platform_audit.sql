-- Who did what: one append-only chain of entries per tenant, and one of the platform for what operators do outside a tenant.
-- hash = sha256(prev_hash || canonical content), so an entry changed, inserted or taken out later breaks every hash after it;
-- the head keeps the last hash and the count, so a cut tail shows too. Anyone can recompute a chain from audit_content.

create schema platform;
call tenancy.open_schema('platform');

create table platform.audit_entry (
    -- No cascade: the log outlives the tenant's rows. Deferred, so that a purge can leave a tombstone behind.
    tenant_id   uuid        not null references tenancy.tenant deferrable initially deferred,
    id          uuid        not null,
    sequence    bigint      not null,
    at          timestamptz not null,
    actor_kind  text        not null,
    actor_id    text,
    actor_name  text,
    action      text        not null,
    target_type text,
    target_id   text,
    before      jsonb,
    after       jsonb,
    ip          text,
    user_agent  text,
    request_id  text,
    prev_hash   bytea       not null,
    hash        bytea       not null,
    primary key (tenant_id, id),
    constraint audit_entry_sequence_key unique (tenant_id, sequence),
    constraint audit_entry_actor_kind_check check (actor_kind in ('ANONYMOUS', 'USER', 'API_KEY', 'OPERATOR', 'SYSTEM')),
    constraint audit_entry_hash_check check (length(prev_hash) = 32 and length(hash) = 32)
);
create index audit_entry_at_idx on platform.audit_entry (tenant_id, at);
create index audit_entry_actor_idx on platform.audit_entry (tenant_id, actor_id, sequence);
create index audit_entry_action_idx on platform.audit_entry (tenant_id, action, sequence);
create index audit_entry_target_idx on platform.audit_entry (tenant_id, target_id, sequence);
call tenancy.protect('platform.audit_entry');

create table platform.audit_head (
    tenant_id uuid   not null references tenancy.tenant deferrable initially deferred,
    sequence  bigint not null,
    hash      bytea  not null,
    primary key (tenant_id)
);
call tenancy.protect('platform.audit_head');

create table platform.operator_entry (
    -- Whom the deed concerned; null where it concerned no one tenant. Such a deed stands in the tenant's own chain as well.
    about_tenant_id uuid,
    id              uuid        not null,
    sequence        bigint      not null,
    at              timestamptz not null,
    actor_kind      text        not null,
    actor_id        text,
    actor_name      text,
    action          text        not null,
    target_type     text,
    target_id       text,
    before          jsonb,
    after           jsonb,
    ip              text,
    user_agent      text,
    request_id      text,
    prev_hash       bytea       not null,
    hash            bytea       not null,
    primary key (id),
    constraint operator_entry_sequence_key unique (sequence),
    constraint operator_entry_actor_kind_check check (actor_kind in ('ANONYMOUS', 'USER', 'API_KEY', 'OPERATOR', 'SYSTEM')),
    constraint operator_entry_hash_check check (length(prev_hash) = 32 and length(hash) = 32)
);
create index operator_entry_target_idx on platform.operator_entry (target_id, sequence);
create index operator_entry_tenant_idx on platform.operator_entry (about_tenant_id, sequence);

create table platform.operator_head (
    one      boolean not null default true,
    sequence bigint  not null,
    hash     bytea   not null,
    primary key (one),
    constraint operator_head_check check (one)
);

-- jsonb prints its keys in one order and without layout, so its text is canonical. In the platform's chain the tenant may be null.
create function platform.audit_content(tenant uuid, id uuid, sequence bigint, at timestamptz, actor_kind text, actor_id text, actor_name text, action text,
                                       target_type text, target_id text, before jsonb, after jsonb, ip text, user_agent text, request_id text) returns text
    language sql stable parallel safe set search_path = '' set timezone = 'UTC'
    return jsonb_build_object('tenant', tenant, 'id', id, 'sequence', sequence, 'at', to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'actorKind', actor_kind, 'actorId', actor_id, 'actorName', actor_name, 'action', action, 'targetType', target_type, 'targetId', target_id,
        'before', before, 'after', after, 'ip', ip, 'userAgent', user_agent, 'requestId', request_id)::text;

create function platform.audit_hash(prev_hash bytea, content text) returns bytea
    language sql immutable parallel safe set search_path = ''
    return sha256(prev_hash || convert_to(content, 'UTF8'));

-- The only way to write an entry; answers its sequence. Holds the tenant's head until the transaction ends, so it is the last thing a mutation does.
create function platform.audit_append(tenant uuid, id uuid, actor_kind text, actor_id text, actor_name text, action text, target_type text, target_id text,
                                      before jsonb, after jsonb, ip text, user_agent text, request_id text) returns bigint
    language plpgsql security definer set search_path = '' as
$$
declare
    head platform.audit_head;
    at   timestamptz;
    link bytea;
begin
    if tenant is distinct from tenancy.current_tenant_id() then
        raise insufficient_privilege using message = 'an entry is written by its own tenant';
    end if;
    insert into platform.audit_head values (tenant, 0, decode(repeat('00', 32), 'hex')) on conflict do nothing;
    select * into strict head from platform.audit_head h where h.tenant_id = tenant for update;
    at := clock_timestamp();
    head.sequence := head.sequence + 1;
    link := platform.audit_hash(head.hash, platform.audit_content(tenant, id, head.sequence, at, actor_kind, actor_id, actor_name, action,
                                                                  target_type, target_id, before, after, ip, user_agent, request_id));
    insert into platform.audit_entry
    values (tenant, id, head.sequence, at, actor_kind, actor_id, actor_name, action, target_type, target_id, before, after, ip, user_agent, request_id, head.hash, link);
    update platform.audit_head h set sequence = head.sequence, hash = link where h.tenant_id = tenant;
    return head.sequence;
end
$$;

create function platform.operator_append(tenant uuid, id uuid, actor_kind text, actor_id text, actor_name text, action text, target_type text, target_id text,
                                         before jsonb, after jsonb, ip text, user_agent text, request_id text) returns bigint
    language plpgsql security definer set search_path = '' as
$$
declare
    head platform.operator_head;
    at   timestamptz;
    link bytea;
begin
    -- What concerns one tenant is done by the platform's own people or the server, within a transaction of that tenant. Who they are only the application knows.
    if tenant is not null and (tenant is distinct from tenancy.current_tenant_id() or actor_kind not in ('OPERATOR', 'SYSTEM')
                               or not exists (select from tenancy.tenant t where t.id = operator_append.tenant)) then
        raise insufficient_privilege using message = 'an entry about a tenant is written by an operator within a transaction of that tenant';
    end if;
    select * into strict head from platform.operator_head for update;
    at := clock_timestamp();
    head.sequence := head.sequence + 1;
    link := platform.audit_hash(head.hash, platform.audit_content(tenant, id, head.sequence, at, actor_kind, actor_id, actor_name, action,
                                                                  target_type, target_id, before, after, ip, user_agent, request_id));
    insert into platform.operator_entry
    values (tenant, id, head.sequence, at, actor_kind, actor_id, actor_name, action, target_type, target_id, before, after, ip, user_agent, request_id, head.hash, link);
    update platform.operator_head set sequence = head.sequence, hash = link;
    return head.sequence;
end
$$;
insert into platform.operator_head (sequence, hash) values (0, decode(repeat('00', 32), 'hex'));

-- Walks a chain: how many entries there are, the first sequence at which it does not hold (null: it holds), and the hash of the head to note down elsewhere.
create function platform.audit_verify(tenant uuid) returns table (entries bigint, broken_at bigint, head text)
    language sql stable set search_path = ''
begin atomic
    select count(l.sequence),
           min(l.place) filter (where not l.holds),
           (select encode(h.hash, 'hex') from platform.audit_head h where h.tenant_id = tenant)
      from (select e.sequence, row_number() over chain as place,
                   e.sequence = row_number() over chain
                   and e.prev_hash = coalesce(lag(e.hash) over chain, decode(repeat('00', 32), 'hex'))
                   and e.hash = platform.audit_hash(e.prev_hash, platform.audit_content(e.tenant_id, e.id, e.sequence, e.at, e.actor_kind, e.actor_id, e.actor_name,
                       e.action, e.target_type, e.target_id, e.before, e.after, e.ip, e.user_agent, e.request_id)) as holds
              from platform.audit_entry e
             where e.tenant_id = tenant
            window chain as (order by e.sequence)
             union all
            -- The head is one more link: it names the last entry and how many there are.
            select null, l.entries + 1, l.entries = coalesce(h.sequence, 0) and l.hash is not distinct from h.hash
              from (select count(*) as entries, (array_agg(e.hash order by e.sequence desc))[1] as hash from platform.audit_entry e where e.tenant_id = tenant) l
              left join platform.audit_head h on h.tenant_id = tenant) l;
end;

create view platform.operator_verification with (security_invoker = true) as
    select count(l.sequence) as entries,
           min(l.place) filter (where not l.holds) as broken_at,
           (select encode(h.hash, 'hex') from platform.operator_head h) as head
      from (select e.sequence, row_number() over chain as place,
                   e.sequence = row_number() over chain
                   and e.prev_hash = coalesce(lag(e.hash) over chain, decode(repeat('00', 32), 'hex'))
                   and e.hash = platform.audit_hash(e.prev_hash, platform.audit_content(e.about_tenant_id, e.id, e.sequence, e.at, e.actor_kind, e.actor_id, e.actor_name,
                       e.action, e.target_type, e.target_id, e.before, e.after, e.ip, e.user_agent, e.request_id)) as holds
              from platform.operator_entry e
            window chain as (order by e.sequence)
             union all
            select null, l.entries + 1, l.entries = coalesce(h.sequence, 0) and l.hash is not distinct from nullif(h.hash, decode(repeat('00', 32), 'hex'))
              from (select count(*) as entries, (array_agg(e.hash order by e.sequence desc))[1] as hash from platform.operator_entry e) l
              left join platform.operator_head h on true) l;

call tenancy.entrust('platform.audit_append(uuid, uuid, text, text, text, text, text, text, jsonb, jsonb, text, text, text)');
call tenancy.entrust('platform.operator_append(uuid, uuid, text, text, text, text, text, text, jsonb, jsonb, text, text, text)');
revoke insert, update, delete on platform.audit_entry, platform.audit_head, platform.operator_entry, platform.operator_head from merkato_app;

-- Not even the owner changes an entry; "always" holds during replication too.
create function platform.refuse_change() returns trigger
    language plpgsql set search_path = '' as
$$
begin
    raise insufficient_privilege using message = 'the audit log is append-only';
end
$$;
create trigger audit_entry_append_only before update or delete or truncate on platform.audit_entry for each statement execute function platform.refuse_change();
create trigger operator_entry_append_only before update or delete or truncate on platform.operator_entry for each statement execute function platform.refuse_change();
alter table platform.audit_entry enable always trigger audit_entry_append_only;
alter table platform.operator_entry enable always trigger operator_entry_append_only;
