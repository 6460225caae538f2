-- What moved through a provider says which payment it is of, by the id as the API writes it.

alter table ordering.order_payment add column through text;
create index order_payment_through_idx on ordering.order_payment (tenant_id, through) where through is not null;
