-- As before, but the figure of a tenant who limits no sale falls as far as -1000000000 and no further: what is sold beyond that is lacking, and is answered. So
-- one huge sale keeps back neither the others that come with it nor the next ones of its variant.
create or replace function inventory.record_sold(
    of_tenant uuid, holders text[], variants uuid[], quantities bigint[], from_locations uuid[], were_handed_over boolean[], by_actor text)
    returns table (holder text, variant_id uuid, wanted bigint, taken bigint)
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
    how text := coalesce((select p.mode from inventory.policy p where p.tenant_id = of_tenant), 'NONE');
    pass record;
begin
    if how = 'NONE' then
        return;
    end if;
    if how = 'TRACK' then
        insert into inventory.stock_level (tenant_id, variant_id, location_id)
        select of_tenant, u.variant_id, u.location_id
        from unnest(variants, from_locations, were_handed_over) u (variant_id, location_id, handed_over)
        where u.handed_over and u.location_id is not null
          and exists (select from inventory.stock_level l where l.tenant_id = of_tenant and l.variant_id = u.variant_id)
        group by u.variant_id, u.location_id order by u.variant_id, u.location_id
        on conflict do nothing;
    end if;
    perform inventory.lock_levels(of_tenant, variants);

    -- Each pass sees what the ones before it left: named places before any place, goods that are gone before goods that are to be sent.
    for pass in
        select p.handed_over, p.anywhere from (values (true, false), (true, true), (false, false), (false, true)) p (handed_over, anywhere)
        where exists (select from unnest(from_locations, were_handed_over) u (location_id, handed_over)
                      where u.handed_over = p.handed_over and (u.location_id is null) = p.anywhere)
          and (p.handed_over or how <> 'TRACK')
    loop
        with item as (
            select i.holder, i.variant_id, i.location_id, i.quantity,
                   coalesce(sum(i.quantity) over (partition by i.variant_id, i.location_id order by i.nth rows between unbounded preceding and 1 preceding), 0) as before
            from (
                select u.holder, u.variant_id, u.location_id, sum(u.quantity)::bigint as quantity, min(u.nth) as nth
                from unnest(holders, variants, quantities, from_locations, were_handed_over) with ordinality u (holder, variant_id, quantity, location_id, handed_over, nth)
                where u.handed_over = pass.handed_over and (u.location_id is null) = pass.anywhere
                group by u.holder, u.variant_id, u.location_id
            ) i
        ), place as (
            select l.variant_id, l.location_id, p.priority, 1 as step, case when pass.handed_over then l.on_hand - l.reserved else l.sellable end as quantity
            from inventory.stock_level l
            join inventory.location p on p.tenant_id = of_tenant and p.id = l.location_id and (p.active or not pass.anywhere)
            where l.tenant_id = of_tenant and l.variant_id = any (variants)
            union all
            -- What nobody recorded, from the place named or the first one.
            select l.variant_id, l.location_id, p.priority, 2, 1000000000 + l.on_hand - greatest(l.on_hand - l.reserved, 0)
            from inventory.stock_level l
            join inventory.location p on p.tenant_id = of_tenant and p.id = l.location_id
            where how = 'TRACK' and l.tenant_id = of_tenant and l.variant_id = any (variants)
              and (not pass.anywhere or p.id = (
                  select f.id from inventory.stock_level k join inventory.location f on f.tenant_id = of_tenant and f.id = k.location_id
                  where k.tenant_id = of_tenant and k.variant_id = l.variant_id order by f.active desc, f.priority, f.id limit 1))
        ), source as (
            select s.variant_id, s.location_id, s.quantity,
                   coalesce(sum(s.quantity) over (
                       partition by s.variant_id, case when not pass.anywhere then s.location_id end
                       order by s.step, s.priority, s.location_id rows between unbounded preceding and 1 preceding), 0) as before
            from place s where s.quantity > 0
        ), share as materialized (
            select i.holder, i.variant_id, s.location_id,
                   sum(least(i.before + i.quantity, s.before + s.quantity) - greatest(i.before, s.before))::bigint as quantity
            from item i
            join source s on s.variant_id = i.variant_id and (pass.anywhere or s.location_id = i.location_id)
                and s.before < i.before + i.quantity and i.before < s.before + s.quantity
            group by i.holder, i.variant_id, s.location_id
        ), promised as (
            insert into inventory.reservation (tenant_id, holder, variant_id, location_id, quantity)
            select of_tenant, s.holder, s.variant_id, s.location_id, s.quantity from share s where not pass.handed_over
        )
        insert into inventory.movement (tenant_id, id, variant_id, location_id, on_hand_change, reserved_change, reason, reference, actor)
        select of_tenant, inventory.next_id(), s.variant_id, s.location_id, case when pass.handed_over then -s.quantity else 0 end,
               case when pass.handed_over then 0 else s.quantity end, case when pass.handed_over then 'SHIPPED' else 'RESERVED' end, s.holder, by_actor
        from share s;
    end loop;

    return query
        select w.holder, w.variant_id, w.quantity, coalesce(m.quantity, 0)::bigint
        from (
            select u.holder, u.variant_id, sum(u.quantity)::bigint as quantity
            from unnest(holders, variants, quantities, were_handed_over) u (holder, variant_id, quantity, handed_over)
            where u.handed_over or how <> 'TRACK'
            group by u.holder, u.variant_id
        ) w
        left join (
            select m.reference, m.variant_id, sum(m.reserved_change - m.on_hand_change) as quantity
            from inventory.movement m where m.tenant_id = of_tenant and m.reference = any (holders)
            group by m.reference, m.variant_id
        ) m on m.reference = w.holder and m.variant_id = w.variant_id
        where w.quantity > coalesce(m.quantity, 0)
          and exists (select from inventory.stock_level l where l.tenant_id = of_tenant and l.variant_id = w.variant_id)
        order by w.holder, w.variant_id;
end
$$;
