-- What staff take off by hand says so by this code on orders; a coupon that has it gets another.
alter table promotion.coupon no force row level security;
update promotion.coupon set code = 'MANUAL-' || upper(left(id::text, 8)) where code = 'MANUAL';
alter table promotion.coupon force row level security;
alter table promotion.coupon add constraint coupon_code_manual_check check (code <> 'MANUAL');
