alter table channel.pos_session validate constraint pos_session_location_fkey;
alter table channel.pos_session alter column location_id set not null, alter column prices_include_tax set not null;
