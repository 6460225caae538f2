alter table ordering.cart_line validate constraint cart_line_written_check;
