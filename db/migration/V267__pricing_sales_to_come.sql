-- Whether any sale runs or will run is asked with the variants of every page; those that are over are many in time.
create index flash_sale_ends_at_idx on pricing.flash_sale (tenant_id, ends_at) where cancelled_at is null;
