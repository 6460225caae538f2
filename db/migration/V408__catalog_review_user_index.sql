-- By which those of somebody who is gone are found. One that was interrupted is there, and of no use.
drop index concurrently if exists catalog.review_user_idx;
create index concurrently review_user_idx on catalog.review (tenant_id, user_id) where user_id is not null;
