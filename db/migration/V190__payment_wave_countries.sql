-- Wave takes payments of merchants in all of these by the same interface.
insert into payment.provider_country (provider, country) values ('wave', 'ML'), ('wave', 'BF');
