-- People and how they prove who they are. Global: a person has one login for all tenants, so none of these tables has a tenant key
-- or row-level security, and nothing of a merchant may be stored here.

create schema identity;
call tenancy.open_schema('identity');

create table identity.user (
    id               uuid        not null,
    email            text,
    email_normalised text,
    phone            text,
    issuer           text,
    subject          text,
    name             text,
    locale           text,
    status           text        not null default 'ACTIVE',
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    last_sign_in_at  timestamptz,
    signed_out_at    timestamptz,
    email_verified_at timestamptz,
    phone_verified_at timestamptz,
    primary key (id),
    constraint user_email_key unique (email_normalised),
    constraint user_phone_key unique (phone),
    constraint user_subject_key unique (issuer, subject),
    constraint user_login_check check (email is not null or phone is not null or subject is not null),
    constraint user_email_check check (
        (email is null) = (email_normalised is null)
        and char_length(email) between 3 and 254
        and email_normalised ~ '^[^[:space:]@]+@[^[:space:]@]+$'),
    constraint user_phone_check check (phone ~ '^\+[1-9][0-9]{6,14}$'),
    constraint user_subject_check check ((issuer is null) = (subject is null)),
    constraint user_verified_check check (
        (email_verified_at is null or email is not null) and (phone_verified_at is null or phone is not null)),
    constraint user_name_check check (char_length(name) between 1 and 255),
    constraint user_status_check check (status in ('ACTIVE', 'SUSPENDED', 'CLOSED'))
);
comment on column identity.user.email_normalised is 'compatibility-composed and lower-case; what sign-in looks for';
comment on column identity.user.phone is 'E.164';
comment on column identity.user.email_verified_at is 'when a token that was sent to the address came back; before that the address proves nothing';
comment on column identity.user.phone_verified_at is 'when a token that was sent to the number came back';
comment on column identity.user.subject is 'who this is at an outside OIDC issuer';
comment on column identity.user.signed_out_at is 'access tokens of an outside issuer issued before this are refused';

-- Runs the platform; a right that no tenant can give.
create table identity.platform_operator (
    user_id    uuid        not null references identity.user on delete cascade,
    granted_at timestamptz not null default now(),
    primary key (user_id)
);

-- The highest number is the password; the four before it are kept so that they are not used again.
create table identity.password (
    user_id uuid        not null references identity.user on delete cascade,
    number  integer     not null,
    hash    text        not null,
    set_at  timestamptz not null default now(),
    primary key (user_id, number),
    constraint password_hash_check check (hash like '$argon2id$%')
);

create table identity.password_reset (
    id         uuid        not null,
    user_id    uuid        not null references identity.user on delete cascade,
    login      text        not null,
    hash       bytea       not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at    timestamptz,
    primary key (id),
    constraint password_reset_hash_key unique (hash),
    constraint password_reset_hash_check check (octet_length(hash) = 32)
);
comment on column identity.password_reset.login is 'what it was sent to, and so proves';
create index password_reset_user_idx on identity.password_reset (user_id);

-- Somebody asked for a login by this address or number. It becomes one when the token that was sent there comes back, and
-- until then keeps nobody else from it.
create table identity.sign_up (
    hash       bytea       not null,
    login      text        not null,
    name       text,
    locale     text,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    primary key (hash),
    constraint sign_up_hash_check check (octet_length(hash) = 32),
    constraint sign_up_name_check check (char_length(name) between 1 and 255)
);
create index sign_up_login_idx on identity.sign_up (login);
create index sign_up_expires_idx on identity.sign_up (expires_at);

-- One device's stay, from sign-in to sign-out. All refresh tokens of a session are one family.
create table identity.session (
    id           uuid        not null,
    user_id      uuid        not null references identity.user on delete cascade,
    at_tenant_id uuid        references tenancy.tenant on delete cascade,
    device       text,
    ip           text,
    user_agent   text,
    created_at   timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at   timestamptz not null,
    revoked_at   timestamptz,
    revoked_for  text,
    primary key (id),
    constraint session_device_check check (char_length(device) <= 100),
    constraint session_user_agent_check check (char_length(user_agent) <= 500),
    constraint session_revoked_check check ((revoked_at is null) = (revoked_for is null)),
    constraint session_revoked_for_check check (revoked_for in ('SIGNED_OUT', 'SIGNED_OUT_EVERYWHERE', 'REVOKED', 'PASSWORD_CHANGED', 'TOKEN_REUSED'))
);
create index session_user_idx on identity.session (user_id, id);
create index session_expires_idx on identity.session (expires_at);

-- Only the newest of a session may be exchanged. One that comes back after it was rotated ends the session.
create table identity.refresh_token (
    hash       bytea       not null,
    session_id uuid        not null references identity.session on delete cascade,
    issued_at  timestamptz not null default now(),
    expires_at timestamptz not null,
    rotated_at timestamptz,
    primary key (hash),
    constraint refresh_token_hash_check check (octet_length(hash) = 32)
);
create index refresh_token_session_idx on identity.refresh_token (session_id);
create unique index refresh_token_newest_key on identity.refresh_token (session_id) where rotated_at is null;

-- How often somebody tried. The key is a keyed hash of what is counted, so that the table names neither accounts nor addresses.
create table identity.attempt (
    key     bytea       not null,
    tries   integer     not null,
    ends_at timestamptz not null,
    primary key (key),
    constraint attempt_key_check check (octet_length(key) = 32)
);
create index attempt_ends_idx on identity.attempt (ends_at);

-- What access tokens are signed with. A key is shown to the world before it signs and after it no longer does, so verifiers that
-- remember keys for a while never meet an unknown one.
create table identity.signing_key (
    id          uuid        not null,
    number      integer     not null,
    public_key  text        not null,
    private_key bytea       not null,
    created_at  timestamptz not null default now(),
    signs_from  timestamptz not null,
    primary key (id),
    constraint signing_key_number_key unique (number)
);
comment on column identity.signing_key.public_key is 'JWK (RFC 7517)';
comment on column identity.signing_key.private_key is 'JWK, encrypted under merkato.secret';
