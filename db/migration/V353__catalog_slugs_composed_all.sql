-- Where another one has the composed form, or it is longer than slugs may be, a number tells them apart. As the role that sees every tenant.
set role merkato_operator;
do $$
declare
    r record;
begin
    for r in select tenant_id, id, deleted_at, normalize(slug) as slug from catalog.product where slug is not normalized loop
        update catalog.product p
        set slug = case when char_length(r.slug) > 200 or r.deleted_at is null and exists (select from catalog.product o where o.tenant_id = r.tenant_id and o.slug = r.slug and o.deleted_at is null)
            then left(r.slug, 190) || '-' || left(md5(r.id::text), 8) else r.slug end
        where p.tenant_id = r.tenant_id and p.id = r.id;
    end loop;
    for r in select tenant_id, product_id, locale, live, normalize(slug) as slug from catalog.product_translation where slug is not normalized loop
        update catalog.product_translation p
        set slug = case when char_length(r.slug) > 200 or r.live and exists (
                select from catalog.product_translation o where o.tenant_id = r.tenant_id and o.locale = r.locale and o.slug = r.slug and o.live)
            then left(r.slug, 190) || '-' || left(md5(r.product_id::text), 8) else r.slug end
        where p.tenant_id = r.tenant_id and p.product_id = r.product_id and p.locale = r.locale;
    end loop;
    for r in select tenant_id, id, deleted_at, normalize(slug) as slug from catalog.category where slug is not normalized loop
        update catalog.category p
        set slug = case when char_length(r.slug) > 200 or r.deleted_at is null and exists (select from catalog.category o where o.tenant_id = r.tenant_id and o.slug = r.slug and o.deleted_at is null)
            then left(r.slug, 190) || '-' || left(md5(r.id::text), 8) else r.slug end
        where p.tenant_id = r.tenant_id and p.id = r.id;
    end loop;
    for r in select tenant_id, id, deleted_at, normalize(slug) as slug from catalog.brand where slug is not normalized loop
        update catalog.brand p
        set slug = case when char_length(r.slug) > 200 or r.deleted_at is null and exists (select from catalog.brand o where o.tenant_id = r.tenant_id and o.slug = r.slug and o.deleted_at is null)
            then left(r.slug, 190) || '-' || left(md5(r.id::text), 8) else r.slug end
        where p.tenant_id = r.tenant_id and p.id = r.id;
    end loop;
end
$$;
-- What is done for translated products when a transaction commits, while their rows can still be seen.
set constraints all immediate;
set role merkato_owner;
