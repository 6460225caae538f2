-- While it is made, sessions go on. One that was interrupted is there, and of no use.
drop index concurrently if exists identity.refresh_token_expires_idx;
create index concurrently refresh_token_expires_idx on identity.refresh_token (expires_at);
