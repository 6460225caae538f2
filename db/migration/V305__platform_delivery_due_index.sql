-- Nothing is found by it any more.
drop index concurrently if exists platform.webhook_delivery_due_idx;
