-- While it is made, points go on. One that was interrupted is there, and of no use.
drop index concurrently if exists loyalty.lot_expired_idx;
create index concurrently lot_expired_idx on loyalty.lot (tenant_id, loyalty_account_id) where expired > 0;
