-- How many pieces have left for each holder, less what came back.
create function inventory.moved_for(of_tenant uuid, holders text[]) returns table (holder text, variant_id uuid, quantity bigint)
    language sql stable
as $$
    select m.reference, m.variant_id, -sum(m.on_hand_change)::bigint
    from inventory.movement m
    where m.tenant_id = of_tenant and m.reference = any (holders)
    group by m.reference, m.variant_id
$$;

-- As before, but for all orders together and not one after the other.
create or replace function inventory.record_sent(of_tenant uuid, holders text[], variants uuid[], quantities bigint[], by_actor text)
    returns table (holder text, variant_id uuid, wanted bigint, taken bigint)
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
    how text := coalesce((select p.mode from inventory.policy p where p.tenant_id = of_tenant), 'NONE');
    of_holders text[];
    of_variants uuid[];
    of_quantities bigint[];
    -- What had left for them before.
    already bigint[];
    rest_holders text[];
    rest_variants uuid[];
    rest_quantities bigint[];
begin
    if how = 'NONE' then
        return;
    end if;
    perform inventory.lock_levels(of_tenant, variants || array(
        select r.variant_id from inventory.reservation r where r.tenant_id = of_tenant and r.holder = any (holders)));
    select array_agg(w.holder order by w.nth), array_agg(w.variant_id order by w.nth), array_agg(w.quantity order by w.nth), array_agg(coalesce(m.quantity, 0) order by w.nth)
    into of_holders, of_variants, of_quantities, already
    from (
        select u.holder, u.variant_id, sum(u.quantity)::bigint as quantity, min(u.nth) as nth
        from unnest(holders, variants, quantities) with ordinality u (holder, variant_id, quantity, nth)
        group by u.holder, u.variant_id
    ) w
    left join inventory.moved_for(of_tenant, holders) m on m.holder = w.holder and m.variant_id = w.variant_id;

    -- What was promised leaves, where it is there; nothing stays promised.
    with gone as (
        delete from inventory.reservation r where r.tenant_id = of_tenant and r.holder = any (holders)
        returning r.holder, r.variant_id, r.location_id, r.quantity
    ), share as (
        select g.holder, g.variant_id, g.location_id, g.quantity,
               greatest(least(
                   g.quantity,
                   l.on_hand - coalesce(sum(g.quantity) over (
                       partition by g.variant_id, g.location_id order by w.nth rows between unbounded preceding and 1 preceding), 0),
                   w.quantity - coalesce(sum(g.quantity) over (
                       partition by g.holder, g.variant_id order by g.location_id rows between unbounded preceding and 1 preceding), 0)), 0)::bigint as leaves
        from gone g
        join inventory.stock_level l on l.tenant_id = of_tenant and l.variant_id = g.variant_id and l.location_id = g.location_id
        left join unnest(of_holders, of_variants, of_quantities) with ordinality w (holder, variant_id, quantity, nth)
            on w.holder = g.holder and w.variant_id = g.variant_id
    )
    insert into inventory.movement (tenant_id, id, variant_id, location_id, on_hand_change, reserved_change, reason, reference, actor)
    select of_tenant, inventory.next_id(), s.variant_id, s.location_id, -coalesce(s.leaves, 0), -s.quantity,
           case when s.leaves > 0 then 'SHIPPED' else 'RELEASED' end, s.holder, by_actor
    from share s;

    -- And what is promised to nobody, as for orders that are new.
    select array_agg(w.holder order by w.nth), array_agg(w.variant_id order by w.nth), array_agg(w.quantity + w.already - coalesce(m.quantity, 0) order by w.nth)
    into rest_holders, rest_variants, rest_quantities
    from unnest(of_holders, of_variants, of_quantities, already) with ordinality w (holder, variant_id, quantity, already, nth)
    left join inventory.moved_for(of_tenant, holders) m on m.holder = w.holder and m.variant_id = w.variant_id
    where w.quantity + w.already > coalesce(m.quantity, 0);
    if rest_holders is null then
        return;
    end if;
    perform from inventory.record_sold(of_tenant, rest_holders, rest_variants, rest_quantities,
        array_fill(null::uuid, array[cardinality(rest_holders)]), array_fill(true, array[cardinality(rest_holders)]), by_actor);
    return query
        select w.holder, w.variant_id, w.quantity, (coalesce(m.quantity, 0) - w.already)::bigint
        from unnest(of_holders, of_variants, of_quantities, already) with ordinality w (holder, variant_id, quantity, already, nth)
        left join inventory.moved_for(of_tenant, holders) m on m.holder = w.holder and m.variant_id = w.variant_id
        where w.quantity + w.already > coalesce(m.quantity, 0)
          and exists (select from inventory.stock_level l where l.tenant_id = of_tenant and l.variant_id = w.variant_id)
        order by w.nth;
end
$$;
