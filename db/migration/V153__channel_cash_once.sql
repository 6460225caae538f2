-- The money for a sale comes into a drawer once.
create unique index cash_movement_sale_key on channel.cash_movement (tenant_id, order_id) where kind = 'SALE';
