-- As before, but their plans are kept: a function of SQL that is not made part of its statement is planned anew by each statement, which took
-- more than half of the time of a search among a thousand products. What they call by name is no longer known to PostgreSQL: nothing else keeps
-- it from being dropped.
create or replace function catalog.romanise(value text) returns text
    language plpgsql immutable strict parallel safe
as $$
begin
    return (
        select string_agg(
            case when ascii(c) between 4608 and 4951
                then (array['h','l','h','m','s','r','s','sh','q','qw','qh','qhw','b','v','t','ch','h','hw','n','ny','','k','kw','h','hw','w','',
                            'z','zh','y','d','d','j','g','gw','g','t','ch','p','ts','ts','f','p'])[(ascii(c) - 4608) / 8 + 1]
                    || case when (ascii(c) - 4608) % 8 = 0 and (ascii(c) - 4608) / 8 in (0, 2, 16, 20, 26) then 'a'
                            when (ascii(c) - 4608) % 8 = 5 and (ascii(c) - 4608) / 8 in (20, 26) then 'i'
                            else (array['e','u','i','a','e','','o','wa'])[(ascii(c) - 4608) % 8 + 1] end
                when ascii(c) between 4960 and 4968 then ' '
                else c end, '' order by n)
        from unnest(string_to_array(value, null)) with ordinality as letter(c, n));
end
$$;

create or replace function catalog.fold(value text) returns text
    language plpgsql immutable strict parallel safe
as $$
begin
    return coalesce(trim(regexp_replace(
        lower(public.unaccent('public.unaccent'::regdictionary,
            case when value ~ '[\u1200-\u137f]' then catalog.romanise(value) else normalize(value, nfkc) end) collate pg_catalog."default"),
        '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf]+', ' ', 'g')), '');
end
$$;

create or replace function catalog.stemmer(locale text) returns regconfig
    language plpgsql immutable strict parallel safe
as $$
begin
    return case split_part(locale, '-', 1)
        when 'ar' then 'pg_catalog.arabic'::regconfig when 'de' then 'pg_catalog.german' when 'en' then 'pg_catalog.english'
        when 'es' then 'pg_catalog.spanish' when 'fr' then 'pg_catalog.french' when 'it' then 'pg_catalog.italian'
        when 'nl' then 'pg_catalog.dutch' when 'pt' then 'pg_catalog.portuguese' else 'pg_catalog.simple' end;
end
$$;
