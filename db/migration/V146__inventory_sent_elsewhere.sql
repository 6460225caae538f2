-- What another system sent of orders that are here already, each in full: first what was promised to it, then what is there and promised to nobody. What is
-- lacking is answered and refuses nothing; and since nothing of these orders is still to be sent, nothing stays promised to them.
create function inventory.record_sent(of_tenant uuid, holders text[], variants uuid[], quantities bigint[], by_actor text)
    returns table (holder text, variant_id uuid, wanted bigint, taken bigint)
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
    how text := coalesce((select p.mode from inventory.policy p where p.tenant_id = of_tenant), 'NONE');
    each record;
begin
    if how = 'NONE' then
        return;
    end if;
    perform inventory.lock_levels(of_tenant, variants || array(
        select r.variant_id from inventory.reservation r where r.tenant_id = of_tenant and r.holder = any (holders)));
    for each in
        select w.holder, array_agg(w.variant_id) as variants, array_agg(w.quantity) as wanted, array_agg(w.taken) as taken, array_agg(w.kept) as kept
        from (
            select u.holder, u.variant_id, sum(u.quantity)::bigint as quantity, min(u.nth) as nth, 0::bigint as taken,
                   exists (select from inventory.stock_level l where l.tenant_id = of_tenant and l.variant_id = u.variant_id) as kept
            from unnest(holders, variants, quantities) with ordinality u (holder, variant_id, quantity, nth)
            group by u.holder, u.variant_id
        ) w
        group by w.holder order by min(w.nth)
    loop
        -- As many as there are for this one, after what the ones before it took.
        each.taken := array(
            select case when how = 'TRACK' or not u.kept then u.quantity else least(u.quantity, coalesce((
                select sum(s.quantity) from inventory.sources(of_tenant, each.holder, each.variants, null) s where s.variant_id = u.variant_id), 0)) end
            from unnest(each.variants, each.wanted, each.kept) with ordinality u (variant_id, quantity, kept, nth) order by u.nth);
        perform inventory.ship(of_tenant, each.holder, array_agg(u.variant_id), array_agg(u.taken), null, by_actor)
        from unnest(each.variants, each.taken) u (variant_id, taken) where u.taken > 0 having count(*) > 0;
        perform inventory.hold(of_tenant, each.holder, '{}', '{}', null, by_actor);
        return query
            select each.holder, u.variant_id, u.wanted, u.taken
            from unnest(each.variants, each.wanted, each.taken) with ordinality u (variant_id, wanted, taken, nth) where u.wanted > u.taken order by u.nth;
    end loop;
end
$$;
