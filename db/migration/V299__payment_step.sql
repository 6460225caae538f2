-- M-Pesa moves whole shillings: what is asked of it is refused before it is written down, and not by it.
alter table payment.provider_currency add column step bigint not null default 1;
update payment.provider_currency set step = 100 where provider = 'mpesa' and currency = 'KES';
alter table payment.provider_currency add constraint provider_currency_step_check check (step > 0 and minimum % step = 0);
comment on column payment.provider_currency.step is 'amounts are multiples of it, in minor units';
