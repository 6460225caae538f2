-- How carts end: they are merged into another, or expire; some time later they are gone.

-- Gives back whatever was promised to any of the holders; answers how many promises that were.
create function inventory.release(of_tenant uuid, holders text[], by_actor text) returns bigint
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
declare
    many bigint;
begin
    perform inventory.lock_levels(of_tenant, array(
        select r.variant_id from inventory.reservation r where r.tenant_id = of_tenant and r.holder = any (holders)));
    with gone as (
        delete from inventory.reservation r where r.tenant_id = of_tenant and r.holder = any (holders)
        returning r.variant_id, r.location_id, r.quantity, r.holder
    )
    insert into inventory.movement (tenant_id, id, variant_id, location_id, reserved_change, reason, reference, actor)
    select of_tenant, inventory.next_id(), g.variant_id, g.location_id, -g.quantity, 'RELEASED', g.holder, by_actor from gone g;
    get diagnostics many = row_count;
    return many;
end
$$;

create index cart_ended_idx on ordering.cart (tenant_id, updated_at) where status in ('MERGED', 'EXPIRED');
