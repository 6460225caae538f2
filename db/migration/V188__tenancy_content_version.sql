-- Counts the changes of what shoppers read of a tenant, so that what was read before can be told from what is there now.

create table tenancy.content_version (
    tenant_id uuid   not null references tenancy.tenant on delete cascade,
    version   bigint not null,
    primary key (tenant_id)
);
call tenancy.protect('tenancy.content_version');

-- One row while a transaction that changes content runs; the count moves when it commits, so that nobody waits longer than for a commit.
create table tenancy.content_change (
    tenant_id uuid not null references tenancy.tenant on delete cascade,
    id        uuid not null default gen_random_uuid(),
    primary key (tenant_id, id)
);
call tenancy.protect('tenancy.content_change');
revoke insert, update, delete on tenancy.content_version, tenancy.content_change from merkato_app;

-- Whoever changes content in no tenant's name may have changed anybody's.
create function tenancy.content_changed() returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    tenant text := coalesce(nullif(current_setting('app.tenant_id', true), ''), 'every');
begin
    if current_setting('app.content_changed', true) is distinct from tenant then
        insert into tenancy.content_change (tenant_id) select t.id from tenancy.tenant t where tenant = 'every' or t.id::text = tenant;
        perform set_config('app.content_changed', tenant, true);
    end if;
    return null;
end
$$;
call tenancy.entrust('tenancy.content_changed()');

create function tenancy.count_content_change() returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    delete from tenancy.content_change c where c.tenant_id = new.tenant_id and c.id = new.id;
    -- In the order of their keys where there are several. A tenant that is gone by now has no content.
    insert into tenancy.content_version as v (tenant_id, version) select t.id, 1 from tenancy.tenant t where t.id = new.tenant_id
    on conflict (tenant_id) do update set version = v.version + 1;
    return null;
end
$$;
call tenancy.entrust('tenancy.count_content_change()');
create constraint trigger content_change_counted after insert on tenancy.content_change
    deferrable initially deferred for each row execute function tenancy.count_content_change();

-- Makes the rows of a table content. What is said to be none, such as stock, is never remembered.
create procedure tenancy.make_content(content_table regclass, but text[] default '{}')
    language plpgsql as
$$
declare
    columns text := (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
                     where a.attrelid = content_table and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attname <> all (but));
begin
    execute format('create trigger content_changed after insert or delete or update of %s on %s for each statement execute function tenancy.content_changed()', columns, content_table);
end
$$;

call tenancy.make_content('catalog.attribute');
call tenancy.make_content('catalog.attribute_group');
call tenancy.make_content('catalog.attribute_option');
call tenancy.make_content('catalog.attribute_set');
call tenancy.make_content('catalog.attribute_set_attribute');
call tenancy.make_content('catalog.attribute_value');
call tenancy.make_content('catalog.brand');
call tenancy.make_content('catalog.category');
call tenancy.make_content('catalog.category_closure');
call tenancy.make_content('catalog.label');
call tenancy.make_content('catalog.media');
call tenancy.make_content('catalog.price_range');
call tenancy.make_content('catalog.price_scope');
call tenancy.make_content('catalog.product', but => '{available}');
call tenancy.make_content('catalog.product_bundle_item');
call tenancy.make_content('catalog.product_category');
call tenancy.make_content('catalog.product_facet');
call tenancy.make_content('catalog.product_label');
call tenancy.make_content('catalog.product_media');
call tenancy.make_content('catalog.product_rating');
call tenancy.make_content('catalog.product_search');
call tenancy.make_content('catalog.product_store');
call tenancy.make_content('catalog.product_store_content');
call tenancy.make_content('catalog.product_translation');
call tenancy.make_content('catalog.search_word');
call tenancy.make_content('catalog.variant', but => '{in_stock}');
call tenancy.make_content('catalog.variant_price');
call tenancy.make_content('catalog.variant_store_price');
call tenancy.make_content('pricing.price_list');
call tenancy.make_content('pricing.price_list_entry');
call tenancy.make_content('pricing.price_list_group');
call tenancy.make_content('pricing.price_list_store');
call tenancy.make_content('pricing.flash_sale');
call tenancy.make_content('pricing.flash_sale_item');
call tenancy.make_content('pricing.flash_sale_store');
