-- Who deletes a location asks for its sessions. One that was interrupted is there, and of no use.
drop index concurrently if exists channel.pos_session_location_idx;
create index concurrently pos_session_location_idx on channel.pos_session (tenant_id, location_id);
