-- What lists filter and sort by, kept by the database: price ranges, facets and availability of each product.
-- Ranges and availability follow each statement; facets and search follow at commit (V037).

-- The cheapest and the dearest variant, per currency. store_id: the nil UUID for the tenant's own prices, which also hold in every store
-- that is not in price_scope; a store with prices of its own has a row for every product.
create table catalog.price_range (
    tenant_id  uuid    not null references tenancy.tenant on delete cascade,
    store_id   uuid    not null default '00000000-0000-0000-0000-000000000000',
    currency   text    not null references money.currency (code),
    product_id uuid    not null,
    min_amount bigint  not null,
    max_amount bigint  not null,
    on_sale    boolean not null,
    primary key (tenant_id, store_id, currency, product_id),
    constraint price_range_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete cascade
);
create index price_range_amount_idx on catalog.price_range (tenant_id, store_id, currency, min_amount, product_id);
create index price_range_product_idx on catalog.price_range (tenant_id, product_id);

-- A store that has, or once had, a price of its own.
create table catalog.price_scope (
    tenant_id uuid not null references tenancy.tenant on delete cascade,
    store_id  uuid not null,
    primary key (tenant_id, store_id),
    constraint price_scope_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id) on delete cascade
);

-- Each distinct value that a product or one of its live variants has: what filters and facet counts read.
-- value is the option's, product's or category's id, the number, true or false, the date or the text (up to 255 characters).
-- number orders them: the integer, a decimal or measure in millionths, 0 or 1, days, or microseconds since 1970.
create table catalog.product_facet (
    tenant_id    uuid not null references tenancy.tenant on delete cascade,
    product_id   uuid not null,
    attribute_id uuid not null,
    value        text collate "C" not null,
    option_id    uuid,
    number       bigint,
    primary key (tenant_id, product_id, attribute_id, value),
    constraint product_facet_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete cascade,
    constraint product_facet_attribute_fkey foreign key (tenant_id, attribute_id) references catalog.attribute (tenant_id, id) on delete cascade,
    constraint product_facet_option_fkey foreign key (tenant_id, option_id) references catalog.attribute_option (tenant_id, id) on delete cascade
);
create index product_facet_option_idx on catalog.product_facet (tenant_id, option_id, product_id) where option_id is not null;
create index product_facet_number_idx on catalog.product_facet (tenant_id, attribute_id, number, product_id) where number is not null;
create index product_facet_value_idx on catalog.product_facet (tenant_id, attribute_id, value, product_id);

call tenancy.protect('catalog.price_range');
call tenancy.protect('catalog.price_scope');
call tenancy.protect('catalog.product_facet');

-- Two changes of one product's parts each see only their own: the later one waits here and then sees both.
create function catalog.lock_products(of_tenant uuid, of_products uuid[]) returns void
    language sql
as $$
    select count(*) from (
        select from catalog.product p where p.tenant_id = of_tenant and p.id = any (of_products) order by p.id for no key update) locked
$$;

