-- A programme has at most 100 earn rules that have not ended, and one that has stays ended: all in force are read with each order that is paid. Who adds one
-- waits for others who do.
create function loyalty.check_earn_rule_room() returns trigger
    language plpgsql
as $$
declare
    p record;
begin
    for p in select distinct a.tenant_id, a.programme_id from added a order by a.tenant_id, a.programme_id loop
        perform pg_advisory_xact_lock(hashtextextended('loyalty.earn_rule ' || p.programme_id, 0));
        if (select count(*) from loyalty.earn_rule r
            where r.tenant_id = p.tenant_id and r.programme_id = p.programme_id and (r.ends_at is null or r.ends_at > now())) > 100 then
            raise exception 'programme % would have more than 100 earn rules', p.programme_id
                using errcode = 'check_violation', schema = 'loyalty', table = 'earn_rule', constraint = 'earn_rule_count_check';
        end if;
    end loop;
    return null;
end
$$;
create trigger earn_rule_room_insert after insert on loyalty.earn_rule
    referencing new table as added for each statement execute function loyalty.check_earn_rule_room();
