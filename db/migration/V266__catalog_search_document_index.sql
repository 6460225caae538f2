-- Nothing is found by it any more.
drop index concurrently if exists catalog.product_search_document_idx;
