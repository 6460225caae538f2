-- A bundle has at most 100 components, whoever adds to it: whatever asks about one asks about each of them.
create function catalog.check_bundle_room(of_tenant uuid, of_products uuid[]) returns void
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
        select from catalog.product_bundle_item i where i.tenant_id = of_tenant and i.product_id = t.id limit 101) its) > 100
    limit 1;
    if found then
        raise exception 'bundle % would have more than 100 components', too_full
            using errcode = 'check_violation', schema = 'catalog', table = 'product_bundle_item', constraint = 'product_bundle_items_check';
    end if;
end
$$;
create trigger product_bundle_room_insert after insert on catalog.product_bundle_item
    referencing new table as changed for each statement execute function catalog.keep_for_changed_products('check_bundle_room');
