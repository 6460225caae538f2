-- What of a line's tax was booked back: an edit may change what the line's tax is in between. V343 fills it in while orders go on.
alter table ordering.order_line
    add column returned_tax bigint not null default 0,
    add constraint order_line_returned_tax_check check (returned_tax >= 0) not valid;
comment on column ordering.order_line.returned_tax is 'of tax, what of returned_amount was booked as such';
