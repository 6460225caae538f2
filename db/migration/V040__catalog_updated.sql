-- Lists by the last change read in order, too; for staff and for the storefront, as in V032.

create index product_updated_idx on catalog.product (tenant_id, updated_at, id) where deleted_at is null;
create index product_status_updated_idx on catalog.product (tenant_id, status, updated_at, id) where deleted_at is null;
