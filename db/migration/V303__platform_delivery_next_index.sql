-- While it is made, events are told as ever. One that was interrupted is there, and of no use.
drop index concurrently if exists platform.webhook_delivery_next_idx;
create index concurrently webhook_delivery_next_idx on platform.webhook_delivery (tenant_id, webhook_id, next_attempt_at) where status = 'PENDING';
