-- What a merchant may say about a product: attributes, their options, and the sets that group them for a kind of product.

create schema catalog;
call tenancy.open_schema('catalog');

-- Whether PostgreSQL can use the text as a regular expression, whole and as a part of another, in time that grows no faster than the text it is
-- matched with: no back references and no looking around, which make it try one way after the other, and no more than 500 places once its
-- repetitions are written out.
create function catalog.is_pattern(pattern text) returns boolean
    language plpgsql immutable strict parallel safe
as $$
declare
    most   constant integer := 500;
    outer_places    integer[] := '{}';
    places          integer := 0;
    last            integer := 0;
    at              integer := 1;
    rest            text;
    taken           text;
begin
    if char_length(pattern) > 500 then
        return false;
    end if;
    while at <= char_length(pattern) loop
        rest := substr(pattern, at);
        taken := left(rest, 1);
        if taken = '\' then
            if rest ~ '^\\[1-9]' then
                return false;
            end if;
            taken := left(rest, 2);
            last := 1;
        elsif taken = '[' then
            taken := coalesce(substring(rest from '^\[\^?\]?(?:\[:[a-z]+:\]|\[\.[^.]+\.\]|\[=[^=]+=\]|\\.|[^]\\])*\]'), taken);
            last := 1;
        elsif taken = '(' then
            if rest ~ '^\(\?[^:]' then
                return false;
            end if;
            taken := coalesce(substring(rest from '^\(\?:'), taken);
            outer_places := outer_places || places;
            places := 0;
            last := 0;
        elsif taken = ')' and cardinality(outer_places) > 0 then
            last := places;
            places := outer_places[cardinality(outer_places)];
            outer_places := trim_array(outer_places, 1);
        elsif rest ~ '^\{\d' then
            taken := coalesce(substring(rest from '^\{[\d,]+\}'), taken);
            places := places - last;
            last := last * (select greatest(1, max(left('0' || n, 6)::integer)) from regexp_split_to_table(btrim(taken, '{}'), ',') n);
        elsif taken in ('*', '+', '?') then
            places := places - last;
        else
            last := 1;
        end if;
        if taken not in ('(', '(?:') then
            places := places + last;
        end if;
        if places > most then
            return false;
        end if;
        at := at + char_length(taken);
    end loop;
    return ('' ~ pattern) is not null and ('' ~ ('^(?:' || pattern || ')$')) is not null;
exception when invalid_regular_expression or statement_too_complex then
    return false;
end
$$;

-- labels and the like are {"en": "Colour", "fr": "Couleur"}: shown, never searched.
create table catalog.attribute (
    tenant_id    uuid           not null references tenancy.tenant on delete cascade,
    id           uuid           not null,
    code         text           not null,
    type         text           not null,
    labels       jsonb          not null default '{}',
    descriptions jsonb          not null default '{}',
    unit         text,
    localised    boolean        not null default false,
    filterable   boolean        not null default false,
    sortable     boolean        not null default false,
    min_value    numeric,
    max_value    numeric,
    min_date     date,
    max_date     date,
    min_length   integer,
    max_length   integer,
    pattern      text,
    version      integer        not null default 1,
    created_at   timestamptz    not null default now(),
    updated_at   timestamptz    not null default now(),
    primary key (tenant_id, id),
    constraint attribute_code_key unique (tenant_id, code),
    constraint attribute_type_key unique (tenant_id, id, type, localised),
    constraint attribute_code_check check (code ~ '^[a-z][a-z0-9_]{0,62}$'),
    constraint attribute_type_check check (type in ('TEXT', 'RICH_TEXT', 'INTEGER', 'DECIMAL', 'BOOLEAN', 'DATE', 'DATE_TIME', 'SELECT',
        'MULTI_SELECT', 'MEASURE', 'COLOUR', 'MEDIA', 'PRODUCT_REFERENCE', 'CATEGORY_REFERENCE')),
    constraint attribute_labels_check check (jsonb_typeof(labels) = 'object' and jsonb_typeof(descriptions) = 'object'),
    constraint attribute_unit_check check ((type = 'MEASURE') = (unit is not null) and char_length(unit) between 1 and 20),
    constraint attribute_localised_check check (not localised or type in ('TEXT', 'RICH_TEXT', 'MEDIA')),
    constraint attribute_sortable_check check (not sortable or type in ('TEXT', 'INTEGER', 'DECIMAL', 'BOOLEAN', 'DATE', 'DATE_TIME', 'MEASURE')),
    constraint attribute_value_bounds_check check (min_value <= max_value),
    constraint attribute_value_bounds_type_check check (num_nonnulls(min_value, max_value) = 0 or type in ('INTEGER', 'DECIMAL', 'MEASURE')),
    constraint attribute_date_bounds_check check (min_date <= max_date),
    constraint attribute_date_bounds_type_check check (num_nonnulls(min_date, max_date) = 0 or type in ('DATE', 'DATE_TIME')),
    constraint attribute_length_bounds_check check (min_length >= 0 and max_length >= 1 and min_length <= max_length),
    constraint attribute_length_bounds_type_check check (num_nonnulls(min_length, max_length) = 0 or type in ('TEXT', 'RICH_TEXT')),
    constraint attribute_pattern_check check (catalog.is_pattern(pattern)),
    constraint attribute_pattern_type_check check (pattern is null or type = 'TEXT')
);

