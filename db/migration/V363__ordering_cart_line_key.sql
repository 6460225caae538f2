-- The same goods with the same said for them are one line, however much that is. While it is made, carts are filled as ever. One that was
-- interrupted is there, and of no use.
drop index concurrently if exists ordering.cart_line_goods_key;
create unique index concurrently cart_line_goods_key on ordering.cart_line (tenant_id, cart_id, variant_id, md5(properties::text));
