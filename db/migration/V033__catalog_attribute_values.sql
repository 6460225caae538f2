-- What products and variants say for each attribute, and the database's own refusals:
--   wrong type                      attribute_value_type_check, attribute_value_attribute_fkey
--   option of another attribute     attribute_value_option_fkey
--   attribute outside the set       attribute_value_set_fkey       (also: on the wrong level)
--   second value                    attribute_value_single_key, attribute_value_single_check
--   outside the attribute's bounds  attribute_value_min_check, …_max_check, …_length_check, …_pattern_check
--   active without a required one   product_required_check         (checked at commit)

-- owner_id is the variant, else the product. Text of a localised attribute has one row per locale, a MULTI_SELECT one per option at position 0, 1, ….
create table catalog.attribute_value (
    tenant_id             uuid          not null references tenancy.tenant on delete cascade,
    owner_id              uuid          not null generated always as (coalesce(variant_id, product_id)) stored,
    product_id            uuid          not null,
    variant_id            uuid,
    attribute_set_id      uuid          not null,
    attribute_id          uuid          not null,
    type                  text          not null,
    localised             boolean       not null default false,
    level                 text          not null,
    locale                text          not null default '',
    position              integer       not null default 0,
    text_value            text,
    integer_value         bigint,
    decimal_value         numeric(18, 6),
    boolean_value         boolean,
    date_value            date,
    date_time_value       timestamptz,
    option_id             uuid,
    media_id              uuid,
    referred_product_id   uuid,
    referred_category_id  uuid,
    constraint attribute_value_single_key primary key (tenant_id, owner_id, attribute_id, locale, position),
    constraint attribute_value_single_check check (type = 'MULTI_SELECT' or position = 0),
    constraint attribute_value_product_fkey foreign key (tenant_id, product_id, attribute_set_id)
        references catalog.product (tenant_id, id, attribute_set_id) on update cascade on delete cascade,
    constraint attribute_value_variant_fkey foreign key (tenant_id, product_id, variant_id)
        references catalog.variant (tenant_id, product_id, id) on delete cascade,
    constraint attribute_value_attribute_fkey foreign key (tenant_id, attribute_id, type, localised)
        references catalog.attribute (tenant_id, id, type, localised),
    constraint attribute_value_set_fkey foreign key (tenant_id, attribute_set_id, attribute_id, level)
        references catalog.attribute_set_attribute (tenant_id, attribute_set_id, attribute_id, level),
    constraint attribute_value_option_fkey foreign key (tenant_id, attribute_id, option_id)
        references catalog.attribute_option (tenant_id, attribute_id, id),
    constraint attribute_value_media_fkey foreign key (tenant_id, media_id) references catalog.media (tenant_id, id),
    constraint attribute_value_referred_product_fkey foreign key (tenant_id, referred_product_id)
        references catalog.product (tenant_id, id) on delete cascade,
    constraint attribute_value_referred_category_fkey foreign key (tenant_id, referred_category_id)
        references catalog.category (tenant_id, id) on delete cascade,
    constraint attribute_value_level_check check (level = case when variant_id is null then 'PRODUCT' else 'VARIANT' end),
    constraint attribute_value_locale_check check (case when localised then locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$' else locale = '' end),
    constraint attribute_value_type_check check (
        num_nonnulls(text_value, integer_value, decimal_value, boolean_value, date_value, date_time_value, option_id, media_id,
            referred_product_id, referred_category_id) = 1
        and case type
            when 'TEXT' then text_value is not null
            when 'RICH_TEXT' then text_value is not null
            when 'INTEGER' then integer_value is not null
            when 'DECIMAL' then decimal_value is not null
            when 'MEASURE' then decimal_value is not null
            when 'BOOLEAN' then boolean_value is not null
            when 'DATE' then date_value is not null
            when 'DATE_TIME' then date_time_value is not null
            when 'SELECT' then option_id is not null
            when 'MULTI_SELECT' then option_id is not null
            when 'COLOUR' then option_id is not null
            when 'MEDIA' then media_id is not null
            when 'PRODUCT_REFERENCE' then referred_product_id is not null
            when 'CATEGORY_REFERENCE' then referred_category_id is not null
            else false end),
    constraint attribute_value_text_check check (char_length(text_value) between 1 and 65535)
);
create unique index attribute_value_option_key on catalog.attribute_value (tenant_id, owner_id, attribute_id, option_id) where option_id is not null;
create index attribute_value_product_idx on catalog.attribute_value (tenant_id, product_id, attribute_id);
create index attribute_value_attribute_idx on catalog.attribute_value (tenant_id, attribute_id, option_id);
create index attribute_value_set_idx on catalog.attribute_value (tenant_id, attribute_set_id, attribute_id);
create index attribute_value_media_idx on catalog.attribute_value (tenant_id, media_id) where media_id is not null;
create index attribute_value_referred_product_idx on catalog.attribute_value (tenant_id, referred_product_id) where referred_product_id is not null;
create index attribute_value_referred_category_idx on catalog.attribute_value (tenant_id, referred_category_id) where referred_category_id is not null;
call tenancy.protect('catalog.attribute_value');

-- Which bound of its attribute a value breaks, as the constraint's name; null when it keeps them all.
create function catalog.broken_bound(a catalog.attribute, v catalog.attribute_value) returns text
    language sql stable
    return case
        when coalesce(v.integer_value, v.decimal_value) < a.min_value or coalesce(v.date_value, (v.date_time_value at time zone 'UTC')::date) < a.min_date
            then 'attribute_value_min_check'
        when coalesce(v.integer_value, v.decimal_value) > a.max_value or coalesce(v.date_value, (v.date_time_value at time zone 'UTC')::date) > a.max_date
            then 'attribute_value_max_check'
        when char_length(v.text_value) not between coalesce(a.min_length, 0) and coalesce(a.max_length, 65535)
            then 'attribute_value_length_check'
        when v.text_value !~ ('^(?:' || a.pattern || ')$')
            then 'attribute_value_pattern_check'
    end;

create procedure catalog.refuse_bound(attribute_code text, broken text)
    language plpgsql
as $$
begin
    raise exception 'a value of attribute % is outside its bounds', attribute_code
        using errcode = 'check_violation', schema = 'catalog', table = 'attribute_value', column = attribute_code, constraint = broken;
end
$$;

create function catalog.check_value_bounds() returns trigger
    language plpgsql
as $$
declare
    refused record;
begin
    select a.code, catalog.broken_bound(a, row (v.*)::catalog.attribute_value) as broken into refused
    from changed v
    join catalog.attribute a on a.tenant_id = v.tenant_id and a.id = v.attribute_id
    where num_nonnulls(a.min_value, a.max_value, a.min_date, a.max_date, a.min_length, a.max_length, a.pattern) > 0
      and catalog.broken_bound(a, row (v.*)::catalog.attribute_value) is not null
    limit 1;
    if found then
        call catalog.refuse_bound(refused.code, refused.broken);
    end if;
    return null;
end
$$;
create trigger attribute_value_bounds_insert after insert on catalog.attribute_value
    referencing new table as changed for each statement execute function catalog.check_value_bounds();
create trigger attribute_value_bounds_update after update on catalog.attribute_value
    referencing new table as changed for each statement execute function catalog.check_value_bounds();

-- Narrower bounds are refused while a value lies outside them.
create function catalog.check_attribute_bounds() returns trigger
    language plpgsql
as $$
declare
    broken text;
begin
    select catalog.broken_bound(new, v) into broken
    from catalog.attribute_value v
    where v.tenant_id = new.tenant_id and v.attribute_id = new.id and catalog.broken_bound(new, v) is not null
    limit 1;
    if found then
        call catalog.refuse_bound(new.code, 'attribute_narrowed_check');
    end if;
    return null;
end
$$;
create trigger attribute_bounds after update on catalog.attribute
    for each row
    when ((old.min_value, old.max_value, old.min_date, old.max_date, old.min_length, old.max_length, old.pattern)
        is distinct from (new.min_value, new.max_value, new.min_date, new.max_date, new.min_length, new.max_length, new.pattern))
    execute function catalog.check_attribute_bounds();

-- The options of a variant's axes, in the order of the attributes' ids, once each axis of the set has one.
-- Planned anew each time, as all that works on many products: a plan made for an empty table would be kept while an import fills it.
create function catalog.keep_axis_keys(of_tenant uuid, of_products uuid[]) returns void
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
begin
    update catalog.variant v set axis_key = k.axis_key
    from (
        select w.id, (
            select case when count(x.option_id) = count(*) then string_agg(x.option_id::text, ' ' order by a.attribute_id) end
            from catalog.attribute_set_attribute a
            left join catalog.attribute_value x on x.tenant_id = of_tenant and x.owner_id = w.id and x.attribute_id = a.attribute_id
            where a.tenant_id = of_tenant and a.attribute_set_id = p.attribute_set_id and a.axis) as axis_key
        from unnest(of_products) t(id)
        join catalog.product p on p.tenant_id = of_tenant and p.id = t.id
        join catalog.variant w on w.tenant_id = of_tenant and w.product_id = t.id
    ) k
    where v.tenant_id = of_tenant and v.id = k.id and v.axis_key is distinct from k.axis_key;
end
$$;

create function catalog.axis_values_changed() returns trigger
    language plpgsql
as $$
declare
    t record;
begin
    for t in select c.tenant_id, array_agg(distinct c.product_id) as products from changed c
        where c.level = 'VARIANT' and c.option_id is not null group by c.tenant_id
    loop
        perform catalog.keep_axis_keys(t.tenant_id, t.products);
    end loop;
    return null;
end
$$;
create trigger attribute_value_axes_insert after insert on catalog.attribute_value
    referencing new table as changed for each statement execute function catalog.axis_values_changed();
create trigger attribute_value_axes_update after update on catalog.attribute_value
    referencing new table as changed for each statement execute function catalog.axis_values_changed();
create trigger attribute_value_axes_delete after delete on catalog.attribute_value
    referencing old table as changed for each statement execute function catalog.axis_values_changed();

create function catalog.axes_changed() returns trigger
    language plpgsql
as $$
declare
    place catalog.attribute_set_attribute := coalesce(new, old);
begin
    perform catalog.keep_axis_keys(place.tenant_id, array(
        select p.id from catalog.product p where p.tenant_id = place.tenant_id and p.attribute_set_id = place.attribute_set_id));
    return null;
end
$$;
create trigger attribute_set_axes_insert after insert on catalog.attribute_set_attribute
    for each row when (new.axis) execute function catalog.axes_changed();
create trigger attribute_set_axes_update after update on catalog.attribute_set_attribute
    for each row when (old.axis <> new.axis) execute function catalog.axes_changed();
create trigger attribute_set_axes_delete after delete on catalog.attribute_set_attribute
    for each row when (old.axis) execute function catalog.axes_changed();

-- A required attribute (a configurable product's axes are required too) that the active product or a live variant of it lacks.
create function catalog.missing_required(of_tenant uuid, of_product uuid) returns table (attribute_id uuid, code text)
    language sql stable
as $$
    select a.id, a.code
    from catalog.product p
    join catalog.attribute_set_attribute s on s.tenant_id = of_tenant and s.attribute_set_id = p.attribute_set_id
    join catalog.attribute a on a.tenant_id = of_tenant and a.id = s.attribute_id
    where p.tenant_id = of_tenant and p.id = of_product and (s.required or (s.axis and p.kind = 'CONFIGURABLE'))
      and case s.level
        when 'PRODUCT' then not exists (select from catalog.attribute_value x
            where x.tenant_id = of_tenant and x.owner_id = of_product and x.attribute_id = s.attribute_id)
        else exists (select from catalog.variant v
            where v.tenant_id = of_tenant and v.product_id = of_product and v.deleted_at is null
              and not exists (select from catalog.attribute_value x
                where x.tenant_id = of_tenant and x.owner_id = v.id and x.attribute_id = s.attribute_id))
        end
$$;

create procedure catalog.refuse_unpublishable(of_product uuid, attribute_code text)
    language plpgsql
as $$
begin
    raise exception 'active product % lacks the required attribute %', of_product, attribute_code
        using errcode = 'check_violation', schema = 'catalog', table = 'product', column = attribute_code, constraint = 'product_required_check';
end
$$;

-- Refuses the active ones among the products that lack a required attribute; locks their sets against new required attributes until commit.
create function catalog.check_required(of_tenant uuid, of_products uuid[]) returns void
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
declare
    missing record;
begin
    perform from catalog.attribute_set s
    where s.tenant_id = of_tenant and s.id in (
        select p.attribute_set_id from unnest(of_products) t(id)
        join catalog.product p on p.tenant_id = of_tenant and p.id = t.id and p.status = 'ACTIVE' and p.deleted_at is null)
    order by s.id for share;
    select p.id, m.code into missing
    from unnest(of_products) t(id)
    join catalog.product p on p.tenant_id = of_tenant and p.id = t.id and p.status = 'ACTIVE' and p.deleted_at is null
    cross join lateral catalog.missing_required(of_tenant, p.id) m
    limit 1;
    if found then
        call catalog.refuse_unpublishable(missing.id, missing.code);
    end if;
end
$$;

create function catalog.check_set_required() returns trigger
    language plpgsql
as $$
declare
    missing record;
begin
    perform from catalog.attribute_set s where s.tenant_id = new.tenant_id and s.id = new.attribute_set_id for no key update;
    select p.id, m.code into missing
    from catalog.product p
    cross join lateral catalog.missing_required(p.tenant_id, p.id) m
    where p.tenant_id = new.tenant_id and p.attribute_set_id = new.attribute_set_id and p.status = 'ACTIVE' and p.deleted_at is null
      and m.attribute_id = new.attribute_id
    limit 1;
    if found then
        call catalog.refuse_unpublishable(missing.id, missing.code);
    end if;
    return null;
end
$$;
create constraint trigger attribute_set_required_insert after insert on catalog.attribute_set_attribute deferrable initially deferred
    for each row when (new.required or new.axis) execute function catalog.check_set_required();
create constraint trigger attribute_set_required_update after update on catalog.attribute_set_attribute deferrable initially deferred
    for each row when ((new.required and not old.required) or (new.axis and not old.axis) or new.level <> old.level)
    execute function catalog.check_set_required();
