-- A till tells of its sales later, when it may stand elsewhere and the store show its prices another way: a session keeps what was so when it was opened.
alter table channel.pos_session
    add column location_id        uuid,
    add column prices_include_tax boolean,
    add constraint pos_session_location_fkey foreign key (tenant_id, location_id) references inventory.location (tenant_id, id) not valid;
comment on column channel.pos_session.location_id is 'where its till stood when it was opened: what it sells comes from there';
comment on column channel.pos_session.prices_include_tax is 'whether its store showed prices with tax when it was opened';

create function channel.place_session() returns trigger
    language plpgsql set search_path = ''
as $$
begin
    select r.location_id, s.tax_display = 'GROSS' into new.location_id, new.prices_include_tax
    from channel.pos_register r
    join store.store s on s.tenant_id = r.tenant_id and s.id = r.store_id
    where r.tenant_id = new.tenant_id and r.id = new.pos_register_id;
    return new;
end
$$;
create trigger pos_session_keeps_its_place before insert on channel.pos_session for each row execute function channel.place_session();
