-- Staff who may give neither points nor store credit do not choose who has a customer's.
alter table customer.customer add column joinable boolean not null default true;
comment on column customer.customer.joinable is 'whether whoever signs in by the address is this customer; not where staff changed it who may give neither points nor store credit';
