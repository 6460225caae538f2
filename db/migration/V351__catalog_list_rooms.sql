-- What is answered whole has its limits, whoever adds to it: 100 labels of a tenant and of a product, 100 downloads of a product, 1000 attributes and 250 groups of a set.
create function catalog.check_label_room() returns trigger
    language plpgsql
as $$
declare
    t uuid;
begin
    for t in select distinct a.tenant_id from added a order by a.tenant_id loop
        perform pg_advisory_xact_lock(hashtextextended('catalog.label ' || t, 0));
        if (select count(*) from catalog.label l where l.tenant_id = t) > 100 then
            raise exception 'tenant % would have more than 100 labels', t
                using errcode = 'check_violation', schema = 'catalog', table = 'label', constraint = 'label_count_check';
        end if;
    end loop;
    return null;
end
$$;
create trigger label_room_insert after insert on catalog.label
    referencing new table as added for each statement execute function catalog.check_label_room();

create function catalog.check_labels_room(of_tenant uuid, of_products uuid[]) returns void
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
        select from catalog.product_label l where l.tenant_id = of_tenant and l.product_id = t.id limit 101) its) > 100
    limit 1;
    if found then
        raise exception 'product % would have more than 100 labels', too_full
            using errcode = 'check_violation', schema = 'catalog', table = 'product_label', constraint = 'product_labels_check';
    end if;
end
$$;
create trigger product_label_room_insert after insert on catalog.product_label
    referencing new table as changed for each statement execute function catalog.keep_for_changed_products('check_labels_room');

create function catalog.check_download_room(of_tenant uuid, of_products uuid[]) returns void
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
        select from catalog.product_download d where d.tenant_id = of_tenant and d.product_id = t.id limit 101) its) > 100
    limit 1;
    if found then
        raise exception 'product % would have more than 100 downloads', too_full
            using errcode = 'check_violation', schema = 'catalog', table = 'product_download', constraint = 'product_downloads_check';
    end if;
end
$$;
create trigger product_download_room_insert after insert on catalog.product_download
    referencing new table as changed for each statement execute function catalog.keep_for_changed_products('check_download_room');

create function catalog.check_set_room() returns trigger
    language plpgsql
as $$
declare
    t record;
begin
    for t in select distinct a.tenant_id, a.attribute_set_id from added a order by a.tenant_id, a.attribute_set_id loop
        perform from catalog.attribute_set s where s.tenant_id = t.tenant_id and s.id = t.attribute_set_id for no key update;
        if tg_table_name = 'attribute_set_attribute'
                and (select count(*) from catalog.attribute_set_attribute a where a.tenant_id = t.tenant_id and a.attribute_set_id = t.attribute_set_id) > 1000 then
            raise exception 'attribute set % would have more than 1000 attributes', t.attribute_set_id
                using errcode = 'check_violation', schema = 'catalog', table = 'attribute_set_attribute', constraint = 'attribute_set_attributes_check';
        end if;
        if tg_table_name = 'attribute_group'
                and (select count(*) from catalog.attribute_group g where g.tenant_id = t.tenant_id and g.attribute_set_id = t.attribute_set_id) > 250 then
            raise exception 'attribute set % would have more than 250 groups', t.attribute_set_id
                using errcode = 'check_violation', schema = 'catalog', table = 'attribute_group', constraint = 'attribute_set_groups_check';
        end if;
    end loop;
    return null;
end
$$;
create trigger attribute_set_room_insert after insert on catalog.attribute_set_attribute
    referencing new table as added for each statement execute function catalog.check_set_room();
create trigger attribute_group_room_insert after insert on catalog.attribute_group
    referencing new table as added for each statement execute function catalog.check_set_room();
