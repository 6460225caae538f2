-- While it is made, products are found and changed as ever. One that was interrupted is there, and of no use.
drop index concurrently if exists catalog.product_search_word_idx;
create index concurrently product_search_word_idx on catalog.product_search using gin (catalog.of_tenant(tenant_id, document));
