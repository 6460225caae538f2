create function inventory.mode_key(of_tenant uuid) returns bigint
    language sql immutable
as $$
    select hashtextextended('inventory.policy ' || of_tenant, 0)
$$;

-- Who promises goods does so by the mode that the tenant keeps until the transaction ends: one who read it while staff changed it promised what nobody
-- gave back, and where nothing is reserved any more nobody ever asks for it.
create function inventory.kept_mode(of_tenant uuid) returns text
    language plpgsql
as $$
begin
    perform pg_advisory_xact_lock_shared(inventory.mode_key(of_tenant));
    return (select p.mode from inventory.policy p where p.tenant_id = of_tenant);
end;
$$;

-- For who changes the mode: whoever promises goods by it has ended, and others wait until the transaction ends.
create function inventory.hold_mode(of_tenant uuid) returns void
    language sql
as $$
    select pg_advisory_xact_lock(inventory.mode_key(of_tenant))
$$;

create or replace function inventory.hold(of_tenant uuid, for_holder text, variants uuid[], quantities bigint[], until timestamptz, by_actor text)
    returns table (variant_id uuid, wanted bigint, sellable bigint)
    language plpgsql
    set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    how text := inventory.kept_mode(of_tenant);
    of_variants uuid[] := variants;
    of_quantities bigint[] := quantities;
begin
    if cardinality(variants) > 100 then
        set local plan_cache_mode = force_custom_plan;
    end if;
    if how is distinct from 'RESERVE_ON_CART' and (how is distinct from 'RESERVE_ON_ORDER' or until is not null) then
        of_variants := '{}';
        of_quantities := '{}';
    end if;
    perform inventory.lock_levels(of_tenant,
        of_variants || array(select r.variant_id from inventory.reservation r where r.tenant_id = of_tenant and r.holder = for_holder));

    return query select s.variant_id, s.wanted, s.sellable from inventory.shortages(of_tenant, for_holder, of_variants, of_quantities) s;
    if found then
        return;
    end if;

    with wish as (
        select u.id as variant_id, sum(u.quantity)::bigint as quantity from unnest(of_variants, of_quantities) u(id, quantity) group by u.id
    ), held as (
        select r.variant_id, r.location_id, r.quantity from inventory.reservation r where r.tenant_id = of_tenant and r.holder = for_holder
    ), change as (
        select coalesce(w.variant_id, h.variant_id) as variant_id, coalesce(w.quantity, 0) - coalesce(h.quantity, 0) as quantity
        from wish w full join (select h.variant_id, sum(h.quantity)::bigint as quantity from held h group by h.variant_id) h on h.variant_id = w.variant_id
    ), levels as materialized (
        select l.variant_id, l.location_id, l.sellable from inventory.stock_level l where l.tenant_id = of_tenant and l.variant_id = any (of_variants)
    ), more as (
        select c.variant_id, l.location_id, c.quantity, l.sellable,
               coalesce(sum(l.sellable) over (partition by c.variant_id order by p.priority, p.id rows between unbounded preceding and 1 preceding), 0) as before
        from change c
        join levels l on l.variant_id = c.variant_id
        join inventory.location p on p.tenant_id = of_tenant and p.id = l.location_id and p.active
        where c.quantity > 0
    ), less as (
        select c.variant_id, h.location_id, c.quantity, h.quantity as held,
               coalesce(sum(h.quantity) over (partition by c.variant_id order by p.priority desc, p.id desc rows between unbounded preceding and 1 preceding), 0) as before
        from change c
        join held h on h.variant_id = c.variant_id
        join inventory.location p on p.tenant_id = of_tenant and p.id = h.location_id
        where c.quantity < 0
    ), share as materialized (
        select m.variant_id, m.location_id, greatest(least(m.sellable, m.quantity - m.before), 0)::bigint as quantity from more m
        union all
        select l.variant_id, l.location_id, -greatest(least(l.held, -l.quantity - l.before), 0)::bigint from less l
    ), taken as (
        insert into inventory.reservation as r (tenant_id, holder, variant_id, location_id, quantity, expires_at)
        select of_tenant, for_holder, s.variant_id, s.location_id, s.quantity, until from share s where s.quantity > 0
        on conflict (tenant_id, holder, variant_id, location_id) do update set quantity = r.quantity + excluded.quantity, expires_at = excluded.expires_at
    ), given_back as (
        delete from inventory.reservation r using share s
        where r.tenant_id = of_tenant and r.holder = for_holder and r.variant_id = s.variant_id and r.location_id = s.location_id and r.quantity = -s.quantity
    ), lessened as (
        update inventory.reservation r set quantity = r.quantity + s.quantity, expires_at = until from share s
        where r.tenant_id = of_tenant and r.holder = for_holder and r.variant_id = s.variant_id and r.location_id = s.location_id
          and s.quantity < 0 and r.quantity > -s.quantity
    ), prolonged as (
        update inventory.reservation r set expires_at = until
        where r.tenant_id = of_tenant and r.holder = for_holder and r.expires_at is distinct from until
          and not exists (select from share s where s.variant_id = r.variant_id and s.location_id = r.location_id and s.quantity <> 0)
    )
    insert into inventory.movement (tenant_id, id, variant_id, location_id, reserved_change, reason, reference, actor)
    select of_tenant, inventory.next_id(), s.variant_id, s.location_id, s.quantity, case when s.quantity > 0 then 'RESERVED' else 'RELEASED' end, for_holder, by_actor
    from share s where s.quantity <> 0;
end
$$;

create or replace function inventory.record_sold(
    of_tenant uuid, holders text[], variants uuid[], quantities bigint[], from_locations uuid[], were_handed_over boolean[], by_actor text)
    returns table (holder text, variant_id uuid, wanted bigint, taken bigint)
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
    how text := coalesce(inventory.kept_mode(of_tenant), 'NONE');
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

-- Before it touches promises, which whoever changes the mode gives back.
create or replace function inventory.hand_over(of_tenant uuid, from_holder text, to_holder text) returns bigint
    language sql
as $$
    select inventory.kept_mode(of_tenant);
    with handed as (
        update inventory.reservation r set holder = to_holder, expires_at = null where r.tenant_id = of_tenant and r.holder = from_holder returning 1)
    select count(*) from handed
$$;
