-- What comes back from an order lies at the place named. Where none is, it lies where it came from: no more at a place than left it for the order and is not
-- back, in the order of the places that are open; the rest at the first place where there is a level of it. Answers how many levels changed.
create or replace function inventory.restock(of_tenant uuid, for_holder text, variants uuid[], quantities bigint[], at_location uuid, by_actor text) returns bigint
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
    many bigint;
begin
    if not exists (select from inventory.policy p where p.tenant_id = of_tenant and p.mode <> 'NONE') then
        return 0;
    end if;
    insert into inventory.stock_level (tenant_id, variant_id, location_id)
    select of_tenant, l.variant_id, at_location from inventory.stock_level l
    where at_location is not null and l.tenant_id = of_tenant and l.variant_id = any (variants)
    group by l.variant_id order by l.variant_id
    on conflict do nothing;
    perform inventory.lock_levels(of_tenant, variants);
    with wish as (
        select u.id as variant_id, sum(u.quantity)::bigint as quantity from unnest(variants, quantities) u(id, quantity) group by u.id
    ), gone as (
        select m.variant_id, m.location_id, -sum(m.on_hand_change)::bigint as quantity
        from inventory.movement m
        where m.tenant_id = of_tenant and m.reference = for_holder and m.variant_id = any (variants)
        group by m.variant_id, m.location_id
    ), place as (
        select l.variant_id, l.location_id, case when p.active then g.quantity end as gone,
               row_number() over (partition by l.variant_id order by p.active desc, p.priority, p.id) as nth
        from inventory.stock_level l
        join inventory.location p on p.tenant_id = of_tenant and p.id = l.location_id
        left join gone g on g.variant_id = l.variant_id and g.location_id = l.location_id
        where l.tenant_id = of_tenant and l.variant_id = any (variants) and (at_location is null or l.location_id = at_location)
    ), room as (
        select p.variant_id, p.location_id, 1 as step, p.nth, p.gone as quantity from place p where p.gone > 0
        union all
        -- Without end.
        select p.variant_id, p.location_id, 2, p.nth, 9223372036854775807 from place p where p.nth = 1
    ), offer as (
        select r.variant_id, r.location_id, r.quantity, w.quantity as wanted,
               coalesce(sum(r.quantity) over (partition by r.variant_id order by r.step, r.nth rows between unbounded preceding and 1 preceding), 0) as before
        from room r join wish w on w.variant_id = r.variant_id
    )
    insert into inventory.movement (tenant_id, id, variant_id, location_id, on_hand_change, reason, reference, actor)
    select of_tenant, inventory.next_id(), o.variant_id, o.location_id, sum(least(o.quantity, o.wanted - o.before))::bigint, 'RETURNED', for_holder, by_actor
    from offer o where o.wanted > o.before
    group by o.variant_id, o.location_id;
    get diagnostics many = row_count;
    return many;
end
$$;
