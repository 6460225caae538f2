-- As before, but their plans are kept, as those of V268: whether stock limits sales is asked three times in a checkout, and each mutation that staff
-- are asked about later is written down once.
create or replace function inventory.limits_sale(of_tenant uuid) returns boolean
    language plpgsql stable
as $$
begin
    return coalesce(
        (select p.mode in ('RESERVE_ON_ORDER', 'RESERVE_ON_CART') from inventory.policy p where p.tenant_id = of_tenant), false);
end
$$;

create or replace function platform.audit_content(tenant uuid, id uuid, sequence bigint, at timestamptz, actor_kind text, actor_id text, actor_name text,
        action text, target_type text, target_id text, before jsonb, after jsonb, ip text, user_agent text, request_id text)
    returns text
    language plpgsql stable parallel safe
    set search_path = '' set timezone = 'UTC'
as $$
begin
    return jsonb_build_object('tenant', tenant, 'id', id, 'sequence', sequence, 'at', to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'actorKind', actor_kind, 'actorId', actor_id, 'actorName', actor_name, 'action', action, 'targetType', target_type,
        'targetId', target_id, 'before', before, 'after', after, 'ip', ip, 'userAgent', user_agent, 'requestId', request_id)::text;
end
$$;
