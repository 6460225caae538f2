-- While it is made, products go on. One that was interrupted is there, and of no use.
drop index concurrently if exists catalog.product_sheet_idx;
create index concurrently product_sheet_idx on catalog.product (tenant_id, slug collate "C") where deleted_at is null;
