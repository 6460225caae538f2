-- What a store shows otherwise than its tenant: visibility, words and prices of a product.

create table catalog.product_store (
    tenant_id  uuid    not null references tenancy.tenant on delete cascade,
    store_id   uuid    not null,
    product_id uuid    not null,
    visible    boolean not null default true,
    primary key (tenant_id, store_id, product_id),
    constraint product_store_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id) on delete cascade,
    constraint product_store_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete cascade
);
create index product_store_product_idx on catalog.product_store (tenant_id, product_id);

-- A null field falls back to the product's own words.
create table catalog.product_store_content (
    tenant_id       uuid not null references tenancy.tenant on delete cascade,
    store_id        uuid not null,
    product_id      uuid not null,
    locale          text not null,
    name            text,
    description     text,
    seo_title       text,
    seo_description text,
    primary key (tenant_id, store_id, product_id, locale),
    constraint product_store_content_override_fkey foreign key (tenant_id, store_id, product_id)
        references catalog.product_store (tenant_id, store_id, product_id) on delete cascade,
    constraint product_store_content_locale_check check (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$'),
    constraint product_store_content_name_check check (char_length(name) between 1 and 255 and name ~ '\S'),
    constraint product_store_content_description_check check (char_length(description) <= 65535),
    constraint product_store_content_seo_check check (char_length(seo_title) <= 255 and char_length(seo_description) <= 1000)
);

create table catalog.variant_store_price (
    tenant_id  uuid   not null references tenancy.tenant on delete cascade,
    store_id   uuid   not null,
    product_id uuid   not null,
    variant_id uuid   not null,
    currency   text   not null references money.currency (code),
    amount     bigint not null,
    compare_at bigint,
    primary key (tenant_id, store_id, variant_id, currency),
    constraint variant_store_price_override_fkey foreign key (tenant_id, store_id, product_id)
        references catalog.product_store (tenant_id, store_id, product_id) on delete cascade,
    constraint variant_store_price_variant_fkey foreign key (tenant_id, product_id, variant_id)
        references catalog.variant (tenant_id, product_id, id) on delete cascade,
    constraint variant_store_price_amount_check check (amount between 0 and 900000000000000000),
    constraint variant_store_price_compare_at_check check (compare_at >= amount and compare_at <= 900000000000000000)
);
create index variant_store_price_variant_idx on catalog.variant_store_price (tenant_id, variant_id);
create index variant_store_price_product_idx on catalog.variant_store_price (tenant_id, store_id, product_id);

call tenancy.protect('catalog.product_store');
call tenancy.protect('catalog.product_store_content');
call tenancy.protect('catalog.variant_store_price');
