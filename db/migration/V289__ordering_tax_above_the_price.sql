-- What pricing.tax_rate may be can be ordered: a rate of tax is up to 1000 %. What is there was held to less; V293 looks through it while orders go on.
alter table ordering."order"
    drop constraint order_amounts_check,
    add constraint order_amounts_check check (
        subtotal >= 0 and shipping >= 0 and shipping_discount between 0 and shipping and discount between shipping_discount and subtotal + shipping
        and shipping_tax_rate between 0 and 10000000 and shipping_tax >= 0 and tax >= shipping_tax) not valid;
alter table ordering.order_line
    drop constraint order_line_amounts_check,
    add constraint order_line_amounts_check check (
        discount between 0 and unit_price * quantity and tax_rate between 0 and 10000000 and tax >= 0 and returned_amount between 0 and total
        and total in (unit_price * quantity - discount, unit_price * quantity - discount + tax)) not valid;
