-- Chapa is asked for birr only.
delete from payment.provider_currency where provider = 'chapa' and currency = 'USD';
