-- Levels are found by their variants before anything is joined to them: a place has one for each of a tenant's variants, which no plan that is kept can know.
create or replace function inventory.sellable(of_tenant uuid, variants uuid[]) returns table (variant_id uuid, quantity bigint)
    language sql stable
as $$
    with levels as materialized (
        select l.variant_id, l.location_id, l.sellable from inventory.stock_level l where l.tenant_id = of_tenant and l.variant_id = any (variants)
    )
    select l.variant_id, sum(case when p.active then l.sellable else 0 end)::bigint
    from levels l
    join inventory.location p on p.tenant_id = of_tenant and p.id = l.location_id
    group by l.variant_id
$$;

create or replace function inventory.shortages(of_tenant uuid, for_holder text, variants uuid[], quantities bigint[])
    returns table (variant_id uuid, wanted bigint, sellable bigint)
    language plpgsql
    set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
    if cardinality(variants) > 100 then
        set local plan_cache_mode = force_custom_plan;
    end if;
    return query
        with levels as materialized (
            select l.variant_id, l.location_id, l.sellable from inventory.stock_level l where l.tenant_id = of_tenant and l.variant_id = any (variants)
        )
        select w.variant_id, w.quantity, f.quantity
        from (select u.id as variant_id, sum(u.quantity)::bigint as quantity from unnest(variants, quantities) u(id, quantity) group by u.id) w
        join (
            select l.variant_id, sum(case when p.active then l.sellable else 0 end + coalesce(r.quantity, 0))::bigint as quantity
            from levels l
            join inventory.location p on p.tenant_id = of_tenant and p.id = l.location_id
            left join inventory.reservation r
                on r.tenant_id = of_tenant and r.holder = for_holder and r.variant_id = l.variant_id and r.location_id = l.location_id
            group by l.variant_id
        ) f on f.variant_id = w.variant_id
        where w.quantity > f.quantity and inventory.limits_sale(of_tenant)
        order by w.variant_id;
end
$$;

create or replace function inventory.hold(of_tenant uuid, for_holder text, variants uuid[], quantities bigint[], until timestamptz, by_actor text)
    returns table (variant_id uuid, wanted bigint, sellable bigint)
    language plpgsql
    set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    how text := (select p.mode from inventory.policy p where p.tenant_id = of_tenant);
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

-- Keeps its plan, as it is asked once a payment.
create or replace function payment.tenant_of_account(account uuid) returns setof uuid
    language plpgsql stable security definer set search_path = ''
as $$
begin
    return query
    select a.tenant_id
    from payment.payment_account a
    join tenancy.tenant t on t.id = a.tenant_id and t.status in ('ACTIVE', 'SUSPENDED')
    where a.id = account;
end
$$;
