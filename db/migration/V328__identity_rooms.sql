-- A tenant has at most 250 roles, and 250 API keys that are neither revoked nor expired. Who adds one waits for others who do.
create function identity.check_role_room() returns trigger
    language plpgsql
as $$
declare
    t uuid;
begin
    for t in select distinct a.tenant_id from added a order by a.tenant_id loop
        perform pg_advisory_xact_lock(hashtextextended('identity.role ' || t, 0));
        if (select count(*) from identity.role r where r.tenant_id = t) > 250 then
            raise exception 'tenant % would have more than 250 roles', t
                using errcode = 'check_violation', schema = 'identity', table = 'role', constraint = 'role_count_check';
        end if;
    end loop;
    return null;
end
$$;
create trigger role_room_insert after insert on identity.role
    referencing new table as added for each statement execute function identity.check_role_room();

create function identity.check_api_key_room() returns trigger
    language plpgsql
as $$
declare
    t uuid;
begin
    for t in select distinct a.tenant_id from added a order by a.tenant_id loop
        perform pg_advisory_xact_lock(hashtextextended('identity.api_key ' || t, 0));
        if (select count(*) from identity.api_key k
            where k.tenant_id = t and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())) > 250 then
            raise exception 'tenant % would have more than 250 API keys', t
                using errcode = 'check_violation', schema = 'identity', table = 'api_key', constraint = 'api_key_count_check';
        end if;
    end loop;
    return null;
end
$$;
create trigger api_key_room_insert after insert on identity.api_key
    referencing new table as added for each statement execute function identity.check_api_key_room();
