-- What customers agreed to, did and wish for, and what staff note about them.

-- Every yes and no, the last one of a purpose and channel being in force. Rows are never changed; they go with their customer.
create table customer.consent (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    customer_id uuid        not null,
    purpose     text        not null,
    channel     text,
    granted     boolean     not null,
    source      text        not null,
    recorded_by text,
    ip          text,
    user_agent  text,
    recorded_at timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint consent_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete cascade,
    constraint consent_purpose_check check (purpose in ('MARKETING', 'PERSONALISATION', 'ANALYTICS', 'DATA_SHARING', 'TERMS')),
    constraint consent_channel_check check (channel in ('EMAIL', 'SMS', 'WHATSAPP', 'PHONE', 'PUSH', 'POST')),
    constraint consent_marketing_check check ((purpose = 'MARKETING') = (channel is not null)),
    constraint consent_source_check check (char_length(source) between 1 and 100 and source ~ '\S')
);
create index consent_customer_idx on customer.consent (tenant_id, customer_id, recorded_at, id);
call tenancy.protect('customer.consent');
revoke update, delete on customer.consent from merkato_app;

-- What the customer did, for those who serve them. Rows are never changed; they go with their customer.
create table customer.activity (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    customer_id uuid        not null,
    kind        text        not null,
    subject     text,
    at          timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint activity_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete cascade,
    constraint activity_kind_check check (kind ~ '^[A-Z]+(_[A-Z]+)*$' and char_length(kind) <= 50),
    constraint activity_subject_check check (char_length(subject) between 1 and 100)
);
comment on column customer.activity.subject is 'what it was done to: an id as the API has it';
create index activity_customer_idx on customer.activity (tenant_id, customer_id, at, id);
call tenancy.protect('customer.activity');
revoke update, delete on customer.activity from merkato_app;

create table customer.wishlist_item (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    customer_id uuid        not null,
    product_id  uuid        not null,
    variant_id  uuid,
    added_at    timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint wishlist_item_key unique nulls not distinct (tenant_id, customer_id, product_id, variant_id),
    constraint wishlist_item_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete cascade,
    constraint wishlist_item_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete cascade,
    constraint wishlist_item_variant_fkey foreign key (tenant_id, product_id, variant_id)
        references catalog.variant (tenant_id, product_id, id) on delete cascade
);
create index wishlist_item_customer_idx on customer.wishlist_item (tenant_id, customer_id, added_at, id);
create index wishlist_item_product_idx on customer.wishlist_item (tenant_id, product_id, variant_id);
call tenancy.protect('customer.wishlist_item');

-- Staff's own; the customer never sees them.
create table customer.note (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    customer_id uuid        not null,
    body        text        not null,
    author_id   text,
    author_name text        not null,
    version     integer     not null default 1,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint note_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete cascade,
    constraint note_body_check check (char_length(body) between 1 and 5000 and body ~ '\S')
);
create index note_customer_idx on customer.note (tenant_id, customer_id, created_at, id);
call tenancy.protect('customer.note');
