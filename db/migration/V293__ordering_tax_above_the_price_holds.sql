alter table ordering."order" validate constraint order_amounts_check;
alter table ordering.order_line validate constraint order_line_amounts_check;
