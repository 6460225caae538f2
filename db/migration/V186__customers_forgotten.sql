-- Whoever is forgotten leaves the books as they were: what they paid, got back and were given stays, and says of nobody whose it was.

alter table payment.payment drop constraint payment_customer_fkey,
    add constraint payment_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete set null (customer_id);
alter table payment.order_refund drop constraint order_refund_customer_fkey,
    add constraint order_refund_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete set null (customer_id);
alter table storecredit.store_credit_change alter column customer_id drop not null, drop constraint store_credit_change_customer_fkey,
    add constraint store_credit_change_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete set null (customer_id);

-- What a gift card is worth, until when and by which code is said once.
revoke update on storecredit.gift_card from merkato_app;
grant update (disabled_at, disabled_reason, version, updated_at) on storecredit.gift_card to merkato_app;
