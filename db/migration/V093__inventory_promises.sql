-- Promising, releasing, shipping and taking back, each one statement however many variants. A variant without a level is not tracked: there is always
-- enough of it. Each holds the levels it changes until the transaction ends, in the order of their keys.

create function inventory.lock_levels(of_tenant uuid, variants uuid[]) returns void
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
begin
    perform from (
        select from inventory.stock_level l where l.tenant_id = of_tenant and l.variant_id = any (variants)
        order by l.variant_id, l.location_id for no key update) locked;
end
$$;

-- What there is too little of for a holder, who has what it was promised already. Nothing for a tenant who limits no sale.
create function inventory.shortages(of_tenant uuid, for_holder text, variants uuid[], quantities bigint[])
    returns table (variant_id uuid, wanted bigint, sellable bigint)
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
begin
    return query
        select w.variant_id, w.quantity, f.quantity
        from (select u.id as variant_id, sum(u.quantity)::bigint as quantity from unnest(variants, quantities) u(id, quantity) group by u.id) w
        join (
            select l.variant_id, sum(case when p.active then l.sellable else 0 end + coalesce(r.quantity, 0))::bigint as quantity
            from inventory.stock_level l
            join inventory.location p on p.tenant_id = of_tenant and p.id = l.location_id
            left join inventory.reservation r
                on r.tenant_id = of_tenant and r.holder = for_holder and r.variant_id = l.variant_id and r.location_id = l.location_id
            where l.tenant_id = of_tenant and l.variant_id = any (variants)
            group by l.variant_id
        ) f on f.variant_id = w.variant_id
        where w.quantity > f.quantity and inventory.limits_sale(of_tenant)
        order by w.variant_id;
end
$$;

-- Makes the holder's promises exactly these: more is taken where there is some, by the priority of places; less is given back, from the last place first.
-- All or nothing: what there is too little of is answered, and then nothing has changed. A tenant who limits no sale promises nothing, and one who promises
-- to orders nothing to a cart, whose promises end.
create function inventory.hold(of_tenant uuid, for_holder text, variants uuid[], quantities bigint[], until timestamptz, by_actor text)
    returns table (variant_id uuid, wanted bigint, sellable bigint)
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
    how text := (select p.mode from inventory.policy p where p.tenant_id = of_tenant);
    of_variants uuid[] := variants;
    of_quantities bigint[] := quantities;
