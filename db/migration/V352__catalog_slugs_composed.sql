-- A slug has one form, with its letters composed as people write them: ガ was kept as カ and its mark where a slug was made of a name, and found by nobody who typed it.
-- Where another one has the composed form, a number tells them apart.
alter table catalog.product no force row level security;
alter table catalog.product_translation no force row level security;
alter table catalog.category no force row level security;
alter table catalog.brand no force row level security;
-- No slug is searched for or counted, and what makes products searchable anew would not see the tenants' rows.
alter table catalog.product_translation disable trigger user;
do $$
declare
    r record;
begin
    for r in select tenant_id, id, deleted_at, normalize(slug) as slug from catalog.product where slug is not normalized loop
        update catalog.product p
        set slug = case when r.deleted_at is null and exists (select from catalog.product o where o.tenant_id = r.tenant_id and o.slug = r.slug and o.deleted_at is null)
            then left(r.slug, 190) || '-' || left(md5(r.id::text), 8) else r.slug end
        where p.tenant_id = r.tenant_id and p.id = r.id;
    end loop;
    for r in select tenant_id, product_id, locale, live, normalize(slug) as slug from catalog.product_translation where slug is not normalized loop
        update catalog.product_translation p
        set slug = case when r.live and exists (
                select from catalog.product_translation o where o.tenant_id = r.tenant_id and o.locale = r.locale and o.slug = r.slug and o.live)
            then left(r.slug, 190) || '-' || left(md5(r.product_id::text), 8) else r.slug end
        where p.tenant_id = r.tenant_id and p.product_id = r.product_id and p.locale = r.locale;
    end loop;
    for r in select tenant_id, id, deleted_at, normalize(slug) as slug from catalog.category where slug is not normalized loop
        update catalog.category p
        set slug = case when r.deleted_at is null and exists (select from catalog.category o where o.tenant_id = r.tenant_id and o.slug = r.slug and o.deleted_at is null)
            then left(r.slug, 190) || '-' || left(md5(r.id::text), 8) else r.slug end
        where p.tenant_id = r.tenant_id and p.id = r.id;
    end loop;
    for r in select tenant_id, id, deleted_at, normalize(slug) as slug from catalog.brand where slug is not normalized loop
        update catalog.brand p
        set slug = case when r.deleted_at is null and exists (select from catalog.brand o where o.tenant_id = r.tenant_id and o.slug = r.slug and o.deleted_at is null)
            then left(r.slug, 190) || '-' || left(md5(r.id::text), 8) else r.slug end
        where p.tenant_id = r.tenant_id and p.id = r.id;
    end loop;
end
$$;
alter table catalog.product_translation enable trigger user;
alter table catalog.product force row level security;
alter table catalog.product_translation force row level security;
alter table catalog.category force row level security;
alter table catalog.brand force row level security;
alter table catalog.product add constraint product_slug_form_check check (slug is normalized);
alter table catalog.product_translation add constraint product_translation_slug_form_check check (slug is normalized);
alter table catalog.category add constraint category_slug_form_check check (slug is normalized);
alter table catalog.brand add constraint brand_slug_form_check check (slug is normalized);
