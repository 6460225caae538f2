-- A tenant has at most 250 locations. Who adds one waits for others who do, so that two do not take the last place.
create function inventory.check_location_room() returns trigger
    language plpgsql
as $$
declare
    t uuid;
begin
    for t in select distinct a.tenant_id from added a order by a.tenant_id loop
        perform pg_advisory_xact_lock(hashtextextended('inventory.location ' || t, 0));
        if (select count(*) from inventory.location l where l.tenant_id = t) > 250 then
            raise exception 'tenant % would have more than 250 locations', t
                using errcode = 'check_violation', schema = 'inventory', table = 'location', constraint = 'location_count_check';
        end if;
    end loop;
    return null;
end
$$;
create trigger location_room_insert after insert on inventory.location
    referencing new table as added for each statement execute function inventory.check_location_room();
