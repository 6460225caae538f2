-- An order of which all holds, for broken.sql to break: 3 pieces of a flash sale with a coupon, 2 of them sent, 1 of those returned. InvariantsTest takes
-- it back.
do $$
declare
    t uuid; s uuid; v uuid; p uuid; l uuid;
    o    constant uuid := '01880000-0000-0000-0000-000000000001';
    line constant uuid := '01880000-0000-0000-0000-000000000002';
    part constant uuid := '01880000-0000-0000-0000-000000000003';
    sale constant uuid := '01880000-0000-0000-0000-000000000004';
    till constant uuid := '01880000-0000-0000-0000-000000000005';
    card constant uuid := '01880000-0000-0000-0000-000000000006';
    given constant uuid := '01880000-0000-0000-0000-000000000007';
    spent constant uuid := '01880000-0000-0000-0000-0000000000c5';
begin
    select k.tenant_id, st.id, k.variant_id, cv.product_id, k.location_id into strict t, s, v, p, l
    from inventory.stock_level k
    join inventory.policy y on y.tenant_id = k.tenant_id and y.mode in ('RESERVE_ON_ORDER', 'RESERVE_ON_CART')
    join catalog.variant cv on cv.tenant_id = k.tenant_id and cv.id = k.variant_id
    join store.store st on st.tenant_id = k.tenant_id
    where k.sellable > 5 and k.on_hand > 5 and not exists (select from loyalty.programme g where g.tenant_id = st.tenant_id and g.store_id = st.id)
    limit 1;

    insert into pricing.flash_sale (tenant_id, id, name, starts_at, ends_at, all_stores, channels) values (t, sale, 'Sound', '2020-01-01', '2020-01-02', true, '{ONLINE}');
    insert into pricing.flash_sale_item (tenant_id, id, flash_sale_id, variant_id, currency, amount, quantity, sold) values (t, sale, sale, v, 'ETB', 100, 9, 3);

    insert into ordering."order" (tenant_id, id, store_id, channel, source, source_reference, locale, currency, prices_include_tax, subtotal, shipping, shipping_discount, shipping_tax_rate,
        shipping_tax, discount, tax, total, paid, refunded, returned, status, payment_status, payment_step, fulfilment_status, fulfilment_step, placed_at)
    values (t, o, s, 'ONLINE', 'sound', '1', 'en', 'ETB', true, 300, 50, 10, 0, 0, 40, 0, 310, 310, 90, 90, 'OPEN', 'PARTIALLY_REFUNDED', 2, 'PARTIALLY_RETURNED', 2, now());
    insert into ordering.order_line (tenant_id, id, order_id, position, variant_id, product_id, name, quantity, list_price, unit_price, price_source, flash_sale_item_id, discount, tax_rate, tax,
        total, requires_shipping, fulfilled, returned, returned_amount)
    values (t, line, o, 0, v, p, 'Sound', 3, 120, 100, 'FLASH_SALE', sale, 30, 0, 0, 270, true, 2, 1, 90);
    insert into ordering.order_line_stock (tenant_id, order_id, line_id, variant_id, quantity) values (t, o, line, v, 1);
    insert into ordering.order_discount (tenant_id, id, order_id, line_id, code, amount) values (t, line, o, line, 'SOUND', 25), (t, o, o, null, 'SOUND', 10), (t, sale, o, line, 'LOYALTY_POINTS', 5);
    insert into ordering.status_change (tenant_id, order_id, axis, step, from_status, event, to_status, actor) values
        (t, o, 'ORDER', 0, 'NONE', 'PLACE', 'OPEN', 'test'),
        (t, o, 'PAYMENT', 0, 'NONE', 'PLACE', 'PENDING', 'test'),
        (t, o, 'PAYMENT', 1, 'PENDING', 'PAY', 'PAID', 'test'),
        (t, o, 'PAYMENT', 2, 'PAID', 'REFUND_PART', 'PARTIALLY_REFUNDED', 'test'),
        (t, o, 'FULFILMENT', 0, 'NONE', 'PLACE', 'UNFULFILLED', 'test'),
        (t, o, 'FULFILMENT', 1, 'UNFULFILLED', 'SHIP_PART', 'PARTIALLY_FULFILLED', 'test'),
        (t, o, 'FULFILMENT', 2, 'PARTIALLY_FULFILLED', 'RETURN_PART', 'PARTIALLY_RETURNED', 'test');
    insert into ordering.order_payment (tenant_id, id, order_id, kind, method, amount, reference, actor) values
        (t, o, o, 'PAYMENT', 'CASH', 300, 'sound', 'test'), (t, sale, o, 'PAYMENT', 'LOYALTY_POINTS', 10, 'sound', 'test'), (t, part, o, 'REFUND', 'CASH', 90, 'sound', 'test');
    insert into ordering.fulfilment (tenant_id, id, order_id, tracking_number) values (t, part, o, 'sound');
    insert into ordering.fulfilment_line (tenant_id, fulfilment_id, line_id, order_id, quantity) values (t, part, line, o, 2);
    insert into ordering.order_return (tenant_id, id, order_id, reason, actor, amount) values (t, part, o, 'sound', 'test', 90);
    insert into ordering.order_return_line (tenant_id, return_id, line_id, order_id, quantity, restocked, amount) values (t, part, line, o, 1, true, 90);
    insert into ordering.cart (tenant_id, id, store_id, channel, draft, currency, locale, note, status, order_id, expires_at)
    values (t, part, s, 'ONLINE', true, 'ETB', 'en', 'sound', 'COMPLETED', o, now());

    insert into promotion.coupon (tenant_id, id, code, kind, rate, used) values (t, part, 'SOUND', 'PERCENTAGE', 100000, 1);
    insert into promotion.coupon_redemption (tenant_id, id, coupon_id, order_text, currency, amount) values (t, part, part, 'order_01h00000000000000000000001', 'ETB', 35);
    insert into inventory.reservation (tenant_id, holder, variant_id, location_id, quantity) values (t, 'order_01h00000000000000000000001', v, l, 1);
    insert into inventory.movement (tenant_id, id, variant_id, location_id, reserved_change, reason, reference, actor)
    values (t, part, v, l, 1, 'RESERVED', 'order_01h00000000000000000000001', 'test');

    -- What a till sold for 100 in cash.
    insert into ordering."order" (tenant_id, id, store_id, channel, source, source_reference, locale, currency, prices_include_tax, subtotal, shipping, shipping_discount, shipping_tax_rate,
        shipping_tax, discount, tax, total, paid, status, payment_status, payment_step, fulfilment_status, placed_at)
    values (t, till, s, 'POS', 'pos:sound', '1', 'en', 'ETB', true, 100, 0, 0, 0, 0, 0, 0, 100, 100, 'OPEN', 'PAID', 1, 'UNFULFILLED', '2026-01-01');
    insert into ordering.order_line (tenant_id, id, order_id, position, name, quantity, list_price, unit_price, price_source, discount, tax_rate, tax, total, requires_shipping)
    values (t, till, till, 0, 'Sold', 1, 100, 100, 'MANUAL', 0, 0, 0, 100, true);
    insert into ordering.status_change (tenant_id, order_id, axis, step, from_status, event, to_status, actor) values
        (t, till, 'ORDER', 0, 'NONE', 'PLACE', 'OPEN', 'test'),
        (t, till, 'PAYMENT', 0, 'NONE', 'PLACE', 'PENDING', 'test'),
        (t, till, 'PAYMENT', 1, 'PENDING', 'PAY', 'PAID', 'test'),
        (t, till, 'FULFILMENT', 0, 'NONE', 'PLACE', 'UNFULFILLED', 'test');
    insert into ordering.order_payment (tenant_id, id, order_id, kind, method, amount, actor, recorded_at) values (t, till, till, 'PAYMENT', 'CASH', 100, 'test', '2026-01-01');
    insert into channel.pos_register (tenant_id, id, store_id, location_id, code, name) values (t, till, s, l, 'sound', 'Sound');
    insert into channel.pos_session (tenant_id, id, pos_register_id, currency, opening_float, expected, opened_by, opened_at) values (t, till, till, 'ETB', 50, 50, 'sound', '2026-01-01');
    insert into channel.pos_sale (tenant_id, order_id, pos_session_id, late) values (t, till, till, false);
    insert into channel.cash_movement (tenant_id, id, pos_session_id, kind, amount, order_id, actor) values (t, till, till, 'SALE', 100, till, 'sound');

    insert into ledger.account (tenant_id, id, code, unit, holder, guarded) values
        (t, o, 'RECEIVABLE', 'ETB', 'sound', false), (t, line, 'CASH', 'ETB', 'sound', false), (t, part, 'STORE_CREDIT', 'ETB', 'sound', true), (t, till, 'DISCOUNTS', 'ETB', 'sound', false);
    insert into ledger.transfer (tenant_id, id, kind, reference, subject, occurred_at)
    select t, n.id, n.kind, n.reference, tenancy.type_id('order', n.subject), '2020-01-01'
    from (values (o, 'ORDER_PLACED', tenancy.type_id('order', o), o), (line, 'PAYMENT_RECEIVED', tenancy.type_id('order_payment', o), o),
        (part, 'PAYMENT_REFUNDED', tenancy.type_id('order_payment', part), o), (sale, 'ORDER_RETURNED', tenancy.type_id('order_return', part), o),
        (till, 'ORDER_PLACED', tenancy.type_id('order', till), till), (s, 'PAYMENT_RECEIVED', tenancy.type_id('order_payment', till), till),
        (v, 'PAYMENT_RECEIVED', tenancy.type_id('order_payment', sale), o)) n (id, kind, reference, subject);
    insert into ledger.entry (tenant_id, transfer_id, line, account_id, unit, amount, occurred_at)
    select t, n.transfer, n.line, n.account, 'ETB', n.amount, '2020-01-01'
    from (values (o, 0, o, 310), (o, 1, part, -350), (o, 2, till, 40), (line, 0, o, -300), (line, 1, line, 300), (v, 0, o, -10), (v, 1, line, 10), (part, 0, o, 90), (part, 1, line, -90),
        (sale, 0, o, -90), (sale, 1, part, 90),
        (till, 0, o, 100), (till, 1, part, -100), (s, 0, o, -100), (s, 1, line, 100)) n (transfer, line, account, amount);

    -- What the sandbox holds for the order.
    insert into payment.payment_account (tenant_id, id, provider, name, environment) values (t, o, 'sandbox', 'Sound', 'TEST');
    insert into payment.payment (tenant_id, id, order_id, store_id, payment_account_id, currency, amount, capture_later, reference) values (t, o, o, s, o, 'ETB', 100, true, 'sound');
    insert into payment.operation (tenant_id, id, payment_id, kind, amount, status, actor, lease, settled_at) values (t, o, o, 'AUTHORISE', 100, 'DONE', 'test', o, now());
    insert into payment.payment_event (tenant_id, id, payment_id, operation_id, kind, amount, source, occurred_at) values (t, o, o, o, 'AUTHORISED', 100, 'CALL', now());
    insert into payment.sandbox_act (tenant_id, payment_account_id, key, kind, reference, currency, amount, status, acted_at) values (t, o, 'sound', 'AUTHORISE', 'sound', 'ETB', 100, 'DONE', now());

    -- 30 points earned, 25 given, and 10 of those spent for the order, and 5 to take 5 off it.
    insert into loyalty.programme (tenant_id, id, store_id, name, maturation_days, minimum_points) values (t, o, s, 'Sound', 14, 1);
    insert into loyalty.loyalty_account (tenant_id, id, programme_id) values (t, o, o);
    insert into loyalty.points_movement (tenant_id, id, loyalty_account_id, kind, pending, available, owed, order_id, actor, occurred_at) values
        (t, o, o, 'EARNED', 30, 0, 0, o, 'sound', '2020-01-01'), (t, line, o, 'ADJUSTED', 0, 25, 0, null, 'sound', '2020-01-01'),
        (t, part, o, 'REDEEMED', 0, -10, 0, o, 'sound', '2020-01-01'), (t, sale, o, 'REDEEMED', 0, -5, 0, o, 'sound', '2020-01-01');
    insert into loyalty.lot (tenant_id, id, loyalty_account_id, order_id, points, remaining, earned_at, matures_at, matured) values
        (t, o, o, o, 30, 30, '2020-01-01', '2020-01-15', false), (t, line, o, null, 25, 10, '2020-01-01', '2020-01-01', true);
    insert into loyalty.accrual (tenant_id, order_id, loyalty_account_id, currency, amount, total, base, points, kept, accrued_at) values (t, o, o, 'ETB', 300, 310, 15, 30, 30, '2020-01-01');
    insert into loyalty.earn_rule (tenant_id, id, programme_id, name, multiplier, starts_at, budget, given) values (t, o, o, 'Sound', 2000000, '2020-01-01', 100, 15);
    insert into loyalty.earn_rule_use (tenant_id, earn_rule_id, order_id, points, kept) values (t, o, o, 15, 15);
    insert into loyalty.earn_rule_share (tenant_id, order_id, earn_rule_id, line_id, pieces, points) values (t, o, o, line, 1, 15);
    insert into loyalty.redemption (tenant_id, id, loyalty_account_id, order_id, points, currency, amount, discount) values (t, part, o, o, 10, 'ETB', 10, false), (t, sale, o, o, 5, 'ETB', 5, true);
    insert into loyalty.redemption_lot (tenant_id, redemption_id, position, points) values (t, part, 0, 10), (t, sale, 0, 5);
    insert into ledger.account (tenant_id, id, code, unit, holder, guarded, balance)
    select t, n.id, n.code, tenancy.type_id('loyalty_programme', o), tenancy.type_id(case when n.guarded then 'loyalty_account' else 'loyalty_programme' end, o), n.guarded, case when n.guarded then 0 end
    from (values (sale, 'POINTS_PENDING', true), (p, 'POINTS_AVAILABLE', true), (s, 'POINTS_ISSUED', false), (v, 'POINTS_REDEEMED', false)) n (id, code, guarded);
    insert into ledger.transfer (tenant_id, id, kind, reference, subject, occurred_at)
    select t, n.id, n.kind, tenancy.type_id('loyalty_movement', n.movement), tenancy.type_id('order', o), '2020-01-01'
    from (values (p, 'POINTS_EARNED', o), (l, 'POINTS_ADJUSTED', line), (t, 'POINTS_REDEEMED', part), (spent, 'POINTS_REDEEMED', sale)) n (id, kind, movement);
    insert into ledger.entry (tenant_id, transfer_id, line, account_id, unit, amount, occurred_at)
    select t, n.transfer, n.line, n.account, tenancy.type_id('loyalty_programme', o), n.amount, '2020-01-01'
    from (values (p, 0, sale, -30), (p, 1, s, 30), (l, 0, p, -25), (l, 1, s, 25), (t, 0, p, 10), (t, 1, v, -10), (spent, 0, p, 5), (spent, 1, v, -5)) n (transfer, line, account, amount);

    -- A customer invited another, whose first order was paid.
    insert into customer.customer (tenant_id, id, kind, given_name, sort_name) values (t, o, 'REGISTERED', 'Sound', 'sound'), (t, line, 'REGISTERED', 'Sound', 'sound');
    insert into loyalty.loyalty_account (tenant_id, id, programme_id, customer_id) values (t, line, o, o), (t, part, o, line);
    insert into loyalty.referral (tenant_id, id, loyalty_account_id, status, invited_at, invited_on, number, accepted_at, invitee_id, invitee_account_id, inviter_points, invitee_points, order_id,
        inviter_id, minimum_amount, rewarded_at)
    values (t, o, line, 'REWARDED', '2020-01-01', '2020-01-01', 1, '2020-01-01', line, part, 0, 0, o, o, 1, '2020-01-02');

    -- What went back by a refund, a gift card of 50, and 20 of store credit.
    insert into payment.order_refund (tenant_id, id, order_id, store_id, currency, amount, destination, actor) values (t, o, o, s, 'ETB', 90, 'ORIGINAL', 'test');
    insert into payment.order_refund_part (tenant_id, order_refund_id, position, amount, order_payment_id) values (t, o, 0, 90, part);
    insert into customer.customer (tenant_id, id, kind, sort_name) values (t, card, 'GUEST', 'sound');
    insert into storecredit.gift_card (tenant_id, id, issue_id, code_hash, last_four, currency, amount, issued_by) values (t, card, card, sha256('sound'), 'OUND', 'ETB', 50, 'test');
    insert into storecredit.store_credit_change (tenant_id, id, customer_id, kind, currency, amount, reason, actor, changed_at) values (t, card, card, 'ADJUSTED', 'ETB', 20, 'sound', 'test', '2020-01-01');
    insert into ledger.account (tenant_id, id, code, unit, holder, guarded) values
        (t, card, 'GIFT_CARD', 'ETB', tenancy.type_id('gift_card', card), true), (t, given, 'CREDIT_GRANTED', 'ETB', 'sound', false);
    insert into ledger.transfer (tenant_id, id, kind, reference, subject, occurred_at) values
        (t, card, 'GIFT_CARD_ISSUED', tenancy.type_id('gift_card', card), tenancy.type_id('gift_card', card), '2020-01-01'),
        (t, given, 'STORE_CREDIT_ADJUSTED', tenancy.type_id('store_credit_change', card), tenancy.type_id('customer', card), '2020-01-01');
    insert into ledger.entry (tenant_id, transfer_id, line, account_id, unit, amount, occurred_at)
    select t, n.transfer, n.line, n.account, 'ETB', n.amount, '2020-01-01'
    from (values (card, 0, card, -50), (card, 1, given, 50), (given, 0, part, -20), (given, 1, given, 20)) n (transfer, line, account, amount);

    -- The order earned cashback of 3, which waits.
    insert into loyalty.cashback (tenant_id, order_id, loyalty_account_id, currency, paid, granted, kept, granted_at, matures_at, matured) values
        (t, o, o, 'ETB', 300, 3, 3, '2020-01-01', '2020-01-15', false);
    insert into loyalty.cashback_movement (tenant_id, id, loyalty_account_id, order_id, kind, currency, pending, credited, owed, occurred_at) values (t, o, o, o, 'GRANTED', 'ETB', 3, 0, 0, '2020-01-01');
    insert into ledger.account (tenant_id, id, code, unit, holder, guarded, balance) values
        (t, '01880000-0000-0000-0000-0000000000c7', 'CASHBACK_PENDING', 'ETB', tenancy.type_id('loyalty_account', o), true, 0),
        (t, '01880000-0000-0000-0000-0000000000c6', 'LOYALTY_EXPENSE', 'ETB', 'sound', false, null);
    insert into ledger.transfer (tenant_id, id, kind, reference, subject, occurred_at) values
        (t, '01880000-0000-0000-0000-0000000000c6', 'CASHBACK_GRANTED', tenancy.type_id('loyalty_cashback', o), tenancy.type_id('order', o), '2020-01-01');
    insert into ledger.entry (tenant_id, transfer_id, line, account_id, unit, amount, occurred_at) values
        (t, '01880000-0000-0000-0000-0000000000c6', 0, '01880000-0000-0000-0000-0000000000c7', 'ETB', -3, '2020-01-01'),
        (t, '01880000-0000-0000-0000-0000000000c6', 1, '01880000-0000-0000-0000-0000000000c6', 'ETB', 3, '2020-01-01');

    perform ordering.give_numbers(t, array[till, o]);
    set constraints all immediate;
end
$$;
