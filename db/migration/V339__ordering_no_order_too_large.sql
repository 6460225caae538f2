-- The sums of a tenant's books are 64 bits, and so many orders have room in them. One that is larger already may go on, and become less.
create function ordering.refuse_too_large() returns trigger
    language plpgsql
as $$
begin
    raise exception 'order % would come to more than 10^15', new.id
        using errcode = 'check_violation', schema = 'ordering', table = 'order', constraint = 'order_most_check';
end
$$;
create trigger order_most_insert before insert on ordering."order"
    for each row when (new.subtotal > 1000000000000000 or new.total > 1000000000000000) execute function ordering.refuse_too_large();
create trigger order_most_update before update of subtotal, total on ordering."order"
    for each row when (new.subtotal > greatest(old.subtotal, 1000000000000000) or new.total > greatest(old.total, 1000000000000000))
    execute function ordering.refuse_too_large();