begin
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
    ), more as (
        select c.variant_id, l.location_id, c.quantity, l.sellable,
               coalesce(sum(l.sellable) over (partition by c.variant_id order by p.priority, p.id rows between unbounded preceding and 1 preceding), 0) as before
        from change c
        join inventory.stock_level l on l.tenant_id = of_tenant and l.variant_id = c.variant_id
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

-- A cart's promises become its order's, for good; what was promised to the cart is the order's before anyone else's.
create function inventory.hand_over(of_tenant uuid, from_holder text, to_holder text) returns bigint
    language sql
as $$
    with handed as (
        update inventory.reservation r set holder = to_holder, expires_at = null where r.tenant_id = of_tenant and r.holder = from_holder returning 1)
    select count(*) from handed
$$;

-- Gives back what was promised until then at the latest, or all there is; answers how many promises that were.
create function inventory.give_back(of_tenant uuid, expired_at timestamptz, because text, by_actor text) returns bigint
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
declare
    many bigint;
begin
    perform inventory.lock_levels(of_tenant, array(
        select r.variant_id from inventory.reservation r where r.tenant_id = of_tenant and (expired_at is null or r.expires_at <= expired_at)));
    with gone as (
        delete from inventory.reservation r where r.tenant_id = of_tenant and (expired_at is null or r.expires_at <= expired_at)
        returning r.variant_id, r.location_id, r.quantity, r.holder
    )
    insert into inventory.movement (tenant_id, id, variant_id, location_id, reserved_change, reason, reference, actor)
    select of_tenant, inventory.next_id(), g.variant_id, g.location_id, -g.quantity, because, g.holder, by_actor from gone g;
    get diagnostics many = row_count;
    return many;
end
$$;

-- Whence a holder's goods can come, in order: what it was promised and is there, then what is there and promised to nobody.
create function inventory.sources(of_tenant uuid, for_holder text, variants uuid[], from_location uuid)
    returns table (variant_id uuid, location_id uuid, step integer, quantity bigint, nth bigint)
    language sql stable
as $$
    select l.variant_id, l.location_id, s.step, s.quantity, row_number() over (partition by l.variant_id, s.step order by p.priority, p.id)
    from inventory.stock_level l
    join inventory.location p on p.tenant_id = of_tenant and p.id = l.location_id
    left join inventory.reservation r on r.tenant_id = of_tenant and r.holder = for_holder and r.variant_id = l.variant_id and r.location_id = l.location_id
    cross join lateral (values
        (1, case when r.quantity > 0 then least(r.quantity, l.on_hand) end),
        (2, case when p.active or p.id = from_location then l.on_hand - l.reserved end)) s(step, quantity)
    where l.tenant_id = of_tenant and l.variant_id = any (variants) and (from_location is null or p.id = from_location) and s.quantity > 0
$$;

-- What leaves the house for an order: first what it was promised, then what nobody was, by the priority of places or at the one place named. As many as leave
-- are promised to it no longer, wherever they were to come from. All or nothing: what is not there, or promised to others, is answered.
-- For a tenant who limits no sale whatever is missing comes from the first place, whose figure then falls below 0.
create function inventory.ship(of_tenant uuid, for_holder text, variants uuid[], quantities bigint[], from_location uuid, by_actor text)
    returns table (variant_id uuid, wanted bigint, ready bigint)
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
    how text := coalesce((select p.mode from inventory.policy p where p.tenant_id = of_tenant), 'NONE');
begin
    if how = 'NONE' then
        return;
    end if;
    if how = 'TRACK' and from_location is not null then
        insert into inventory.stock_level (tenant_id, variant_id, location_id)
        select of_tenant, l.variant_id, from_location from inventory.stock_level l
        where l.tenant_id = of_tenant and l.variant_id = any (variants) group by l.variant_id order by l.variant_id
        on conflict do nothing;
    end if;
    perform inventory.lock_levels(of_tenant, variants);
    if how <> 'TRACK' then
        return query
            select w.variant_id, w.quantity, coalesce(f.quantity, 0)
            from (select u.id as variant_id, sum(u.quantity)::bigint as quantity from unnest(variants, quantities) u(id, quantity) group by u.id) w
            left join (
                select s.variant_id, sum(s.quantity)::bigint as quantity from inventory.sources(of_tenant, for_holder, variants, from_location) s group by s.variant_id
            ) f on f.variant_id = w.variant_id
            where w.quantity > coalesce(f.quantity, 0)
              and exists (select from inventory.stock_level l where l.tenant_id = of_tenant and l.variant_id = w.variant_id)
            order by w.variant_id;
        if found then
            return;
        end if;
    end if;

    with wish as (
        select u.id as variant_id, sum(u.quantity)::bigint as quantity from unnest(variants, quantities) u(id, quantity) group by u.id
    ), source as (
        select s.variant_id, s.location_id, s.step, s.quantity, s.nth from inventory.sources(of_tenant, for_holder, variants, from_location) s
        union all
        -- Without end, from the first place.
        (select distinct on (l.variant_id) l.variant_id, l.location_id, 3, 1000000000::bigint, 1::bigint
        from inventory.stock_level l
        join inventory.location p on p.tenant_id = of_tenant and p.id = l.location_id
        where how = 'TRACK' and l.tenant_id = of_tenant and l.variant_id = any (variants) and (from_location is null or p.id = from_location)
        order by l.variant_id, p.active desc, p.priority, p.id)
    ), offer as (
        select s.variant_id, s.location_id, s.step, s.quantity, w.quantity as wanted,
               coalesce(sum(s.quantity) over (partition by s.variant_id order by s.step, s.nth rows between unbounded preceding and 1 preceding), 0) as before
        from source s join wish w on w.variant_id = s.variant_id
    ), taken as materialized (
        select o.variant_id, o.location_id, sum(t.quantity)::bigint as quantity, coalesce(sum(t.quantity) filter (where o.step = 1), 0)::bigint as promised
        from offer o cross join lateral (select greatest(least(o.quantity, o.wanted - o.before), 0) as quantity) t
        where t.quantity > 0
        group by o.variant_id, o.location_id
    ), own as (
        select r.variant_id, r.location_id, r.quantity, coalesce(t.promised, 0) as used,
               sum(coalesce(t.promised, 0)) over (partition by r.variant_id) as all_used, w.quantity as wanted,
               coalesce(sum(r.quantity - coalesce(t.promised, 0)) over (
                   partition by r.variant_id order by p.priority desc, p.id desc rows between unbounded preceding and 1 preceding), 0) as before
        from inventory.reservation r
        join wish w on w.variant_id = r.variant_id
        join inventory.location p on p.tenant_id = of_tenant and p.id = r.location_id
        left join taken t on t.variant_id = r.variant_id and t.location_id = r.location_id
        where r.tenant_id = of_tenant and r.holder = for_holder
    ), ended as materialized (
        select o.variant_id, o.location_id, o.quantity as held,
               (o.used + greatest(least(o.quantity - o.used, o.wanted - o.all_used - o.before), 0))::bigint as quantity
        from own o
    ), gone as (
        delete from inventory.reservation r using ended e
        where r.tenant_id = of_tenant and r.holder = for_holder and r.variant_id = e.variant_id and r.location_id = e.location_id and e.quantity = e.held
    ), lessened as (
        update inventory.reservation r set quantity = r.quantity - e.quantity from ended e
        where r.tenant_id = of_tenant and r.holder = for_holder and r.variant_id = e.variant_id and r.location_id = e.location_id
          and e.quantity > 0 and e.quantity < e.held
    )
    insert into inventory.movement (tenant_id, id, variant_id, location_id, on_hand_change, reserved_change, reason, reference, actor)
    select of_tenant, inventory.next_id(), coalesce(t.variant_id, e.variant_id), coalesce(t.location_id, e.location_id),
           -coalesce(t.quantity, 0), -coalesce(e.quantity, 0), case when t is null then 'RELEASED' else 'SHIPPED' end, for_holder, by_actor
    from taken t full join (select * from ended where quantity > 0) e on e.variant_id = t.variant_id and e.location_id = t.location_id;
end
$$;

-- What comes back from an order lies at the place named, or at the first one where there is a level of it. Answers of how many variants a stock is kept.
create function inventory.restock(of_tenant uuid, for_holder text, variants uuid[], quantities bigint[], at_location uuid, by_actor text) returns bigint
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
    insert into inventory.movement (tenant_id, id, variant_id, location_id, on_hand_change, reason, reference, actor)
    select of_tenant, inventory.next_id(), w.variant_id, f.location_id, w.quantity, 'RETURNED', for_holder, by_actor
    from (select u.id as variant_id, sum(u.quantity)::bigint as quantity from unnest(variants, quantities) u(id, quantity) group by u.id) w
    cross join lateral (
        select l.location_id from inventory.stock_level l
        join inventory.location p on p.tenant_id = of_tenant and p.id = l.location_id
        where l.tenant_id = of_tenant and l.variant_id = w.variant_id and (at_location is null or l.location_id = at_location)
        order by p.active desc, p.priority, p.id limit 1) f;
    get diagnostics many = row_count;
    return many;
end
$$;
