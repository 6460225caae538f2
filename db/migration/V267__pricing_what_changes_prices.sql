-- Whether a tenant has any list or sale now or to come is asked with the variants of every page: the last of each that ends, by one look, however
-- many are over.
create index price_list_ends_at_idx on pricing.price_list (tenant_id, ends_at) where active;
create index flash_sale_ends_at_idx on pricing.flash_sale (tenant_id, ends_at) where cancelled_at is null;
