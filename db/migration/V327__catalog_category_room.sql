-- A product stands in at most 250 categories, whoever puts it there: they are answered whole.
create function catalog.check_places_room(of_tenant uuid, of_products uuid[]) returns void
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
        select from catalog.product_category c where c.tenant_id = of_tenant and c.product_id = t.id limit 251) its) > 250
    limit 1;
    if found then
        raise exception 'product % would stand in more than 250 categories', too_full
            using errcode = 'check_violation', schema = 'catalog', table = 'product_category', constraint = 'product_categories_check';
    end if;
end
$$;
create trigger product_category_room_insert after insert on catalog.product_category
    referencing new table as changed for each statement execute function catalog.keep_for_changed_products('check_places_room');
