-- Points as a discount: a cart says how many, and the order that it becomes spends them.

alter table ordering.cart
    add column loyalty_points bigint,
    add constraint cart_loyalty_points_check check (loyalty_points between 1 and 1000000000000);

-- Whether the points took something off, or paid for something.
alter table loyalty.redemption add column discount boolean not null default false;

-- What points take off says so by this code on orders; a coupon that has it gets another.
alter table promotion.coupon no force row level security;
update promotion.coupon set code = 'LOYALTY_POINTS-' || upper(left(id::text, 8)) where code = 'LOYALTY_POINTS';
alter table promotion.coupon force row level security;
alter table promotion.coupon add constraint coupon_code_points_check check (code <> 'LOYALTY_POINTS');
