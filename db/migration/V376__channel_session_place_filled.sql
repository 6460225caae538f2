-- Of the sessions that are there nobody knows better than how it is now.
set role merkato_operator;
update channel.pos_session p
set location_id = r.location_id, prices_include_tax = s.tax_display = 'GROSS'
from channel.pos_register r
join store.store s on s.tenant_id = r.tenant_id and s.id = r.store_id
where r.tenant_id = p.tenant_id and r.id = p.pos_register_id;
set constraints all immediate;
set role merkato_owner;
