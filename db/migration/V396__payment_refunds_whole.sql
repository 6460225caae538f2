-- Whether a provider gives back the whole of a payment or nothing.
alter table payment.provider add column refunds_whole boolean not null default false;
update payment.provider set refunds_whole = true where code = 'wave';