create function catalog.keep_price_ranges(of_tenant uuid, of_products uuid[]) returns void
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
begin
    perform catalog.lock_products(of_tenant, of_products);
    with scope as (
        select '00000000-0000-0000-0000-000000000000'::uuid as store_id
        union all select s.store_id from catalog.price_scope s where s.tenant_id = of_tenant
    ), price as (
        select s.store_id, v.product_id, p.currency, p.amount, p.compare_at
        from unnest(of_products) t(id)
        join catalog.variant v on v.tenant_id = of_tenant and v.product_id = t.id and v.deleted_at is null
        join catalog.variant_price p on p.tenant_id = of_tenant and p.variant_id = v.id
        cross join scope s
        where not exists (select from catalog.variant_store_price o
            where o.tenant_id = of_tenant and o.store_id = s.store_id and o.variant_id = v.id and o.currency = p.currency)
        union all
        select o.store_id, o.product_id, o.currency, o.amount, o.compare_at
        from unnest(of_products) t(id)
        join catalog.variant v on v.tenant_id = of_tenant and v.product_id = t.id and v.deleted_at is null
        join catalog.variant_store_price o on o.tenant_id = of_tenant and o.variant_id = v.id
    ), range as (
        select store_id, currency, product_id, min(amount) as min_amount, max(amount) as max_amount, bool_or(coalesce(compare_at > amount, false)) as on_sale
        from price group by store_id, currency, product_id
    ), gone as (
        delete from catalog.price_range r
        where r.tenant_id = of_tenant and r.product_id = any (of_products)
          and (r.store_id, r.currency, r.product_id) not in (select n.store_id, n.currency, n.product_id from range n)
    )
    insert into catalog.price_range as r (tenant_id, store_id, currency, product_id, min_amount, max_amount, on_sale)
    select of_tenant, n.store_id, n.currency, n.product_id, n.min_amount, n.max_amount, n.on_sale from range n
    on conflict (tenant_id, store_id, currency, product_id)
        do update set min_amount = excluded.min_amount, max_amount = excluded.max_amount, on_sale = excluded.on_sale
        where (r.min_amount, r.max_amount, r.on_sale) <> (excluded.min_amount, excluded.max_amount, excluded.on_sale);
end
$$;

