-- The customers of a tenant: who shops there, signed in or as a guest, and the groups they are in.

create schema customer;
call tenancy.open_schema('customer');

create table customer.customer (
    tenant_id        uuid        not null references tenancy.tenant on delete cascade,
    id               uuid        not null,
    kind             text        not null,
    user_id          uuid        references identity.user on delete set null,
    email            text,
    email_normalised text,
    phone            text,
    given_name       text,
    family_name      text,
    company          text,
    locale           text,
    external_id      text,
    merged_into_id   uuid,
    sort_name        text        not null collate "C",
    version          integer     not null default 1,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    deleted_at       timestamptz,
    primary key (tenant_id, id),
    constraint customer_kind_check check (kind in ('GUEST', 'REGISTERED')),
    constraint customer_user_check check (user_id is null or kind = 'REGISTERED'),
    constraint customer_email_check check ((email is null) = (email_normalised is null) and char_length(email) between 3 and 254),
    constraint customer_phone_check check (phone ~ '^\+[1-9][0-9]{6,14}$'),
    constraint customer_given_name_check check (char_length(given_name) between 1 and 100),
    constraint customer_family_name_check check (char_length(family_name) between 1 and 100),
    constraint customer_company_check check (char_length(company) between 1 and 200),
    constraint customer_external_id_check check (char_length(external_id) between 1 and 255),
    constraint customer_sort_name_check check (char_length(sort_name) <= 600),
    constraint customer_merged_check check (merged_into_id is null or kind = 'GUEST' and deleted_at is not null),
    constraint customer_merged_into_fkey foreign key (tenant_id, merged_into_id) references customer.customer (tenant_id, id)
        on delete set null (merged_into_id)
);
comment on column customer.customer.user_id is 'the login of whoever signs in as this customer; null for guests, and for those that staff wrote down until they sign in';
comment on column customer.customer.email_normalised is 'in lower case, the domain in ASCII; what is compared';
comment on column customer.customer.phone is 'E.164';
comment on column customer.customer.merged_into_id is 'who this guest turned out to be when they signed in';
comment on column customer.customer.sort_name is 'family and given name in lower case and without accents, for the list in the order of names';

create unique index customer_user_key on customer.customer (tenant_id, user_id) where deleted_at is null and user_id is not null;
-- Guests may give any address, and several the same; of the others each has their own.
create unique index customer_email_key on customer.customer (tenant_id, email_normalised) where deleted_at is null and kind = 'REGISTERED';
create unique index customer_external_id_key on customer.customer (tenant_id, external_id) where deleted_at is null;
create index customer_email_idx on customer.customer (tenant_id, email_normalised) where deleted_at is null;
create index customer_created_at_idx on customer.customer (tenant_id, created_at, id) where deleted_at is null;
create index customer_updated_at_idx on customer.customer (tenant_id, updated_at, id) where deleted_at is null;
create index customer_sort_name_idx on customer.customer (tenant_id, sort_name, id) where deleted_at is null;
create index customer_deleted_at_idx on customer.customer (tenant_id, deleted_at, id) where deleted_at is not null;
create index customer_merged_into_idx on customer.customer (tenant_id, merged_into_id) where merged_into_id is not null;
create index customer_of_user_idx on customer.customer (user_id) where user_id is not null;
call tenancy.protect('customer.customer');

-- What shows that somebody is a guest. Only the SHA-256 of the token is kept; a token outlives a merge, so that it can be told to be done.
create table customer.guest_token (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    hash        bytea       not null,
    customer_id uuid        not null,
    created_at  timestamptz not null default now(),
    expires_at  timestamptz not null,
    primary key (tenant_id, hash),
    constraint guest_token_hash_check check (length(hash) = 32),
    constraint guest_token_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete cascade
);
create index guest_token_customer_idx on customer.guest_token (tenant_id, customer_id);
create index guest_token_expires_at_idx on customer.guest_token (tenant_id, expires_at);
call tenancy.protect('customer.guest_token');

-- The words a customer is found by: of name, company, address and number, each in lower case and without accents. Looked up by
-- prefix as a range, which an index answers under row-level security; kept with the customer by whoever writes one.
create table customer.customer_word (
    tenant_id   uuid not null references tenancy.tenant on delete cascade,
    word        text not null collate "C",
    customer_id uuid not null,
    primary key (tenant_id, word, customer_id),
    constraint customer_word_check check (char_length(word) between 1 and 254),
    constraint customer_word_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete cascade
);
create index customer_word_customer_idx on customer.customer_word (tenant_id, customer_id, word);
call tenancy.protect('customer.customer_word');

create table customer.customer_group (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    code        text        not null,
    name        text        not null,
    description text,
    version     integer     not null default 1,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint customer_group_code_key unique (tenant_id, code),
    constraint customer_group_code_check check (code ~ '^[a-z0-9]([a-z0-9_-]{0,48}[a-z0-9])?$'),
    constraint customer_group_name_check check (char_length(name) between 1 and 100 and name ~ '\S'),
    constraint customer_group_description_check check (char_length(description) between 1 and 1000)
);
call tenancy.protect('customer.customer_group');

create table customer.customer_group_member (
    tenant_id         uuid        not null references tenancy.tenant on delete cascade,
    customer_group_id uuid        not null,
    customer_id       uuid        not null,
    added_at          timestamptz not null default now(),
    primary key (tenant_id, customer_group_id, customer_id),
    constraint customer_group_member_group_fkey foreign key (tenant_id, customer_group_id)
        references customer.customer_group (tenant_id, id) on delete cascade,
    constraint customer_group_member_customer_fkey foreign key (tenant_id, customer_id)
        references customer.customer (tenant_id, id) on delete cascade
);
create index customer_group_member_customer_idx on customer.customer_group_member (tenant_id, customer_id, customer_group_id);
call tenancy.protect('customer.customer_group_member');