-- One choice of a SELECT, MULTI_SELECT or COLOUR attribute; a COLOUR's choices carry their swatch.
create table catalog.attribute_option (
    tenant_id    uuid        not null references tenancy.tenant on delete cascade,
    id           uuid        not null,
    attribute_id uuid        not null,
    type         text        not null,
    localised    boolean     not null default false,
    code         text        not null,
    labels       jsonb       not null default '{}',
    colour       text,
    position     integer     not null default 0,
    version      integer     not null default 1,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint attribute_option_attribute_fkey foreign key (tenant_id, attribute_id, type, localised)
        references catalog.attribute (tenant_id, id, type, localised) on delete cascade,
    constraint attribute_option_attribute_key unique (tenant_id, attribute_id, id),
    constraint attribute_option_code_key unique (tenant_id, attribute_id, code),
    constraint attribute_option_type_check check (type in ('SELECT', 'MULTI_SELECT', 'COLOUR')),
    constraint attribute_option_code_check check (code ~ '^[a-z0-9][a-z0-9_.-]{0,62}$'),
    constraint attribute_option_labels_check check (jsonb_typeof(labels) = 'object'),
    constraint attribute_option_colour_check check ((type = 'COLOUR') = (colour is not null) and colour ~ '^#[0-9a-f]{6}$')
);

create table catalog.attribute_set (
    tenant_id  uuid        not null references tenancy.tenant on delete cascade,
    id         uuid        not null,
    code       text        not null,
    labels     jsonb       not null default '{}',
    version    integer     not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint attribute_set_code_key unique (tenant_id, code),
    constraint attribute_set_code_check check (code ~ '^[a-z][a-z0-9_]{0,62}$'),
    constraint attribute_set_labels_check check (jsonb_typeof(labels) = 'object')
);

-- A heading under which a set shows some of its attributes.
create table catalog.attribute_group (
    tenant_id        uuid    not null references tenancy.tenant on delete cascade,
    id               uuid    not null,
    attribute_set_id uuid    not null,
    code             text    not null,
    labels           jsonb   not null default '{}',
    position         integer not null default 0,
    primary key (tenant_id, id),
    constraint attribute_group_set_fkey foreign key (tenant_id, attribute_set_id)
        references catalog.attribute_set (tenant_id, id) on delete cascade,
    constraint attribute_group_set_key unique (tenant_id, attribute_set_id, id),
    constraint attribute_group_code_key unique (tenant_id, attribute_set_id, code),
    constraint attribute_group_code_check check (code ~ '^[a-z][a-z0-9_]{0,62}$'),
    constraint attribute_group_labels_check check (jsonb_typeof(labels) = 'object')
);

-- An attribute's place in a set. An axis is what a product's variants differ by: always a choice of one option, and on the variant.
create table catalog.attribute_set_attribute (
    tenant_id        uuid    not null references tenancy.tenant on delete cascade,
    attribute_set_id uuid    not null,
    attribute_id     uuid    not null,
    type             text    not null,
    localised        boolean not null default false,
    group_id         uuid,
    position         integer not null default 0,
    level            text    not null default 'PRODUCT',
    required         boolean not null default false,
    axis             boolean not null default false,
    primary key (tenant_id, attribute_set_id, attribute_id),
    constraint attribute_set_attribute_set_fkey foreign key (tenant_id, attribute_set_id)
        references catalog.attribute_set (tenant_id, id) on delete cascade,
    constraint attribute_set_attribute_attribute_fkey foreign key (tenant_id, attribute_id, type, localised)
        references catalog.attribute (tenant_id, id, type, localised),
    constraint attribute_set_attribute_group_fkey foreign key (tenant_id, attribute_set_id, group_id)
        references catalog.attribute_group (tenant_id, attribute_set_id, id) on delete set null (group_id),
    constraint attribute_set_attribute_level_key unique (tenant_id, attribute_set_id, attribute_id, level),
    constraint attribute_set_attribute_level_check check (level in ('PRODUCT', 'VARIANT')),
    constraint attribute_set_attribute_axis_check check (not axis or (level = 'VARIANT' and type in ('SELECT', 'COLOUR')))
);
create index attribute_set_attribute_attribute_idx on catalog.attribute_set_attribute (tenant_id, attribute_id);
create index attribute_set_attribute_group_idx on catalog.attribute_set_attribute (tenant_id, attribute_set_id, group_id);

call tenancy.protect('catalog.attribute');
call tenancy.protect('catalog.attribute_option');
call tenancy.protect('catalog.attribute_set');
call tenancy.protect('catalog.attribute_group');
call tenancy.protect('catalog.attribute_set_attribute');
