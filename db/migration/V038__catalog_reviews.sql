-- What customers say about products, and the sum of it on each product.

create table catalog.review (
    tenant_id    uuid        not null references tenancy.tenant on delete cascade,
    id           uuid        not null,
    product_id   uuid        not null,
    user_id      uuid,
    author_name  text        not null,
    rating       smallint    not null,
    title        text,
    body         text,
    locale       text        not null,
    status       text        not null default 'PENDING',
    reason       text,
    moderated_at timestamptz,
    moderated_by uuid,
    version      integer     not null default 1,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint review_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete cascade,
    constraint review_author_check check (char_length(author_name) between 1 and 100 and author_name ~ '\S'),
    constraint review_rating_check check (rating between 1 and 5),
    constraint review_title_check check (char_length(title) between 1 and 255),
    constraint review_body_check check (char_length(body) between 1 and 5000),
    constraint review_reason_check check (char_length(reason) between 1 and 500),
    constraint review_locale_check check (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$'),
    constraint review_status_check check (status in ('PENDING', 'APPROVED', 'REJECTED')),
    constraint review_moderated_check check ((status = 'PENDING') = (moderated_at is null))
);
-- One review per person and product.
create unique index review_user_key on catalog.review (tenant_id, product_id, user_id) where user_id is not null;
create index review_product_idx on catalog.review (tenant_id, product_id, status, created_at, id);
create index review_status_idx on catalog.review (tenant_id, status, created_at, id);

-- The approved reviews of a product, counted by their stars; a product never reviewed has no row. Kept by the database.
create table catalog.product_rating (
    tenant_id    uuid    not null references tenancy.tenant on delete cascade,
    product_id   uuid    not null,
    review_count integer not null default 0,
    rating_sum   integer not null default 0,
    one_star     integer not null default 0,
    two_stars    integer not null default 0,
    three_stars  integer not null default 0,
    four_stars   integer not null default 0,
    five_stars   integer not null default 0,
    primary key (tenant_id, product_id),
    constraint product_rating_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete cascade,
    constraint product_rating_count_check check (review_count = one_star + two_stars + three_stars + four_stars + five_stars
        and rating_sum = one_star + 2 * two_stars + 3 * three_stars + 4 * four_stars + 5 * five_stars
        and least(one_star, two_stars, three_stars, four_stars, five_stars) >= 0)
);

call tenancy.protect('catalog.review');
call tenancy.protect('catalog.product_rating');

-- One review more or less with so many stars. Adding, not counting anew, lets two moderators at the same time both count.
create function catalog.count_review(of_tenant uuid, of_product uuid, stars integer, n integer) returns void
    language sql
as $$
    insert into catalog.product_rating (tenant_id, product_id)
    select n.id, p.id from catalog.product p join tenancy.tenant n on n.id = p.tenant_id where p.tenant_id = of_tenant and p.id = of_product
    on conflict do nothing;
    update catalog.product_rating r set
        review_count = r.review_count + n,
        rating_sum = r.rating_sum + n * stars,
        one_star = r.one_star + case stars when 1 then n else 0 end,
        two_stars = r.two_stars + case stars when 2 then n else 0 end,
        three_stars = r.three_stars + case stars when 3 then n else 0 end,
        four_stars = r.four_stars + case stars when 4 then n else 0 end,
        five_stars = r.five_stars + case stars when 5 then n else 0 end
    where r.tenant_id = of_tenant and r.product_id = of_product
$$;

create function catalog.keep_rating() returns trigger
    language plpgsql
as $$
begin
    if tg_op <> 'INSERT' and old.status = 'APPROVED' then
        perform catalog.count_review(old.tenant_id, old.product_id, old.rating, -1);
    end if;
    if tg_op <> 'DELETE' and new.status = 'APPROVED' then
        perform catalog.count_review(new.tenant_id, new.product_id, new.rating, 1);
    end if;
    return null;
end
$$;
create trigger review_rating_insert after insert on catalog.review
    for each row when (new.status = 'APPROVED') execute function catalog.keep_rating();
create trigger review_rating_update after update of status, rating, product_id on catalog.review
    for each row when (old.status = 'APPROVED' or new.status = 'APPROVED') execute function catalog.keep_rating();
create trigger review_rating_delete after delete on catalog.review
    for each row when (old.status = 'APPROVED') execute function catalog.keep_rating();
