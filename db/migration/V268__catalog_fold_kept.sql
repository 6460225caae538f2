-- As before, but their plans are kept: a function of SQL that is not made part of its statement is planned anew by each statement, which took
-- more than half of the time of a search among a thousand products.
create or replace function catalog.fold(value text) returns text
    language plpgsql immutable strict parallel safe
as $$
begin
    return coalesce(trim(regexp_replace(
        lower(public.unaccent('public.unaccent'::regdictionary,
            case when value ~ '[\u1200-\u137f]' then catalog.romanise(value) else normalize(value, nfkc) end)),
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
