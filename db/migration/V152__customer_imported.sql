-- Whom another system named by an address of e-mail: what it said of them besides is nobody's word here.
alter table customer.customer add column imported boolean not null default false;
comment on column customer.customer.imported is 'phone, name and company are what another system said: whoever signs in by the address takes none of it over; false once staff have saved them';
