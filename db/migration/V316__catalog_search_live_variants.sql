-- What only a variant says that is deleted is not found.
create or replace function catalog.keep_search(of_tenant uuid, of_products uuid[]) returns void
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
begin
    perform catalog.lock_products(of_tenant, of_products);
    delete from catalog.product_search s
    where s.tenant_id = of_tenant and s.product_id = any (of_products)
      and not exists (select from catalog.product p where p.tenant_id = of_tenant and p.id = s.product_id and p.locale = s.locale)
      and not exists (select from catalog.product_translation t where t.tenant_id = of_tenant and t.product_id = s.product_id and t.locale = s.locale);
    with called as (
        select p.id, p.locale, p.name, p.description,
            (select string_agg(concat_ws(' ', v.sku, v.barcode), ' ' order by v.position, v.id) from catalog.variant v
                where v.tenant_id = of_tenant and v.product_id = p.id and v.deleted_at is null) as codes,
            (select b.name from catalog.brand b where b.tenant_id = of_tenant and b.id = p.brand_id and b.deleted_at is null) as brand,
            (select string_agg(distinct coalesce(l.label, left(x.text_value, 255)), ' ')
                from catalog.attribute_value x
                left join catalog.attribute_option o on o.tenant_id = of_tenant and o.attribute_id = x.attribute_id and o.id = x.option_id
                left join lateral (select string_agg(e.value, ' ') as label from jsonb_each_text(o.labels) e) l on true
                left join catalog.variant v on v.tenant_id = of_tenant and v.id = x.variant_id
                where x.tenant_id = of_tenant and x.product_id = p.id and v.deleted_at is null and x.type in ('SELECT', 'MULTI_SELECT', 'COLOUR', 'TEXT')) as said,
            (select string_agg(distinct e.value, ' ')
                from catalog.product_category i
                join catalog.category_closure u on u.tenant_id = of_tenant and u.descendant_id = i.category_id
                join catalog.category k on k.tenant_id = of_tenant and k.id = u.ancestor_id and k.deleted_at is null
                cross join lateral jsonb_each_text(k.names) e
                where i.tenant_id = of_tenant and i.product_id = p.id) as categories
        from unnest(of_products) t(id)
        join catalog.product p on p.tenant_id = of_tenant and p.id = t.id
    ), folded as materialized (
        select c.id, array[c.locale, catalog.fold(c.name), catalog.fold(left(regexp_replace(c.description, '<[^>]*>', ' ', 'g'), 20000))] as own,
            catalog.fold(c.codes) as codes, catalog.fold(c.brand) as brand, catalog.fold(concat_ws(' ', c.said, c.categories)) as said
        from called c
    ), spoken as materialized (
        select f.id, s.words[1] as locale, s.words[2] as name, s.words[3] as description, f.codes, f.brand, f.said
        from folded f
        cross join lateral (
            select f.own as words
            union all
            select array[x.locale, catalog.fold(x.name), catalog.fold(left(regexp_replace(x.description, '<[^>]*>', ' ', 'g'), 20000))]
            from catalog.product_translation x
            where x.tenant_id = of_tenant and x.product_id = f.id and x.locale <> f.own[1]) s
    ), learnt as (
        insert into catalog.search_word (tenant_id, word)
        select of_tenant, w.word
        from (select distinct string_to_table(concat_ws(' ', s.name, s.brand, s.said), ' ') collate "C" from spoken s) w(word)
        where char_length(w.word) between 3 and 40 and w.word ~ '[^0-9]'
          and not exists (select from catalog.search_word k where k.tenant_id = of_tenant and k.word = w.word)
        order by w.word
        on conflict do nothing
    )
    insert into catalog.product_search as old (tenant_id, product_id, locale, document)
    select of_tenant, s.id, s.locale,
        catalog.searchable(s.locale, s.name, 'A') || catalog.searchable(s.locale, concat_ws(' ', s.codes, s.brand), 'B')
            || catalog.searchable(s.locale, s.said, 'C') || catalog.searchable(s.locale, s.description, 'D')
    from spoken s
    on conflict (tenant_id, product_id, locale) do update set document = excluded.document
        where old.document <> excluded.document;
end
$$;
