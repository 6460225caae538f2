-- How a catalogue is ordered: the category tree, brands, labels and media.

-- A deleted category keeps its row for 90 days but leaves the tree: it has no closure rows.
create table catalog.category (
    tenant_id        uuid        not null references tenancy.tenant on delete cascade,
    id               uuid        not null,
    parent_id        uuid,
    slug             text        not null,
    names            jsonb       not null,
    descriptions     jsonb       not null default '{}',
    seo_titles       jsonb       not null default '{}',
    seo_descriptions jsonb       not null default '{}',
    position         integer     not null default 0,
    media_id         uuid,
    external_id      text,
    version          integer     not null default 1,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    deleted_at       timestamptz,
    primary key (tenant_id, id),
    constraint category_parent_fkey foreign key (tenant_id, parent_id) references catalog.category (tenant_id, id),
    constraint category_slug_check check (slug ~ '^[^\s/?#]{1,200}$'),
    constraint category_names_check check (jsonb_typeof(names) = 'object' and names <> '{}'),
    constraint category_texts_check check (jsonb_typeof(descriptions) = 'object' and jsonb_typeof(seo_titles) = 'object'
        and jsonb_typeof(seo_descriptions) = 'object'),
    constraint category_cycle_check check (parent_id <> id)
);
create unique index category_slug_key on catalog.category (tenant_id, slug) where deleted_at is null;
create unique index category_external_id_key on catalog.category (tenant_id, external_id) where deleted_at is null;
create index category_parent_idx on catalog.category (tenant_id, parent_id, position, id);

-- Every category with each of its ancestors, itself at depth 0. Kept by a trigger on category; nobody else writes it.
-- category_cycle_key: of two categories only one can be above the other, whatever runs at the same time.
create table catalog.category_closure (
    tenant_id     uuid     not null references tenancy.tenant on delete cascade,
    ancestor_id   uuid     not null,
    descendant_id uuid     not null,
    depth         smallint not null,
    primary key (tenant_id, ancestor_id, descendant_id),
    constraint category_closure_ancestor_fkey foreign key (tenant_id, ancestor_id) references catalog.category (tenant_id, id) on delete cascade,
    constraint category_closure_descendant_fkey foreign key (tenant_id, descendant_id) references catalog.category (tenant_id, id) on delete cascade,
    constraint category_closure_self_check check ((depth = 0) = (ancestor_id = descendant_id)),
    constraint category_depth_check check (depth between 0 and 20)
);
create unique index category_cycle_key
    on catalog.category_closure (tenant_id, least(ancestor_id, descendant_id), greatest(ancestor_id, descendant_id));
create index category_closure_descendant_idx on catalog.category_closure (tenant_id, descendant_id, depth);

create function catalog.keep_category_closure() returns trigger
    language plpgsql
as $$
begin
    if tg_op = 'UPDATE' and new.parent_id is not distinct from old.parent_id and (new.deleted_at is null) = (old.deleted_at is null) then
        return null;
    end if;
    -- One change of a tenant's tree at a time: a move must see the ancestors that another move has just made.
    perform pg_advisory_xact_lock(hashtextextended('catalog.category ' || new.tenant_id, 0));
    if new.parent_id is not null and new.deleted_at is null and not exists (
            select from catalog.category_closure c where c.tenant_id = new.tenant_id and c.ancestor_id = new.parent_id and c.descendant_id = new.parent_id) then
        raise exception 'the parent of category % is deleted', new.id
            using errcode = 'foreign_key_violation', schema = 'catalog', table = 'category', constraint = 'category_parent_fkey';
    end if;
    if tg_op = 'UPDATE' and old.deleted_at is null then
        if new.deleted_at is not null and exists (
                select from catalog.category_closure c where c.tenant_id = new.tenant_id and c.ancestor_id = new.id and c.depth = 1) then
            raise exception 'category % has children', new.id
                using errcode = 'check_violation', schema = 'catalog', table = 'category', constraint = 'category_children_check';
        end if;
        if exists (
                select from catalog.category_closure c
                where c.tenant_id = new.tenant_id and c.ancestor_id = new.id and c.descendant_id = new.parent_id) then
            raise exception 'category % cannot move beneath itself', new.id
                using errcode = 'check_violation', schema = 'catalog', table = 'category', constraint = 'category_cycle_check';
        end if;
        delete from catalog.category_closure outer_
        using catalog.category_closure inner_, catalog.category_closure above
        where inner_.tenant_id = new.tenant_id and inner_.ancestor_id = new.id
          and above.tenant_id = new.tenant_id and above.descendant_id = new.id and (above.depth > 0 or new.deleted_at is not null)
          and outer_.tenant_id = new.tenant_id and outer_.ancestor_id = above.ancestor_id and outer_.descendant_id = inner_.descendant_id;
    end if;
    if new.deleted_at is not null then
        return null;
    end if;
    if tg_op = 'INSERT' or old.deleted_at is not null then
        insert into catalog.category_closure (tenant_id, ancestor_id, descendant_id, depth) values (new.tenant_id, new.id, new.id, 0);
    end if;
    insert into catalog.category_closure (tenant_id, ancestor_id, descendant_id, depth)
    select new.tenant_id, above.ancestor_id, below.descendant_id, above.depth + below.depth + 1
    from catalog.category_closure above
    join catalog.category_closure below on below.tenant_id = above.tenant_id and below.ancestor_id = new.id
    where above.tenant_id = new.tenant_id and above.descendant_id = new.parent_id;
    return null;
