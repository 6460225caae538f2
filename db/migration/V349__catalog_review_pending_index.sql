-- By which those are counted that wait. One that was interrupted is there, and of no use.
drop index concurrently if exists catalog.review_pending_idx;
create index concurrently review_pending_idx on catalog.review (tenant_id, user_id, product_id) where status = 'PENDING';
