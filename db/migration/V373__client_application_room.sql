-- A tenant has at most 200 applications: all are kept in memory. Who adds one waits for others who do.
create function client.check_application_room() returns trigger
    language plpgsql
as $$
declare
    t uuid;
begin
    for t in select distinct a.tenant_id from added a order by a.tenant_id loop
        perform pg_advisory_xact_lock(hashtextextended('client.application ' || t, 0));
        if (select count(*) from client.application o where o.tenant_id = t) > 200 then
            raise exception 'tenant % would have more than 200 applications', t
                using errcode = 'check_violation', schema = 'client', table = 'application', constraint = 'application_count_check';
        end if;
    end loop;
    return null;
end
$$;
create trigger application_room_insert after insert on client.application
    referencing new table as added for each statement execute function client.check_application_room();
