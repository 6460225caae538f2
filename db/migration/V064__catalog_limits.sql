-- The limits of lists that are answered whole, whoever adds to them: 250 categories beneath one and at the top, 250 variants and 100 media of a
-- product. Who adds holds what the list belongs to until the transaction ends, so that two who add at once do not pass the limit together.

create or replace function catalog.keep_category_closure() returns trigger
    language plpgsql
as $$
begin
    if tg_op = 'UPDATE' and new.parent_id is not distinct from old.parent_id and (new.deleted_at is null) = (old.deleted_at is null) then
        return null;
    end if;
    -- One change of a tenant's tree at a time: a move must see the ancestors that another move has just made.
    perform pg_advisory_xact_lock(hashtextextended('catalog.category ' || new.tenant_id, 0));
    if new.parent_id is not null and new.deleted_at is null and not exists (
            select from catalog.category_closure c where c.tenant_id = new.tenant_id and c.ancestor_id = new.parent_id and c.descendant_id = new.parent_id) then
        raise exception 'the parent of category % is deleted', new.id
            using errcode = 'foreign_key_violation', schema = 'catalog', table = 'category', constraint = 'category_parent_fkey';
    end if;
    if tg_op = 'UPDATE' and old.deleted_at is null then
        if new.deleted_at is not null and exists (
                select from catalog.category_closure c where c.tenant_id = new.tenant_id and c.ancestor_id = new.id and c.depth = 1) then
            raise exception 'category % has children', new.id
                using errcode = 'check_violation', schema = 'catalog', table = 'category', constraint = 'category_children_check';
        end if;
        if exists (
                select from catalog.category_closure c
                where c.tenant_id = new.tenant_id and c.ancestor_id = new.id and c.descendant_id = new.parent_id) then
            raise exception 'category % cannot move beneath itself', new.id
                using errcode = 'check_violation', schema = 'catalog', table = 'category', constraint = 'category_cycle_check';
        end if;
        delete from catalog.category_closure outer_
        using catalog.category_closure inner_, catalog.category_closure above
        where inner_.tenant_id = new.tenant_id and inner_.ancestor_id = new.id
          and above.tenant_id = new.tenant_id and above.descendant_id = new.id and (above.depth > 0 or new.deleted_at is not null)
          and outer_.tenant_id = new.tenant_id and outer_.ancestor_id = above.ancestor_id and outer_.descendant_id = inner_.descendant_id;
    end if;
    if new.deleted_at is not null then
        return null;
    end if;
    -- Whoever adds another one waits for the lock above, so that two do not take the last place.
    if (select count(*) from (
            select from catalog.category c where c.tenant_id = new.tenant_id and c.parent_id = new.parent_id and c.deleted_at is null
            union all
            select from catalog.category c
            where new.parent_id is null and c.tenant_id = new.tenant_id and c.parent_id is null and c.deleted_at is null
            limit 251) sibling) > 250 then
        raise exception 'category % would have more than 250 others beside it', new.id
            using errcode = 'check_violation', schema = 'catalog', table = 'category', constraint = 'category_siblings_check';
    end if;
    if tg_op = 'INSERT' or old.deleted_at is not null then
        insert into catalog.category_closure (tenant_id, ancestor_id, descendant_id, depth) values (new.tenant_id, new.id, new.id, 0);
    end if;
    insert into catalog.category_closure (tenant_id, ancestor_id, descendant_id, depth)
    select new.tenant_id, above.ancestor_id, below.descendant_id, above.depth + below.depth + 1
    from catalog.category_closure above
    join catalog.category_closure below on below.tenant_id = above.tenant_id and below.ancestor_id = new.id
    where above.tenant_id = new.tenant_id and above.descendant_id = new.parent_id;
    return null;
end
$$;

create function catalog.check_variant_room(of_tenant uuid, of_products uuid[]) returns void
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
declare
    too_full uuid;
begin
    perform catalog.lock_products(of_tenant, of_products);
    select t.id into too_full
    from unnest(of_products) t(id)
    where (select count(*) from (
        select from catalog.variant v where v.tenant_id = of_tenant and v.product_id = t.id and v.deleted_at is null limit 251) its) > 250
    limit 1;
    if found then
        raise exception 'product % would have more than 250 variants', too_full
            using errcode = 'check_violation', schema = 'catalog', table = 'variant', constraint = 'product_variants_check';
    end if;
end
$$;
create trigger variant_room_insert after insert on catalog.variant
    referencing new table as changed for each statement execute function catalog.keep_for_changed_products('check_variant_room');

create or replace function catalog.variants_changed() returns trigger
    language plpgsql
as $$
declare
    t record;
begin
    -- Planned anew each time, as the plan for one changed row would compare each of many with each other.
    for t in execute '
        select n.tenant_id, array_agg(distinct n.product_id) as products,
            coalesce(array_agg(distinct n.product_id) filter (where (o.deleted_at is null) <> (n.deleted_at is null)), ''{}'') as revived,
            coalesce(array_agg(distinct n.product_id) filter (where o.deleted_at is not null and n.deleted_at is null), ''{}'') as restored
        from before o join after n on n.tenant_id = o.tenant_id and n.id = o.id
        where (o.available, o.deleted_at is null) <> (n.available, n.deleted_at is null)
        group by n.tenant_id'
    loop
        perform catalog.keep_availability(t.tenant_id, t.products);
        if t.revived <> '{}' then
            perform catalog.keep_price_ranges(t.tenant_id, t.revived);
        end if;
        if t.restored <> '{}' then
            perform catalog.check_variant_room(t.tenant_id, t.restored);
        end if;
    end loop;
    return null;
end
$$;

create function catalog.check_media_room(of_tenant uuid, of_products uuid[]) returns void
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
declare
    too_full uuid;
begin
    perform catalog.lock_products(of_tenant, of_products);
    select t.id into too_full
    from unnest(of_products) t(id)
    where (select count(*) from (
        select from catalog.product_media m where m.tenant_id = of_tenant and m.product_id = t.id limit 101) its) > 100
    limit 1;
    if found then
        raise exception 'product % would have more than 100 media', too_full
            using errcode = 'check_violation', schema = 'catalog', table = 'product_media', constraint = 'product_media_check';
    end if;
end
$$;
create trigger product_media_room_insert after insert on catalog.product_media
    referencing new table as changed for each statement execute function catalog.keep_for_changed_products('check_media_room');