end
$$;
create trigger category_closure after insert or update of parent_id, deleted_at on catalog.category
    for each row execute function catalog.keep_category_closure();

create table catalog.brand (
    tenant_id    uuid        not null references tenancy.tenant on delete cascade,
    id           uuid        not null,
    name         text        not null,
    slug         text        not null,
    descriptions jsonb       not null default '{}',
    media_id     uuid,
    website      text,
    external_id  text,
    version      integer     not null default 1,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    deleted_at   timestamptz,
    primary key (tenant_id, id),
    constraint brand_name_check check (char_length(name) between 1 and 255),
    constraint brand_slug_check check (slug ~ '^[^\s/?#]{1,200}$'),
    constraint brand_descriptions_check check (jsonb_typeof(descriptions) = 'object')
);
create unique index brand_slug_key on catalog.brand (tenant_id, slug) where deleted_at is null;
create unique index brand_external_id_key on catalog.brand (tenant_id, external_id) where deleted_at is null;

-- A badge such as NEW, SALE or HOT.
create table catalog.label (
    tenant_id  uuid        not null references tenancy.tenant on delete cascade,
    id         uuid        not null,
    code       text        not null,
    names      jsonb       not null default '{}',
    colour     text,
    position   integer     not null default 0,
    version    integer     not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint label_code_key unique (tenant_id, code),
    constraint label_code_check check (code ~ '^[A-Z][A-Z0-9_]{0,62}$'),
    constraint label_names_check check (jsonb_typeof(names) = 'object'),
    constraint label_colour_check check (colour ~ '^#[0-9a-f]{6}$')
);

-- An image, video or file by its address; alt texts are {"en": "…"}. One row per address and tenant.
create table catalog.media (
    tenant_id  uuid        not null references tenancy.tenant on delete cascade,
    id         uuid        not null,
    kind       text        not null default 'IMAGE',
    url        text        not null,
    alt        jsonb       not null default '{}',
    mime       text,
    width      integer,
    height     integer,
    bytes      bigint,
    version    integer     not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint media_url_key unique (tenant_id, url),
    constraint media_kind_check check (kind in ('IMAGE', 'VIDEO', 'MODEL', 'FILE')),
    constraint media_url_check check (url ~ '^(https?://|/)[^\s]+$' and octet_length(url) <= 2048),
    constraint media_alt_check check (jsonb_typeof(alt) = 'object'),
    constraint media_size_check check (width between 1 and 100000 and height between 1 and 100000 and bytes >= 0)
);

alter table catalog.category add constraint category_media_fkey
    foreign key (tenant_id, media_id) references catalog.media (tenant_id, id) on delete set null (media_id);
alter table catalog.brand add constraint brand_media_fkey
    foreign key (tenant_id, media_id) references catalog.media (tenant_id, id) on delete set null (media_id);

call tenancy.protect('catalog.category');
call tenancy.protect('catalog.category_closure');
call tenancy.protect('catalog.brand');
call tenancy.protect('catalog.label');
call tenancy.protect('catalog.media');
