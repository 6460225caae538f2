-- Where an order is picked up, as that was when it was placed: what is added to it is taxed there. Null of what is sent, and of orders of before.
alter table ordering."order" add column pickup_address jsonb;
