-- Which product is taxed where, at which rate and since when, and who is exempt.

create table pricing.tax_class (
    tenant_id  uuid        not null references tenancy.tenant on delete cascade,
    id         uuid        not null,
    code       text        not null,
    name       text        not null,
    is_default boolean     not null default false,
    version    integer     not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint tax_class_code_key unique (tenant_id, code),
    constraint tax_class_code_check check (code ~ '^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$'),
    constraint tax_class_name_check check (char_length(name) between 1 and 255 and name ~ '\S')
);
comment on column pricing.tax_class.is_default is 'of the products that have none of their own';
create unique index tax_class_default_key on pricing.tax_class (tenant_id) where is_default;

create table pricing.product_tax_class (
    tenant_id    uuid not null references tenancy.tenant on delete cascade,
    product_id   uuid not null,
    tax_class_id uuid not null,
    primary key (tenant_id, product_id),
    constraint product_tax_class_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete cascade,
    constraint product_tax_class_class_fkey foreign key (tenant_id, tax_class_id) references pricing.tax_class (tenant_id, id)
);
create index product_tax_class_class_idx on pricing.product_tax_class (tenant_id, tax_class_id);

create table pricing.tax_zone (
    tenant_id  uuid        not null references tenancy.tenant on delete cascade,
    id         uuid        not null,
    name       text        not null,
    version    integer     not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint tax_zone_name_key unique (tenant_id, name),
    constraint tax_zone_name_check check (char_length(name) between 1 and 255 and name ~ '\S')
);

-- A place is of one zone, so there is never a choice between two. region: upper-case, '' for the whole country.
create table pricing.tax_zone_place (
    tenant_id   uuid not null references tenancy.tenant on delete cascade,
    tax_zone_id uuid not null,
    country     text not null,
    region      text not null default '',
    primary key (tenant_id, country, region),
    constraint tax_zone_place_zone_fkey foreign key (tenant_id, tax_zone_id) references pricing.tax_zone (tenant_id, id) on delete cascade,
    constraint tax_zone_place_country_check check (country ~ '^[A-Z]{2}$'),
    constraint tax_zone_place_region_check check (char_length(region) <= 100 and region = upper(btrim(region)))
);
create index tax_zone_place_zone_idx on pricing.tax_zone_place (tenant_id, tax_zone_id);

-- A rate holds until the next one of its zone and class starts, so two never overlap and none is forgotten between them.
create table pricing.tax_rate (
    tenant_id    uuid        not null references tenancy.tenant on delete cascade,
    id           uuid        not null,
    tax_zone_id  uuid        not null,
    tax_class_id uuid        not null,
    name         text        not null,
    rate         bigint      not null,
    starts_at    timestamptz not null,
    primary key (tenant_id, id),
    constraint tax_rate_start_key unique (tenant_id, tax_zone_id, tax_class_id, starts_at),
    constraint tax_rate_zone_fkey foreign key (tenant_id, tax_zone_id) references pricing.tax_zone (tenant_id, id) on delete cascade,
    constraint tax_rate_class_fkey foreign key (tenant_id, tax_class_id) references pricing.tax_class (tenant_id, id),
    constraint tax_rate_name_check check (char_length(name) between 1 and 100 and name ~ '\S'),
    constraint tax_rate_rate_check check (rate between 0 and 10000000)
);
comment on column pricing.tax_rate.rate is 'parts per million: 150000 is 15 %';
create index tax_rate_class_idx on pricing.tax_rate (tenant_id, tax_class_id);

create table pricing.tax_exemption (
    tenant_id    uuid        not null references tenancy.tenant on delete cascade,
    id           uuid        not null,
    customer_id  uuid        not null,
    tax_zone_id  uuid,
    tax_class_id uuid,
    certificate  text        not null,
    starts_at    timestamptz not null,
    ends_at      timestamptz,
    created_at   timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint tax_exemption_zone_fkey foreign key (tenant_id, tax_zone_id) references pricing.tax_zone (tenant_id, id) on delete cascade,
    constraint tax_exemption_class_fkey foreign key (tenant_id, tax_class_id) references pricing.tax_class (tenant_id, id) on delete cascade,
    constraint tax_exemption_certificate_check check (char_length(certificate) between 1 and 255 and certificate ~ '\S'),
    constraint tax_exemption_validity_check check (starts_at <= ends_at)
);
comment on column pricing.tax_exemption.tax_zone_id is 'null: everywhere';
comment on column pricing.tax_exemption.tax_class_id is 'null: for everything';
create index tax_exemption_customer_idx on pricing.tax_exemption (tenant_id, customer_id);
create index tax_exemption_zone_idx on pricing.tax_exemption (tenant_id, tax_zone_id);
create index tax_exemption_class_idx on pricing.tax_exemption (tenant_id, tax_class_id);

call tenancy.protect('pricing.tax_class');
call tenancy.protect('pricing.product_tax_class');
call tenancy.protect('pricing.tax_zone');
call tenancy.protect('pricing.tax_zone_place');
call tenancy.protect('pricing.tax_rate');
call tenancy.protect('pricing.tax_exemption');
