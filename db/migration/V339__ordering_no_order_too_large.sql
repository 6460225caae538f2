-- The sums of a tenant's books are 64 bits, and so many orders have room in them. Those that are there are not looked at.
alter table ordering."order" add constraint order_most_check check (subtotal <= 1000000000000000 and total <= 1000000000000000) not valid;
