-- Mistyped words are compared with the distinct words of a tenant, not with each of its products: a few thousand short rows instead of the
-- texts of all products, and an index that grows only by words never seen before.

-- Words of names, brands and options, folded. One that no product has any more stays: it finds nothing.
create table catalog.search_word (
    tenant_id uuid             not null references tenancy.tenant on delete cascade,
    word      text collate "C" not null,
    primary key (tenant_id, word)
);
create index search_word_likeness_idx on catalog.search_word using gin (tenant_id, word public.gin_trgm_ops);
alter table catalog.search_word alter column tenant_id set statistics 1;
call tenancy.protect('catalog.search_word');

-- As the role that sees every tenant.
set role merkato_operator;
insert into catalog.search_word (tenant_id, word)
select s.tenant_id, w.word
from catalog.product_search s cross join lateral regexp_split_to_table(s.words, ' ') w(word)
where char_length(w.word) between 3 and 40 and w.word ~ '[^0-9]'
group by s.tenant_id, w.word;
set role merkato_owner;

alter table catalog.product_search drop column words;

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
                where x.tenant_id = of_tenant and x.product_id = p.id and x.type in ('SELECT', 'MULTI_SELECT', 'COLOUR', 'TEXT')) as said
        from unnest(of_products) t(id)
        join catalog.product p on p.tenant_id = of_tenant and p.id = t.id
    ), folded as materialized (
        select c.id, array[c.locale, catalog.fold(c.name), catalog.fold(left(regexp_replace(c.description, '<[^>]*>', ' ', 'g'), 20000))] as own,
            catalog.fold(c.codes) as codes, catalog.fold(c.brand) as brand, catalog.fold(c.said) as said
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

-- The tenant's products that have all words of the query (as written, begun, or stemmed by the locale's language), or when there are none
-- those with words like them; best first. Deleted and unpublished ones too: the caller's own statement decides what may be seen.
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
    -- Never the same word twice in a query: ts_rank would call it 0.
    select string_agg(concat('(', quote_literal(t.term), ':*', ' | ' || nullif(stem.query, quote_literal(t.term)), ')'), ' & ')::tsquery,
        string_agg(quote_literal(t.term), ' | ')::tsquery
    into wanted, exact
    from unnest(terms) t(term)
    cross join lateral (select nullif(plainto_tsquery(catalog.stemmer(of_locale), t.term)::text, '') as query) stem;
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
    terms := array(select t.term from unnest(terms) t(term) where char_length(t.term) >= 3);
    return query
        with alike as materialized (
            select t.term, (quote_literal(t.term) || ':*')::tsquery as query, 1::real as likeness
            from unnest(terms) t(term)
            union all
            select t.term, quote_literal(w.word)::tsquery, w.likeness
            from unnest(terms) t(term)
            cross join lateral (
                select k.word, public.word_similarity(t.term, k.word) as likeness
                from catalog.search_word k
                where k.tenant_id = of_tenant and k.word operator (public.%>) t.term
                order by likeness desc, public.similarity(t.term, k.word) desc, k.word
                limit 5) w
        ), hit as (
            select s.product_id, a.term, max(a.likeness) as likeness
            from alike a
            join catalog.product_search s on s.tenant_id = of_tenant and s.document @@ a.query
            group by s.product_id, a.term
        )
        select h.product_id, round(avg(h.likeness) * 1000000)::integer
        from hit h
        group by h.product_id
        having count(*) = cardinality(terms)
        order by 2 desc, 1
        limit at_most;
end
$$;

-- Statistics of the words, too.
create or replace function catalog.refresh_statistics(of_tenant uuid) returns boolean
    language plpgsql security definer set search_path = ''
as $$
begin
    if not pg_try_advisory_xact_lock(hashtextextended('catalog.refresh_statistics', 0)) then
        return false;
    end if;
    analyze catalog.attribute, catalog.attribute_option, catalog.attribute_set_attribute, catalog.product, catalog.product_translation,
        catalog.product_category, catalog.variant, catalog.variant_price, catalog.attribute_value, catalog.media, catalog.product_media,
        catalog.price_range, catalog.product_facet, catalog.product_search, catalog.search_word, catalog.product_due;
    return true;
end
$$;
