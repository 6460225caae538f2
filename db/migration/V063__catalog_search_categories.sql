-- A search knows the categories that a product stands in, and those above them, by their names in every language; and where no product has all
-- words, those that have most of them are found.

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
                where x.tenant_id = of_tenant and x.product_id = p.id and x.type in ('SELECT', 'MULTI_SELECT', 'COLOUR', 'TEXT')) as said,
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

-- The tenant's products that have all words of the query (as written, begun, or with the stem that the locale's language gives them), or when
-- there are none those that have most of them, a word like one counting too; best first. Deleted and unpublished ones too: the caller's own
-- statement decides what may be seen.
-- Definer, because under row-level security neither index is used (their operators are not leakproof); the tenant is in every predicate.
create or replace function catalog.search_products(of_tenant uuid, query text, of_locale text, at_most integer)
    returns table (product_id uuid, rank integer)
    language plpgsql stable security definer rows 100
    set search_path = '' set pg_trgm.word_similarity_threshold = '0.4'
as $$
declare
    terms text[] := array(
        select t.term from regexp_split_to_table(left(catalog.fold(query), 200), ' ') t(term)
        where t.term <> '' group by t.term order by char_length(t.term) desc, t.term limit 8);
    stems text[];
    queries text[];
    wanted tsquery;
    exact tsquery;
begin
    stems := array(select to_tsvector(catalog.stemmer(of_locale), t.term)::text from unnest(terms) t(term));
    if exists (select from unnest(stems) s(stem) where s.stem <> '') then
        terms := array(select t.term from unnest(terms, stems) t(term, stem) where t.stem <> '');
    end if;
    if cardinality(terms) = 0 then
        return;
    end if;
    -- Never the same word twice in a query: ts_rank would call it 0. A stem of four letters begins words in whatever language they are;
    -- French plurals in x have no stem of their own.
    queries := array(
        select concat('(', quote_literal(t.term), ':*',
            ' | ' || nullif(stem.query, quote_literal(t.term)) || case when char_length(stem.query) >= 6 and stem.query not like '%&%' then ':*' else '' end,
            case when t.term like '___%x' and catalog.stemmer(of_locale) = 'pg_catalog.french'::regconfig
                    and stem.query is distinct from quote_literal(left(t.term, -1)) then ' | ' || quote_literal(left(t.term, -1)) || ':*' end,
            ')')
        from unnest(terms) with ordinality t(term, n)
        cross join lateral (select nullif(plainto_tsquery(catalog.stemmer(of_locale), t.term)::text, '') as query) stem
        order by t.n);
    wanted := array_to_string(queries, ' & ')::tsquery;
    select string_agg(quote_literal(t.term), ' | ')::tsquery into exact from unnest(terms) t(term);
    return query
        select s.product_id, max(round((ts_rank(s.document, wanted) + ts_rank(s.document, exact)) * 1000000))::integer
        from catalog.product_search s
        where s.tenant_id = of_tenant and s.document @@ wanted
        group by s.product_id
        order by 2 desc, 1
        limit at_most;
    if found or char_length(terms[1]) < 3 then
        return;
    end if;
    return query
        with alike as materialized (
            select t.term, t.query::tsquery as query, 1::real as likeness
            from unnest(terms, queries) t(term, query)
            where char_length(t.term) >= 3
            union all
            select t.term, quote_literal(w.word)::tsquery, w.likeness
            from unnest(terms) t(term)
            cross join lateral (
                select k.word, public.word_similarity(t.term, k.word) as likeness
                from catalog.search_word k
                where k.tenant_id = of_tenant and k.word operator (public.%>) t.term
                order by likeness desc, public.similarity(t.term, k.word) desc, k.word
                limit 5) w
            where char_length(t.term) >= 3
        ), hit as (
            select s.product_id, a.term, max(a.likeness * (1 + ts_rank(s.document, a.query))) as likeness
            from alike a
            join catalog.product_search s on s.tenant_id = of_tenant and s.document @@ a.query
            group by s.product_id, a.term
        ), matched as (
            select h.product_id, count(*) as words, sum(h.likeness) as likeness
            from hit h
            group by h.product_id
        )
        select f.product_id, round(f.likeness * 1000000)::integer
        from matched f
        where f.words = (select max(m.words) from matched m)
        order by 2 desc, 1
        limit at_most;
end
$$;

-- Words follow the categories at commit, as they follow all else.
create trigger product_category_due_insert after insert on catalog.product_category
    referencing new table as changed for each statement execute function catalog.keep_for_changed_products('finish_later');
create trigger product_category_due_update after update on catalog.product_category
    referencing new table as changed for each statement execute function catalog.keep_for_changed_products('finish_later');
create trigger product_category_due_delete after delete on catalog.product_category
    referencing old table as changed for each statement execute function catalog.keep_for_changed_products('finish_later');

create function catalog.category_changed() returns trigger
    language plpgsql
as $$
declare
    t record;
begin
    for t in
        select n.tenant_id, array_agg(distinct i.product_id) as products
        from before o
        join after n on n.tenant_id = o.tenant_id and n.id = o.id
        cross join lateral (
            select n.id union select u.descendant_id from catalog.category_closure u where u.tenant_id = n.tenant_id and u.ancestor_id = n.id) below(id)
        join catalog.product_category i on i.tenant_id = n.tenant_id and i.category_id = below.id
        where (o.names, o.parent_id, o.deleted_at is null) is distinct from (n.names, n.parent_id, n.deleted_at is null)
        group by n.tenant_id
    loop
        perform catalog.finish_later(t.tenant_id, t.products);
    end loop;
    return null;
end
$$;
create trigger category_due_update after update on catalog.category
    referencing old table as before new table as after for each statement execute function catalog.category_changed();

-- As the role that sees every tenant.
set role merkato_operator;
select catalog.keep_search(p.tenant_id, array_agg(p.id)) from catalog.product p group by p.tenant_id;
set role merkato_owner;
