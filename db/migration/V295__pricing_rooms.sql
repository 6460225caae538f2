-- A tenant has at most 500 price lists and 500 flash sales that are neither over nor cancelled, and a zone at most 200 rates: what is in force is looked for among
-- them with each price and each tax. Who adds one waits for others who do.
create function pricing.check_price_list_room() returns trigger
    language plpgsql
as $$
declare
    t uuid;
begin
    for t in select distinct a.tenant_id from added a order by a.tenant_id loop
        perform pg_advisory_xact_lock(hashtextextended('pricing.price_list ' || t, 0));
        if (select count(*) from pricing.price_list l where l.tenant_id = t) > 500 then
            raise exception 'tenant % would have more than 500 price lists', t
                using errcode = 'check_violation', schema = 'pricing', table = 'price_list', constraint = 'price_list_count_check';
        end if;
    end loop;
    return null;
end
$$;
create trigger price_list_room_insert after insert on pricing.price_list
    referencing new table as added for each statement execute function pricing.check_price_list_room();

create function pricing.require_flash_sale_room(t uuid) returns void
    language plpgsql
as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('pricing.flash_sale ' || t, 0));
    if (select count(*) from pricing.flash_sale s where s.tenant_id = t and s.ends_at > now() and s.cancelled_at is null) > 500 then
        raise exception 'tenant % would have more than 500 flash sales', t
            using errcode = 'check_violation', schema = 'pricing', table = 'flash_sale', constraint = 'flash_sale_count_check';
    end if;
end
$$;
create function pricing.check_flash_sale_room() returns trigger
    language plpgsql
as $$
begin
    perform pricing.require_flash_sale_room(a.tenant_id)
    from (select distinct a.tenant_id from added a where a.ends_at > now() and a.cancelled_at is null order by a.tenant_id) a;
    return null;
end
$$;
create trigger flash_sale_room_insert after insert on pricing.flash_sale
    referencing new table as added for each statement execute function pricing.check_flash_sale_room();
-- One that was over may be given a later end.
create function pricing.check_flash_sale_room_of_late() returns trigger
    language plpgsql
as $$
begin
    perform pricing.require_flash_sale_room(a.tenant_id)
    from (select distinct a.tenant_id
          from added a
          join removed r on r.tenant_id = a.tenant_id and r.id = a.id
          where r.ends_at <= now() and a.ends_at > now() and a.cancelled_at is null
          order by a.tenant_id) a;
    return null;
end
$$;
create trigger flash_sale_room_update after update on pricing.flash_sale
    referencing old table as removed new table as added for each statement execute function pricing.check_flash_sale_room_of_late();

create function pricing.check_tax_rate_room() returns trigger
    language plpgsql
as $$
declare
    z record;
begin
    for z in select distinct a.tenant_id, a.tax_zone_id from added a order by a.tenant_id, a.tax_zone_id loop
        perform pg_advisory_xact_lock(hashtextextended('pricing.tax_rate ' || z.tax_zone_id, 0));
        if (select count(*) from pricing.tax_rate r where r.tenant_id = z.tenant_id and r.tax_zone_id = z.tax_zone_id) > 200 then
            raise exception 'zone % would have more than 200 rates', z.tax_zone_id
                using errcode = 'check_violation', schema = 'pricing', table = 'tax_rate', constraint = 'tax_rate_count_check';
        end if;
    end loop;
    return null;
end
$$;
create trigger tax_rate_room_insert after insert on pricing.tax_rate
    referencing new table as added for each statement execute function pricing.check_tax_rate_room();
