-- While it is made, products are found and changed as ever.
create index concurrently product_search_word_idx on catalog.product_search using gin (catalog.of_tenant(tenant_id, document));
