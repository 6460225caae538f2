-- What is done for the products of a transaction when it commits.

-- Products that the running transaction has changed, empty after each commit: there, in one go, their required attributes are checked
-- (so that a product and its values may come in any order) and their facets and words renewed.
create table catalog.product_due (
    tenant_id  uuid not null references tenancy.tenant on delete cascade,
    product_id uuid not null,
    primary key (tenant_id, product_id)
);
call tenancy.protect('catalog.product_due');

-- Nothing for a tenant that is being deleted with all it has.
create function catalog.finish_later(of_tenant uuid, of_products uuid[]) returns void
    language sql
as $$
    insert into catalog.product_due (tenant_id, product_id)
    select n.id, t.id from unnest(of_products) t(id) join tenancy.tenant n on n.id = of_tenant order by t.id
    on conflict do nothing
$$;

create function catalog.finish_products() returns trigger
    language plpgsql
as $$
declare
    due uuid[];
begin
    with done as (delete from catalog.product_due d where d.tenant_id = new.tenant_id returning d.product_id)
    select array_agg(product_id) into due from done;
    if due is not null then
        perform catalog.lock_products(new.tenant_id, due);
        perform catalog.check_required(new.tenant_id, due);
        perform catalog.keep_facets(new.tenant_id, due);
        perform catalog.keep_search(new.tenant_id, due);
    end if;
    return null;
end
$$;
create constraint trigger product_due after insert on catalog.product_due deferrable initially deferred
    for each row execute function catalog.finish_products();

create trigger attribute_value_due_insert after insert on catalog.attribute_value
    referencing new table as changed for each statement execute function catalog.keep_for_changed_products('finish_later');
create trigger attribute_value_due_update after update on catalog.attribute_value
    referencing new table as changed for each statement execute function catalog.keep_for_changed_products('finish_later');
create trigger attribute_value_due_delete after delete on catalog.attribute_value
    referencing old table as changed for each statement execute function catalog.keep_for_changed_products('finish_later');
create trigger product_translation_due_insert after insert on catalog.product_translation
    referencing new table as changed for each statement execute function catalog.keep_for_changed_products('finish_later');
create trigger product_translation_due_update after update on catalog.product_translation
    referencing new table as changed for each statement execute function catalog.keep_for_changed_products('finish_later');
create trigger product_translation_due_delete after delete on catalog.product_translation
    referencing old table as changed for each statement execute function catalog.keep_for_changed_products('finish_later');
create trigger variant_due_insert after insert on catalog.variant
    referencing new table as changed for each statement execute function catalog.keep_for_changed_products('finish_later');

create function catalog.product_changed() returns trigger
    language plpgsql
as $$
declare
    t record;
begin
    for t in execute case tg_table_name
        when 'variant' then 'select n.tenant_id, array_agg(distinct n.product_id) as products
            from before o join after n on n.tenant_id = o.tenant_id and n.id = o.id
            where (o.sku, o.barcode, o.deleted_at is null) is distinct from (n.sku, n.barcode, n.deleted_at is null) group by n.tenant_id'
        when 'product' then 'select n.tenant_id, array_agg(n.id) as products
            from before o join after n on n.tenant_id = o.tenant_id and n.id = o.id
            where (o.locale, o.name, o.description, o.brand_id, o.kind, o.status, o.attribute_set_id, o.deleted_at)
                is distinct from (n.locale, n.name, n.description, n.brand_id, n.kind, n.status, n.attribute_set_id, n.deleted_at) group by n.tenant_id'
        when 'brand' then 'select n.tenant_id, array_agg(p.id) as products
            from before o join after n on n.tenant_id = o.tenant_id and n.id = o.id
            join catalog.product p on p.tenant_id = n.tenant_id and p.brand_id = n.id
            where (o.name, o.deleted_at is null) <> (n.name, n.deleted_at is null) group by n.tenant_id'
        when 'attribute_option' then 'select n.tenant_id, array_agg(distinct x.product_id) as products
            from before o join after n on n.tenant_id = o.tenant_id and n.id = o.id
            join catalog.attribute_value x on x.tenant_id = n.tenant_id and x.attribute_id = n.attribute_id and x.option_id = n.id
            where o.labels <> n.labels group by n.tenant_id'
        end
    loop
        perform catalog.finish_later(t.tenant_id, t.products);
    end loop;
    return null;
end
$$;
create trigger product_due_update after update on catalog.product
    referencing old table as before new table as after for each statement execute function catalog.product_changed();
create trigger variant_due_update after update on catalog.variant
    referencing old table as before new table as after for each statement execute function catalog.product_changed();
create trigger brand_due_update after update on catalog.brand
    referencing old table as before new table as after for each statement execute function catalog.product_changed();
create trigger attribute_option_due_update after update on catalog.attribute_option
    referencing old table as before new table as after for each statement execute function catalog.product_changed();

create function catalog.product_added() returns trigger
    language plpgsql
as $$
declare
    t record;
begin
    for t in select c.tenant_id, array_agg(c.id) as products from changed c group by c.tenant_id loop
        perform catalog.finish_later(t.tenant_id, t.products);
    end loop;
    return null;
end
$$;
create trigger product_due_insert after insert on catalog.product
    referencing new table as changed for each statement execute function catalog.product_added();
