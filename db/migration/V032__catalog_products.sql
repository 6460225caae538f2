-- Products and their variants, what is attached to them, and the folding that sorting and search share.

-- Ethiopic in Latin letters, so that ቡና is found as buna, and letters that sound alike (ሀ ሐ ኀ, ሰ ሠ, አ ዐ, ጸ ፀ) are one.
create function catalog.romanise(value text) returns text
    language sql immutable strict parallel safe
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

-- Lower case, without accents or punctuation, words apart by one space, in any collation.
create function catalog.fold(value text) returns text
    language sql immutable strict parallel safe
    return coalesce(trim(regexp_replace(
        lower(public.unaccent('public.unaccent'::regdictionary,
            case when value ~ '[\u1200-\u137f]' then catalog.romanise(value) else normalize(value, nfkc) end)),
        '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf]+', ' ', 'g')), '');

-- name to seo_description are written in the product's own locale; product_translation has the others.
-- available is kept by the database: some variant can be bought.
create table catalog.product (
    tenant_id        uuid        not null references tenancy.tenant on delete cascade,
    id               uuid        not null,
    kind             text        not null default 'SIMPLE',
    status           text        not null default 'DRAFT',
    attribute_set_id uuid,
    brand_id         uuid,
    locale           text        not null,
    name             text        not null,
    slug             text        not null,
    description      text,
    seo_title        text,
    seo_description  text,
    sort_name        text        collate "C" not null generated always as (left(catalog.fold(name), 200)) stored,
    position         integer     not null default 0,
    available        boolean     not null default false,
    external_id      text,
    version          integer     not null default 1,
    published_at     timestamptz,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    deleted_at       timestamptz,
    primary key (tenant_id, id),
    constraint product_kind_key unique (tenant_id, id, kind),
    constraint product_attribute_set_key unique (tenant_id, id, attribute_set_id),
    constraint product_attribute_set_fkey foreign key (tenant_id, attribute_set_id) references catalog.attribute_set (tenant_id, id),
    constraint product_brand_fkey foreign key (tenant_id, brand_id) references catalog.brand (tenant_id, id),
    constraint product_kind_check check (kind in ('SIMPLE', 'CONFIGURABLE', 'BUNDLE', 'VIRTUAL', 'DOWNLOADABLE')),
    constraint product_status_check check (status in ('DRAFT', 'ACTIVE', 'ARCHIVED')),
    constraint product_published_at_check check (status <> 'ACTIVE' or published_at is not null),
    constraint product_locale_check check (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$'),
    constraint product_name_check check (char_length(name) between 1 and 255 and name ~ '\S'),
    constraint product_slug_check check (slug ~ '^[^\s/?#]{1,200}$'),
    constraint product_description_check check (char_length(description) <= 65535),
    constraint product_seo_check check (char_length(seo_title) <= 255 and char_length(seo_description) <= 1000)
);
create unique index product_slug_key on catalog.product (tenant_id, slug) where deleted_at is null;
create unique index product_external_id_key on catalog.product (tenant_id, external_id) where deleted_at is null;
-- One pair for staff, who see every status, one for the storefront.
create index product_name_idx on catalog.product (tenant_id, sort_name, id) where deleted_at is null;
create index product_created_idx on catalog.product (tenant_id, created_at, id) where deleted_at is null;
create index product_status_name_idx on catalog.product (tenant_id, status, sort_name, id) where deleted_at is null;
create index product_status_created_idx on catalog.product (tenant_id, status, created_at, id) where deleted_at is null;
create index product_status_position_idx on catalog.product (tenant_id, status, position, id) where deleted_at is null;
create index product_brand_idx on catalog.product (tenant_id, brand_id);
create index product_set_idx on catalog.product (tenant_id, attribute_set_id);
create index product_deleted_idx on catalog.product (tenant_id, deleted_at) where deleted_at is not null;

-- live follows the product: the slug of a deleted one is free.
create table catalog.product_translation (
    tenant_id       uuid    not null references tenancy.tenant on delete cascade,
    product_id      uuid    not null,
    locale          text    not null,
    name            text    not null,
    slug            text,
    description     text,
    seo_title       text,
    seo_description text,
    live            boolean not null default true,
    primary key (tenant_id, product_id, locale),
    constraint product_translation_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete cascade,
    constraint product_translation_locale_check check (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$'),
    constraint product_translation_name_check check (char_length(name) between 1 and 255 and name ~ '\S'),
    constraint product_translation_slug_check check (slug ~ '^[^\s/?#]{1,200}$'),
    constraint product_translation_description_check check (char_length(description) <= 65535),
    constraint product_translation_seo_check check (char_length(seo_title) <= 255 and char_length(seo_description) <= 1000)
);
create unique index product_translation_slug_key on catalog.product_translation (tenant_id, locale, slug) where live;

create table catalog.product_category (
    tenant_id   uuid    not null references tenancy.tenant on delete cascade,
    product_id  uuid    not null,
    category_id uuid    not null,
    position    integer not null default 0,
    primary key (tenant_id, product_id, category_id),
    constraint product_category_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete cascade,
    constraint product_category_category_fkey foreign key (tenant_id, category_id) references catalog.category (tenant_id, id) on delete cascade
);
create index product_category_category_idx on catalog.product_category (tenant_id, category_id, position, product_id);

create table catalog.product_label (
    tenant_id  uuid not null references tenancy.tenant on delete cascade,
    product_id uuid not null,
    label_id   uuid not null,
    primary key (tenant_id, product_id, label_id),
    constraint product_label_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete cascade,
    constraint product_label_label_fkey foreign key (tenant_id, label_id) references catalog.label (tenant_id, id) on delete cascade
);
create index product_label_label_idx on catalog.product_label (tenant_id, label_id, product_id);

-- A product that is not CONFIGURABLE has one variant. axis_key names the options a configurable one's variant stands for;
-- it is kept by the database and null until every axis of the attribute set has its option.
create table catalog.variant (
    tenant_id     uuid        not null references tenancy.tenant on delete cascade,
    id            uuid        not null,
    product_id    uuid        not null,
    kind          text        not null,
    sku           text        not null,
    barcode       text,
    weight_grams  bigint,
    position      integer     not null default 0,
    available     boolean     not null default true,
    cost_amount   bigint,
    cost_currency text        references money.currency (code),
    axis_key      text,
    external_id   text,
    version       integer     not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    deleted_at    timestamptz,
    primary key (tenant_id, id),
    constraint variant_product_fkey foreign key (tenant_id, product_id, kind)
        references catalog.product (tenant_id, id, kind) on update cascade on delete cascade,
    constraint variant_product_key unique (tenant_id, product_id, id),
    constraint variant_kind_key unique (tenant_id, id, kind),
    constraint variant_sku_check check (sku ~ '^\S(.{0,98}\S)?$'),
    constraint variant_barcode_check check (char_length(barcode) between 1 and 100),
    constraint variant_weight_check check (weight_grams between 0 and 1000000000),
    constraint variant_cost_check check (cost_amount >= 0 and (cost_amount is null) = (cost_currency is null))
);
create unique index variant_sku_key on catalog.variant (tenant_id, sku) where deleted_at is null;
create unique index variant_external_id_key on catalog.variant (tenant_id, external_id) where deleted_at is null;
create unique index variant_axis_key on catalog.variant (tenant_id, product_id, axis_key) where deleted_at is null;
create unique index variant_single_key on catalog.variant (tenant_id, product_id) where deleted_at is null and kind <> 'CONFIGURABLE';
create index variant_product_idx on catalog.variant (tenant_id, product_id, position, id) where deleted_at is null;
create index variant_barcode_idx on catalog.variant (tenant_id, barcode) where deleted_at is null;

create table catalog.variant_price (
    tenant_id  uuid   not null references tenancy.tenant on delete cascade,
    variant_id uuid   not null,
    currency   text   not null references money.currency (code),
    amount     bigint not null,
    compare_at bigint,
    primary key (tenant_id, variant_id, currency),
    constraint variant_price_variant_fkey foreign key (tenant_id, variant_id) references catalog.variant (tenant_id, id) on delete cascade,
    constraint variant_price_amount_check check (amount between 0 and 900000000000000000),
    constraint variant_price_compare_at_check check (compare_at >= amount and compare_at <= 900000000000000000)
);

-- The pictures of a product in order; with a variant, the one that shows it.
create table catalog.product_media (
    tenant_id  uuid    not null references tenancy.tenant on delete cascade,
    product_id uuid    not null,
    media_id   uuid    not null,
    variant_id uuid,
    position   integer not null default 0,
    primary key (tenant_id, product_id, media_id),
    constraint product_media_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete cascade,
    constraint product_media_media_fkey foreign key (tenant_id, media_id) references catalog.media (tenant_id, id) on delete cascade,
    constraint product_media_variant_fkey foreign key (tenant_id, product_id, variant_id)
        references catalog.variant (tenant_id, product_id, id) on delete set null (variant_id)
);
create index product_media_position_idx on catalog.product_media (tenant_id, product_id, position, media_id);
create index product_media_media_idx on catalog.product_media (tenant_id, media_id);
create index product_media_variant_idx on catalog.product_media (tenant_id, variant_id, position) where variant_id is not null;

-- What is in a bundle: variants of other products, never of a bundle.
create table catalog.product_bundle_item (
    tenant_id      uuid    not null references tenancy.tenant on delete cascade,
    product_id     uuid    not null,
    kind           text    not null default 'BUNDLE',
    variant_id     uuid    not null,
    component_kind text    not null,
    quantity       integer not null default 1,
    position       integer not null default 0,
    primary key (tenant_id, product_id, variant_id),
    constraint product_bundle_item_product_fkey foreign key (tenant_id, product_id, kind)
        references catalog.product (tenant_id, id, kind) on delete cascade,
    constraint product_bundle_item_variant_fkey foreign key (tenant_id, variant_id, component_kind)
        references catalog.variant (tenant_id, id, kind) on update cascade,
    constraint product_bundle_item_kind_check check (kind = 'BUNDLE'),
    constraint product_bundle_item_component_check check (component_kind <> 'BUNDLE'),
    constraint product_bundle_item_quantity_check check (quantity between 1 and 1000)
);
create index product_bundle_item_variant_idx on catalog.product_bundle_item (tenant_id, variant_id);

-- What a customer downloads after buying.
create table catalog.product_download (
    tenant_id     uuid    not null references tenancy.tenant on delete cascade,
    id            uuid    not null,
    product_id    uuid    not null,
    kind          text    not null default 'DOWNLOADABLE',
    name          text    not null,
    url           text    not null,
    mime          text,
    bytes         bigint,
    max_downloads integer,
    valid_days    integer,
    position      integer not null default 0,
    primary key (tenant_id, id),
    constraint product_download_product_fkey foreign key (tenant_id, product_id, kind)
        references catalog.product (tenant_id, id, kind) on delete cascade,
    constraint product_download_kind_check check (kind = 'DOWNLOADABLE'),
    constraint product_download_name_check check (char_length(name) between 1 and 255),
    constraint product_download_url_check check (url ~ '^(https?://|/)[^\s]+$' and octet_length(url) <= 2048),
    constraint product_download_limits_check check (max_downloads >= 1 and valid_days >= 1 and bytes >= 0)
);
create index product_download_product_idx on catalog.product_download (tenant_id, product_id, position);

-- A deleted product takes its variants and slugs with it; restored, it brings back those that went with it.
create function catalog.follow_product_deletion() returns trigger
    language plpgsql
as $$
begin
    update catalog.variant v set deleted_at = new.deleted_at
    where v.tenant_id = new.tenant_id and v.product_id = new.id and v.deleted_at is not distinct from old.deleted_at;
    update catalog.product_translation t set live = new.deleted_at is null
    where t.tenant_id = new.tenant_id and t.product_id = new.id;
    return null;
end
$$;
create trigger product_deletion after update of deleted_at on catalog.product
    for each row when (old.deleted_at is distinct from new.deleted_at) execute function catalog.follow_product_deletion();

call tenancy.protect('catalog.product');
call tenancy.protect('catalog.product_translation');
call tenancy.protect('catalog.product_category');
call tenancy.protect('catalog.product_label');
call tenancy.protect('catalog.variant');
call tenancy.protect('catalog.variant_price');
call tenancy.protect('catalog.product_media');
call tenancy.protect('catalog.product_bundle_item');
call tenancy.protect('catalog.product_download');
