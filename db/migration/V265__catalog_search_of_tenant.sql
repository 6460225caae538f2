-- Finds by the words of the tenant.
alter index catalog.product_search_word_idx alter column 1 set statistics 0;

-- So that its setting below is known.
select public.show_limit();

-- The tenant's products that have all words of the query (as written, begun, or with the stem that the locale's language gives them), or when
-- there are none those that have most of them, a word like one counting too; best first. Deleted and unpublished ones too: the caller's own
-- statement decides what may be seen.
-- Definer, because under row-level security neither index is used (their operators are not leakproof); the tenant is in every predicate,
-- after "offset 0", so that no plan begins with all that the tenant has, or that there is.
create or replace function catalog.search_products(of_tenant uuid, query text, of_locale text, at_most integer)
    returns table (product_id uuid, rank integer)
    language plpgsql stable security definer rows 100
    set search_path = '' set pg_trgm.word_similarity_threshold = '0.4'
    set plan_cache_mode = force_generic_plan set max_parallel_workers_per_gather = 0
as $$
declare
    terms text[] := array(
        select t.term from regexp_split_to_table(left(catalog.fold(query), 200), ' ') t(term)
        where t.term <> '' group by t.term order by char_length(t.term) desc, t.term limit 8);
    stems text[];
    queries text[];
    wanted tsquery;
    exact tsquery;
    owned tsquery;
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
    owned := catalog.of_tenant(of_tenant, wanted);
    select string_agg(quote_literal(t.term), ' | ')::tsquery into exact from unnest(terms) t(term);
    return query
        select s.product_id, max(round((ts_rank(s.document, wanted) + ts_rank(s.document, exact)) * 1000000))::integer
        from (select f.* from catalog.product_search f where catalog.of_tenant(f.tenant_id, f.document) @@ owned offset 0) s
        where s.tenant_id = of_tenant
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
            cross join lateral (
                select f.* from catalog.product_search f
                where catalog.of_tenant(f.tenant_id, f.document) @@ catalog.of_tenant(of_tenant, a.query) offset 0) s
            where s.tenant_id = of_tenant
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
