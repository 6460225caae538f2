-- What a derived row's source has proven is not proven again. A row that goes with its product goes with its product's tenant, and a facet's
-- attribute and option cannot go while the value is there that it is made from. Each check of a foreign key costs a look-up per row, and the
-- derived rows are half of what a product's change writes.
-- Tables with a key that does not cascade keep their own to the tenant: it empties them before that key is checked.

alter table catalog.product_facet
    drop constraint product_facet_tenant_id_fkey,
    drop constraint product_facet_attribute_fkey,
    drop constraint product_facet_option_fkey;
alter table catalog.price_range
    drop constraint price_range_tenant_id_fkey,
    drop constraint price_range_currency_fkey;
alter table catalog.product_search drop constraint product_search_tenant_id_fkey;
alter table catalog.product_translation drop constraint product_translation_tenant_id_fkey;
alter table catalog.product_category drop constraint product_category_tenant_id_fkey;
alter table catalog.product_label drop constraint product_label_tenant_id_fkey;
alter table catalog.product_media drop constraint product_media_tenant_id_fkey;
alter table catalog.variant_price drop constraint variant_price_tenant_id_fkey;

-- The first of a transaction's products finishes all; each of the others now only looks whether it is still due, and no longer for every other.
create or replace function catalog.finish_products() returns trigger
    language plpgsql
as $$
declare
    due uuid[];
begin
    if not exists (select from catalog.product_due d where d.tenant_id = new.tenant_id and d.product_id = new.product_id) then
        return null;
    end if;
    with done as (delete from catalog.product_due d where d.tenant_id = new.tenant_id returning d.product_id)
    select array_agg(product_id) into due from done;
    perform catalog.lock_products(new.tenant_id, due);
    perform catalog.check_required(new.tenant_id, due);
    perform catalog.keep_facets(new.tenant_id, due);
    perform catalog.keep_search(new.tenant_id, due);
    return null;
end
$$;
