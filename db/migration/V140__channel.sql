-- Where orders come from besides the tenant's own storefronts: tills, and other shops.

create schema channel;
call tenancy.open_schema('channel');
