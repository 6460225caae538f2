-- Of reviews that nobody has looked at there are at most 100 of a product and 5000 of a tenant by whoever has no account, and 100 by one who has. Who writes one waits
-- for others who do.
create function catalog.check_review_room() returns trigger
    language plpgsql
as $$
declare
    t uuid;
begin
    for t in select distinct a.tenant_id from added a where a.status = 'PENDING' order by a.tenant_id loop
        perform pg_advisory_xact_lock(hashtextextended('catalog.review ' || t, 0));
        if exists (
                select from (select distinct a.product_id from added a where a.tenant_id = t and a.status = 'PENDING' and a.user_id is null) p
                where (select count(*) from (
                    select from catalog.review r
                    where r.tenant_id = t and r.status = 'PENDING' and r.user_id is null and r.product_id = p.product_id limit 101) its) > 100)
            or exists (
                select from (select distinct a.user_id from added a where a.tenant_id = t and a.status = 'PENDING') u
                where (select count(*) from (
                    select from catalog.review r where r.tenant_id = t and r.status = 'PENDING' and r.user_id = u.user_id limit 101) theirs) > 100)
            or exists (select from added a where a.tenant_id = t and a.status = 'PENDING' and a.user_id is null)
                and (select count(*) from (
                    select from catalog.review r where r.tenant_id = t and r.status = 'PENDING' and r.user_id is null limit 5001) all_) > 5000 then
            raise exception 'more reviews of tenant % would wait than may', t
                using errcode = 'check_violation', schema = 'catalog', table = 'review', constraint = 'review_pending_count_check';
        end if;
    end loop;
    return null;
end
$$;
create trigger review_room_insert after insert on catalog.review
    referencing new table as added for each statement execute function catalog.check_review_room();
