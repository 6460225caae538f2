-- A tenant has at most 250 shipping methods that are not deleted: all that are offered are read with each cart. Who adds one waits for others who do.
create function shipping.check_method_room() returns trigger
    language plpgsql
as $$
declare
    t uuid;
begin
    for t in select distinct a.tenant_id from added a order by a.tenant_id loop
        perform pg_advisory_xact_lock(hashtextextended('shipping.shipping_method ' || t, 0));
        if (select count(*) from shipping.shipping_method m where m.tenant_id = t and m.deleted_at is null) > 250 then
            raise exception 'tenant % would have more than 250 shipping methods', t
                using errcode = 'check_violation', schema = 'shipping', table = 'shipping_method', constraint = 'shipping_method_count_check';
        end if;
    end loop;
    return null;
end
$$;
create trigger shipping_method_room_insert after insert on shipping.shipping_method
    referencing new table as added for each statement execute function shipping.check_method_room();
