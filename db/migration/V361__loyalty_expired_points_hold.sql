alter table loyalty.lot validate constraint lot_expired_check;
