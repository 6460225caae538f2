-- A tenant has at most 500 stores, closed ones too until they are deleted: all are read to find the one that answers a request. Who adds one waits for others who do.
create function store.check_store_room() returns trigger
    language plpgsql
as $$
declare
    t uuid;
begin
    for t in select distinct a.tenant_id from added a order by a.tenant_id loop
        perform pg_advisory_xact_lock(hashtextextended('store.store ' || t, 0));
        if (select count(*) from store.store s where s.tenant_id = t) > 500 then
            raise exception 'tenant % would have more than 500 stores', t
                using errcode = 'check_violation', schema = 'store', table = 'store', constraint = 'store_count_check';
        end if;
    end loop;
    return null;
end
$$;
create trigger store_room_insert after insert on store.store
    referencing new table as added for each statement execute function store.check_store_room();
