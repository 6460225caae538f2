-- What of a line's tax was booked back: an edit may change what the line's tax is in between. Of lines from before nobody knows.
alter table ordering.order_line
    add column returned_tax bigint,
    add constraint order_line_returned_tax_check check (returned_tax >= 0) not valid;
alter table ordering.order_line alter column returned_tax set default 0;
comment on column ordering.order_line.returned_tax is 'of tax, what of returned_amount was booked as such; null where nothing has come back since before it was kept, of which it was as much as of the total';
