-- Full-text search over one tenant's products: every word as written, as a prefix and as its stem, without accents; else by likeness.

-- document: names weigh A, SKUs, barcodes and brand B, option labels and short texts C, descriptions D. words: all but descriptions.
create table catalog.product_search (
    tenant_id  uuid     not null references tenancy.tenant on delete cascade,
    product_id uuid     not null,
    locale     text     not null,
    document   tsvector not null,
    words      text     not null,
    primary key (tenant_id, product_id, locale),
    constraint product_search_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete cascade
);
create index product_search_document_idx on catalog.product_search using gin (tenant_id, document);
create index product_search_words_idx on catalog.product_search using gin (tenant_id, words public.gin_trgm_ops);
call tenancy.protect('catalog.product_search');

create function catalog.stemmer(locale text) returns regconfig
    language sql immutable strict parallel safe
    return case split_part(locale, '-', 1)
        when 'ar' then 'pg_catalog.arabic'::regconfig when 'de' then 'pg_catalog.german' when 'en' then 'pg_catalog.english'
        when 'es' then 'pg_catalog.spanish' when 'fr' then 'pg_catalog.french' when 'it' then 'pg_catalog.italian'
        when 'nl' then 'pg_catalog.dutch' when 'pt' then 'pg_catalog.portuguese' else 'pg_catalog.simple' end;

-- Folded text both as written and stemmed, in one weight.
create function catalog.searchable(locale text, folded text, weight "char") returns tsvector
    language sql immutable parallel safe
    return setweight(to_tsvector('pg_catalog.simple', coalesce(folded, '')) || to_tsvector(catalog.stemmer(locale), coalesce(folded, '')), weight);

create function catalog.keep_search(of_tenant uuid, of_products uuid[]) returns void
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
begin
    perform catalog.lock_products(of_tenant, of_products);
    delete from catalog.product_search s
    where s.tenant_id = of_tenant and s.product_id = any (of_products)
      and not exists (select from catalog.product p where p.tenant_id = of_tenant and p.id = s.product_id and p.locale = s.locale)
      and not exists (select from catalog.product_translation t where t.tenant_id = of_tenant and t.product_id = s.product_id and t.locale = s.locale);
    with spoken as (
        select p.id, p.brand_id, c.locale, c.name, c.description
        from unnest(of_products) t(id)
        join catalog.product p on p.tenant_id = of_tenant and p.id = t.id
        cross join lateral (
            select p.locale, p.name, p.description
            union all
            select x.locale, x.name, x.description from catalog.product_translation x
            where x.tenant_id = of_tenant and x.product_id = p.id and x.locale <> p.locale) c
    ), folded as materialized (
        select s.id, s.locale, catalog.fold(s.name) as name,
            catalog.fold(concat_ws(' ',
                (select string_agg(concat_ws(' ', v.sku, v.barcode), ' ' order by v.position, v.id) from catalog.variant v
                    where v.tenant_id = of_tenant and v.product_id = s.id and v.deleted_at is null),
                (select b.name from catalog.brand b where b.tenant_id = of_tenant and b.id = s.brand_id and b.deleted_at is null))) as codes,
            catalog.fold((
                select string_agg(distinct coalesce(l.label, left(x.text_value, 255)), ' ')
                from catalog.attribute_value x
                left join catalog.attribute_option o on o.tenant_id = of_tenant and o.id = x.option_id
                left join lateral (select string_agg(e.value, ' ') as label from jsonb_each_text(o.labels) e) l on true
                where x.tenant_id = of_tenant and x.product_id = s.id and x.type in ('SELECT', 'MULTI_SELECT', 'COLOUR', 'TEXT'))) as said,
            catalog.fold(left(regexp_replace(s.description, '<[^>]*>', ' ', 'g'), 20000)) as description
        from spoken s
    )
    insert into catalog.product_search as old (tenant_id, product_id, locale, document, words)
    select of_tenant, f.id, f.locale,
        catalog.searchable(f.locale, f.name, 'A') || catalog.searchable(f.locale, f.codes, 'B')
            || catalog.searchable(f.locale, f.said, 'C') || catalog.searchable(f.locale, f.description, 'D'),
        concat_ws(' ', f.name, f.codes, f.said)
    from folded f
    on conflict (tenant_id, product_id, locale) do update set document = excluded.document, words = excluded.words
        where (old.words, old.document) is distinct from (excluded.words, excluded.document);
end
$$;

-- The tenant's products that have all words of the query (as written, begun, or stemmed by the locale's language), or when there are none
-- those with words like them; best first. Deleted and unpublished ones too: the caller's own statement decides what may be seen.
-- Definer, because under row-level security neither index is used (their operators are not leakproof); the tenant is in every predicate.
create function catalog.search_products(of_tenant uuid, query text, of_locale text, at_most integer)
    returns table (product_id uuid, rank integer)
    language plpgsql stable security definer rows 100
    set search_path = '' set pg_trgm.word_similarity_threshold = '0.5'
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
    return query
        select s.product_id, max(round(l.likeness * 1000000))::integer
        from catalog.product_search s
        cross join lateral (
            select min(public.word_similarity(t.term, s.words)) as least, avg(public.word_similarity(t.term, s.words)) as likeness
            from unnest(terms) t(term) where char_length(t.term) >= 3) l
        where s.tenant_id = of_tenant and s.words operator (public.%>) terms[1] and l.least >= 0.5
        group by s.product_id
        order by 2 desc, 1
        limit at_most;
end
$$;
grant create on schema catalog to merkato_operator;
alter function catalog.search_products(uuid, text, text, integer) owner to merkato_operator;
revoke create on schema catalog from merkato_operator;
revoke execute on function catalog.search_products(uuid, text, text, integer) from public;
grant execute on function catalog.search_products(uuid, text, text, integer) to merkato_app;