create function catalog.keep_facets(of_tenant uuid, of_products uuid[]) returns void
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
begin
    perform catalog.lock_products(of_tenant, of_products);
    with facet as materialized (
        select distinct on (x.product_id, x.attribute_id, f.value) x.product_id, x.attribute_id, x.option_id, f.value, f.number
        from unnest(of_products) t(id)
        join catalog.attribute_value x on x.tenant_id = of_tenant and x.product_id = t.id
        left join catalog.variant v on v.tenant_id = of_tenant and v.id = x.variant_id
        cross join lateral (
            select coalesce(x.option_id::text, x.referred_product_id::text, x.referred_category_id::text, x.integer_value::text,
                    trim_scale(x.decimal_value)::text, x.boolean_value::text, x.date_value::text,
                    to_char(x.date_time_value at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                    case when x.type = 'TEXT' and char_length(x.text_value) <= 255 then x.text_value end) collate "C" as value,
                coalesce(x.integer_value, (x.decimal_value * 1000000)::bigint, x.boolean_value::integer, x.date_value - date '1970-01-01',
                    (extract(epoch from x.date_time_value) * 1000000)::bigint) as number
        ) f
        where v.deleted_at is null and f.value is not null
        order by x.product_id, x.attribute_id, f.value
    ), gone as (
        delete from catalog.product_facet f
        where f.tenant_id = of_tenant and f.product_id = any (of_products)
          and (f.product_id, f.attribute_id, f.value) not in (select n.product_id, n.attribute_id, n.value from facet n)
    )
    insert into catalog.product_facet (tenant_id, product_id, attribute_id, value, option_id, number)
    select of_tenant, n.product_id, n.attribute_id, n.value, n.option_id, n.number from facet n
    on conflict do nothing;
end
$$;

create function catalog.keep_availability(of_tenant uuid, of_products uuid[]) returns void
    language plpgsql
    set plan_cache_mode = force_custom_plan
as $$
begin
    perform catalog.lock_products(of_tenant, of_products);
    update catalog.product p set available = n.available
    from (
        select t.id, exists (select from catalog.variant v
            where v.tenant_id = of_tenant and v.product_id = t.id and v.deleted_at is null and v.available) as available
        from unnest(of_products) t(id)
    ) n
    where p.tenant_id = of_tenant and p.id = n.id and p.available <> n.available;
end
$$;

-- Runs the function that the trigger names for the products whose rows changed; deleted ones of a purged product are skipped by it.
create function catalog.keep_for_changed_products() returns trigger
    language plpgsql
as $$
declare
    t record;
begin
    for t in select c.tenant_id, array_agg(distinct c.product_id) as products from changed c group by c.tenant_id loop
        execute format('select catalog.%I($1, $2)', tg_argv[0]) using t.tenant_id, t.products;
    end loop;
    return null;
end
$$;

create function catalog.prices_changed() returns trigger
    language plpgsql
as $$
declare
    t record;
begin
    for t in select v.tenant_id, array_agg(distinct v.product_id) as products
        from changed c join catalog.variant v on v.tenant_id = c.tenant_id and v.id = c.variant_id group by v.tenant_id
    loop
        perform catalog.keep_price_ranges(t.tenant_id, t.products);
    end loop;
    return null;
end
$$;

create trigger variant_price_range_insert after insert on catalog.variant_price
    referencing new table as changed for each statement execute function catalog.prices_changed();
create trigger variant_price_range_update after update on catalog.variant_price
    referencing new table as changed for each statement execute function catalog.prices_changed();
create trigger variant_price_range_delete after delete on catalog.variant_price
    referencing old table as changed for each statement execute function catalog.prices_changed();

create trigger variant_availability_insert after insert on catalog.variant
    referencing new table as changed for each statement execute function catalog.keep_for_changed_products('keep_availability');
create trigger variant_availability_delete after delete on catalog.variant
    referencing old table as changed for each statement execute function catalog.keep_for_changed_products('keep_availability');

create function catalog.variants_changed() returns trigger
    language plpgsql
as $$
declare
    t record;
begin
    -- Planned anew each time, as the plan for one changed row would compare each of many with each other.
    for t in execute '
        select n.tenant_id, array_agg(distinct n.product_id) as products,
            coalesce(array_agg(distinct n.product_id) filter (where (o.deleted_at is null) <> (n.deleted_at is null)), ''{}'') as revived
        from before o join after n on n.tenant_id = o.tenant_id and n.id = o.id
        where (o.available, o.deleted_at is null) <> (n.available, n.deleted_at is null)
        group by n.tenant_id'
    loop
        perform catalog.keep_availability(t.tenant_id, t.products);
        if t.revived <> '{}' then
            perform catalog.keep_price_ranges(t.tenant_id, t.revived);
        end if;
    end loop;
    return null;
end
$$;
create trigger variant_listing_update after update on catalog.variant
    referencing old table as before new table as after for each statement execute function catalog.variants_changed();

-- The first price of a store's own copies every product's range into its scope; from then on both are kept.
create function catalog.store_prices_changed() returns trigger
    language plpgsql
as $$
declare
    t record;
begin
    if tg_op = 'INSERT' then
        with fresh as (
            insert into catalog.price_scope (tenant_id, store_id) select distinct c.tenant_id, c.store_id from changed c
            on conflict do nothing returning tenant_id, store_id
        )
        insert into catalog.price_range (tenant_id, store_id, currency, product_id, min_amount, max_amount, on_sale)
        select r.tenant_id, f.store_id, r.currency, r.product_id, r.min_amount, r.max_amount, r.on_sale
        from fresh f join catalog.price_range r on r.tenant_id = f.tenant_id and r.store_id = '00000000-0000-0000-0000-000000000000'
        on conflict do nothing;
    end if;
    for t in select c.tenant_id, array_agg(distinct c.product_id) as products from changed c group by c.tenant_id loop
        perform catalog.keep_price_ranges(t.tenant_id, t.products);
    end loop;
    return null;
end
$$;
create trigger variant_store_price_range_insert after insert on catalog.variant_store_price
    referencing new table as changed for each statement execute function catalog.store_prices_changed();
create trigger variant_store_price_range_update after update on catalog.variant_store_price
    referencing new table as changed for each statement execute function catalog.store_prices_changed();
create trigger variant_store_price_range_delete after delete on catalog.variant_store_price
    referencing old table as changed for each statement execute function catalog.store_prices_changed();

create function catalog.drop_price_scope() returns trigger
    language plpgsql
as $$
begin
    delete from catalog.price_range r where r.tenant_id = old.tenant_id and r.store_id = old.store_id;
    return null;
end
$$;
create trigger price_scope_deletion after delete on catalog.price_scope
    for each row execute function catalog.drop_price_scope();
