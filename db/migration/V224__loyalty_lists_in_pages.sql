-- What expires of an account is read page by page, and whatever is left of it by the same index.

create index lot_account_expires_idx on loyalty.lot (tenant_id, loyalty_account_id, expires_at, id) where remaining > 0;
drop index loyalty.lot_account_idx;

-- A programme has at most so many tiers; one that has more already keeps them until they are said anew.
alter table loyalty.tier add column position integer;
set role merkato_operator;
update loyalty.tier t set position = n.position
from (
    select t.tenant_id, t.programme_id, t.threshold, row_number() over (partition by t.tenant_id, t.programme_id order by t.threshold) - 1 as position from loyalty.tier t
) n
where n.tenant_id = t.tenant_id and n.programme_id = t.programme_id and n.threshold = t.threshold;
set role merkato_owner;
alter table loyalty.tier
    alter column position set not null,
    add constraint tier_position_key unique (tenant_id, programme_id, position),
    add constraint tier_position_check check (position between 0 and 19) not valid;
