-- The three roles of a Merkato database. Run once by a superuser before the first start on a PostgreSQL of your own:
--   psql -X -v ON_ERROR_STOP=1 -d merkato -v app_password="'…'" -v migrator_password="'…'" -f db/roles.sql
-- Safe to run again. The embedded database runs it by itself.
--
--   merkato_owner     owns every schema and table, cannot log in; the migrations run as this role
--   merkato_app       what the API logs in as: owns nothing, row-level security always applies to it
--   merkato_operator  sees every tenant; owns the few functions that must look across tenants, cannot log in
--   merkato_migrator  the login that Flyway uses; may become the owner, nothing else

do $$
begin
    if not exists (select from pg_roles where rolname = 'merkato_owner') then
        create role merkato_owner nologin;
    end if;
    if not exists (select from pg_roles where rolname = 'merkato_operator') then
        create role merkato_operator nologin bypassrls;
    elsif not (select rolbypassrls from pg_roles where rolname = 'merkato_operator') then
        alter role merkato_operator bypassrls;
    end if;
    if not exists (select from pg_roles where rolname = 'merkato_app') then
        create role merkato_app login noinherit nosuperuser nocreatedb nocreaterole nobypassrls;
    end if;
    if not exists (select from pg_roles where rolname = 'merkato_migrator') then
        create role merkato_migrator login;
    end if;
end
$$;

alter role merkato_app password :app_password;
alter role merkato_migrator password :migrator_password;

-- An execution plan per bound value costs more than it gains under row-level security (a LIMIT ? was planned anew each time).
alter role merkato_app set plan_cache_mode = force_generic_plan;
-- As in functions that trust no search path: a plan that sessions and functions share, such as a foreign key's, would be made anew whenever they take turns.
alter role merkato_app set search_path = '';
alter role merkato_app set timezone = 'UTC';
-- For machines like ours. What has been set for others stays.
do $$
declare
    unset record;
begin
    for unset in
        select ours.* from (values
            -- No request holds a connection for long, whatever it makes PostgreSQL do and whether or not its sender still waits. Imports and the nightly upkeep ask for more.
            ('statement_timeout', '3s'),
            -- For those that asked for more: they may take long, but not by waiting for others.
            ('lock_timeout', '10s'),
            ('idle_in_transaction_session_timeout', '60s')
        ) as ours (name, value)
        where not exists (
            select from pg_roles r, unnest(r.rolconfig) as has
            where r.rolname = 'merkato_app' and starts_with(has, ours.name || '=')
              -- What this file set before, and what the API refuses to start with.
              and has not in ('statement_timeout=15s', 'statement_timeout=0'))
    loop
        execute format('alter role merkato_app set %I = %L', unset.name, unset.value);
    end loop;
end
$$;

grant merkato_owner to merkato_migrator;
grant merkato_operator to merkato_owner;

do $$
begin
    execute format('grant connect, create on database %I to merkato_owner', current_database());
    execute format('grant connect on database %I to merkato_app, merkato_migrator', current_database());
    execute format('revoke create, temporary on database %I from public', current_database());
end
$$;
revoke create on schema public from public;

create extension if not exists btree_gin;
create extension if not exists pg_trgm;
create extension if not exists unaccent;
