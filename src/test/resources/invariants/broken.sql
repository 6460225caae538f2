-- What breaks each invariant of db/invariants.sql, and none but it, as only a superuser can. InvariantsTest takes it back.

-- checker_sees_every_tenant
set local role merkato_owner;

-- every_tenant_table_is_shut_to_other_tenants
alter table promotion.coupon no force row level security;

-- every_reference_between_tenants_rows_pairs_their_tenants
alter table promotion.coupon_store drop constraint coupon_store_store_fkey;
alter table promotion.coupon_store add constraint coupon_store_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id) not valid;

-- no_row_points_to_one_that_is_not_its_tenants
set local session_replication_role = replica;
insert into promotion.coupon_store (tenant_id, coupon_id, store_id) select c.tenant_id, c.id, s.id from promotion.coupon c join store.store s on s.tenant_id <> c.tenant_id limit 1;

-- the_audit_log_of_each_tenant_verifies
insert into platform.audit_head as h (tenant_id, sequence, hash) select t.id, 1, decode(repeat('00', 32), 'hex') from tenancy.tenant t limit 1
on conflict (tenant_id) do update set sequence = h.sequence + 1;

-- the_audit_log_of_the_platform_verifies
update platform.operator_head set sequence = sequence + 1;

-- every_event_has_been_counted
insert into platform.event (tenant_id, id, aggregate, position, type, data, occurred_at) select t.id, gen_random_uuid(), 'broken_1', 1, 'PRODUCT_CREATED', '{}', now() from tenancy.tenant t limit 1;

-- no_event_is_missing
insert into platform.event_head (tenant_id, aggregate, position, published_at) select t.id, 'broken_1', 3, now() from tenancy.tenant t order by t.id limit 1;
insert into platform.event (tenant_id, id, aggregate, position, type, data, occurred_at)
select t.id, gen_random_uuid(), 'broken_1', n, 'PRODUCT_CREATED', '{}', now() from (select id from tenancy.tenant order by id limit 1) t, (values (1), (3)) v (n);

-- every_delivery_is_of_its_event
update platform.webhook_delivery set event_type = 'ANOTHER' where id = (select d.id from platform.webhook_delivery d limit 1);

-- events_of_one_object_are_told_in_their_order
insert into platform.event_head (tenant_id, aggregate, position, published_at) select w.tenant_id, 'broken_1', 2, now() from platform.webhook w order by w.id limit 1;
insert into platform.event (tenant_id, id, aggregate, position, type, data, occurred_at)
select w.tenant_id, gen_random_uuid(), 'broken_1', n, 'PRODUCT_CREATED', '{}', now() from (select * from platform.webhook order by id limit 1) w, (values (1), (2)) v (n);
insert into platform.webhook_delivery (tenant_id, id, webhook_id, event_id, aggregate, position, event_type, status, next_attempt_at, finished_at)
select w.tenant_id, gen_random_uuid(), w.id, e.id, e.aggregate, e.position, e.type,
       case e.position when 1 then 'PENDING' else 'DELIVERED' end, case e.position when 1 then now() end, case e.position when 2 then now() end
from (select * from platform.webhook order by id limit 1) w join platform.event e on e.tenant_id = w.tenant_id and e.aggregate = 'broken_1';

-- a_guest_who_signed_in_has_nothing_left
insert into customer.customer (tenant_id, id, kind, sort_name, merged_into_id, deleted_at)
select c.tenant_id, '01880000-0000-0000-0000-000000000009', 'GUEST', '', c.id, now() from customer.customer c
where c.tenant_id = (select o.tenant_id from ordering."order" o where o.source = 'sound') and c.deleted_at is null limit 1;
update ordering.cart set customer_id = '01880000-0000-0000-0000-000000000009' where note = 'sound';

-- no_more_of_a_flash_sale_is_sold_than_there_is
alter table pricing.flash_sale_item drop constraint flash_sale_item_sold_check;
update pricing.flash_sale_item set quantity = sold - 1 where id = (select l.flash_sale_item_id from ordering.order_line l where l.name = 'Sound');

-- stock_is_the_sum_of_its_movements
update inventory.stock_level l set on_hand = l.on_hand + 1
where (l.variant_id, l.location_id) = (select variant_id, location_id from inventory.stock_level where on_hand > 0 limit 1);

-- what_is_reserved_is_the_sum_of_reservations
insert into inventory.reservation (tenant_id, holder, variant_id, location_id, quantity)
select tenant_id, 'broken_1', variant_id, location_id, 1 from inventory.stock_level limit 1;

-- no_more_is_promised_than_there_is
alter table inventory.stock_level drop constraint stock_level_promise_check;
insert into inventory.reservation (tenant_id, holder, variant_id, location_id, quantity)
select tenant_id, 'broken_1', variant_id, location_id, on_hand + backorder + 1 from inventory.stock_level where on_hand >= 0 limit 1;
insert into inventory.movement (tenant_id, id, variant_id, location_id, reserved_change, reason, reference, actor)
select tenant_id, gen_random_uuid(), variant_id, location_id, quantity, 'RESERVED', holder, 'test' from inventory.reservation where holder = 'broken_1';

-- the_catalogue_knows_what_is_in_stock
update catalog.variant set in_stock = not in_stock where id = (select v.id from catalog.variant v where v.kind <> 'BUNDLE' and v.deleted_at is null limit 1);

-- uses_of_a_coupon_are_its_redemptions
update promotion.coupon set used = used + 1 where id = (select c.id from promotion.coupon c where c.total_limit is null limit 1);

-- no_coupon_is_used_more_often_than_it_may_be
alter table promotion.coupon drop constraint coupon_used_check;
insert into promotion.coupon_redemption (tenant_id, id, coupon_id, order_text, currency, amount)
select c.tenant_id, gen_random_uuid(), c.id, 'broken_' || n, 'ETB', 1 from (select * from promotion.coupon where used = 0 limit 1) c, generate_series(1, 2) n;
update promotion.coupon set used = 2, total_limit = 1 where id = (select r.coupon_id from promotion.coupon_redemption r where r.order_text = 'broken_1');

-- uses_by_a_customer_are_their_redemptions
insert into promotion.coupon_customer (tenant_id, coupon_id, customer_id, customer_most, used)
select c.tenant_id, c.id, p.id, c.customer_most, 1 from promotion.coupon c join customer.customer p on p.tenant_id = c.tenant_id limit 1;

-- no_customer_uses_a_coupon_more_often_than_they_may
alter table promotion.coupon_customer drop constraint coupon_customer_used_check;
insert into promotion.coupon_redemption (tenant_id, id, coupon_id, order_text, customer_id, currency, amount)
select c.tenant_id, gen_random_uuid(), c.id, 'broken_' || n, c.customer_id, 'ETB', 1
from (select c.tenant_id, c.id, p.id as customer_id from promotion.coupon c join customer.customer p on p.tenant_id = c.tenant_id where c.customer_limit = 1 and c.total_limit is null
      and not exists (select from promotion.coupon_customer u where u.tenant_id = c.tenant_id and u.coupon_id = c.id and u.customer_id = p.id) limit 1) c,
     generate_series(1, 2) n;
update promotion.coupon set used = used + 2 where id = (select r.coupon_id from promotion.coupon_redemption r where r.order_text = 'broken_1');
insert into promotion.coupon_customer (tenant_id, coupon_id, customer_id, customer_most, used)
select c.tenant_id, c.id, r.customer_id, c.customer_most, 2 from promotion.coupon_redemption r join promotion.coupon c on c.tenant_id = r.tenant_id and c.id = r.coupon_id where r.order_text = 'broken_1';

-- price_ranges_are_those_of_the_variants
update catalog.price_range r set max_amount = r.max_amount + 1 where r.ctid = (select o.ctid from catalog.price_range o limit 1);

-- no_customer_keeps_more_than_fifty_addresses
insert into customer.address (tenant_id, id, customer_id, address)
select a.tenant_id, gen_random_uuid(), a.customer_id, a.address from (select * from customer.address limit 1) a, generate_series(1, 50);

-- no_wishlist_has_more_than_five_hundred_items
insert into customer.wishlist_item (tenant_id, id, customer_id, product_id, variant_id)
select w.tenant_id, gen_random_uuid(), w.customer_id, v.product_id, v.id
from (select * from customer.wishlist_item w where (select count(*) from catalog.variant v where v.tenant_id = w.tenant_id) > 600 limit 1) w
join catalog.variant v on v.tenant_id = w.tenant_id
limit 501;

-- an_order_comes_to_what_its_lines_and_shipping_do
update ordering."order" set subtotal = subtotal + 1, shipping = shipping - 1 where source = 'sound';

-- edits_lead_to_what_an_order_comes_to
insert into ordering.order_revision (tenant_id, id, order_id, step, actor, subtotal_before, shipping_before, discount_before, tax_before, total_before, subtotal, shipping, discount, tax, total)
select tenant_id, id, id, 1, 'test', subtotal, shipping, discount, tax, total, subtotal, shipping, discount, tax, total + 1 from ordering."order" where source = 'sound';

-- discounts_say_why_a_line_or_shipping_costs_less
insert into ordering.order_discount (tenant_id, id, order_id, code, amount) select tenant_id, gen_random_uuid(), id, 'MANUAL', 1 from ordering."order" where source = 'sound';

-- what_was_paid_is_the_sum_of_payments
update ordering."order" set paid = paid + 1, refunded = refunded + 1 where source = 'sound';

-- what_providers_gave_back_is_the_sum_of_their_refunds
update ordering."order" set provider_refunded = provider_refunded + 1 where source = 'sound';

-- what_was_sent_is_the_sum_of_fulfilments
delete from ordering.fulfilment where tracking_number = 'sound';

-- what_came_back_of_a_line_is_the_sum_of_returns
update ordering.order_line set returned = 0 where name = 'Sound';

-- what_came_back_is_worth_the_sum_of_returns
update ordering.order_return set amount = amount + 1 where reason = 'sound';
update ordering."order" set returned = returned + 1 where source = 'sound';
update ledger.entry set amount = amount + sign(amount)::bigint where transfer_id = '01880000-0000-0000-0000-000000000004';
update ledger.account set balance = balance - 1 where holder = 'sound' and code = 'STORE_CREDIT';

-- an_order_stands_where_its_history_led
update ordering."order" set fulfilment_status = 'UNFULFILLED' where source = 'sound';

-- orders_are_numbered_without_gaps
update ordering."order" set number = number + 1 where source = 'sound';

-- a_cart_is_completed_by_its_order
update ordering.cart set currency = 'USD' where note = 'sound';

-- nothing_is_promised_to_an_order_beyond_what_is_to_be_sent
insert into inventory.movement (tenant_id, id, variant_id, location_id, reserved_change, reason, reference, actor)
select r.tenant_id, gen_random_uuid(), r.variant_id, r.location_id, 1, 'RESERVED', r.holder, 'test' from inventory.reservation r where r.holder = 'order_01h00000000000000000000001';
update inventory.reservation set quantity = quantity + 1 where holder = 'order_01h00000000000000000000001';

-- an_open_order_is_promised_what_is_to_be_sent
insert into inventory.movement (tenant_id, id, variant_id, location_id, reserved_change, reason, reference, actor)
select r.tenant_id, gen_random_uuid(), r.variant_id, r.location_id, -1, 'RELEASED', r.holder, 'test' from inventory.reservation r where r.holder = 'order_01h00000000000000000000001';
delete from inventory.reservation where holder = 'order_01h00000000000000000000001';

-- an_order_uses_its_coupons_until_it_is_cancelled
update promotion.coupon_redemption set state = 'RELEASED', released_at = now() where order_text = 'order_01h00000000000000000000001';
update promotion.coupon set used = 0 where code = 'SOUND';

-- codes_that_an_order_has_discounts_by_are_used_by_it
update ordering.order_discount set code = 'ANOTHER' where code = 'SOUND' and line_id is null;
update promotion.coupon_redemption set amount = 25 where order_text = 'order_01h00000000000000000000001';

-- a_coupon_took_off_what_its_order_says
update promotion.coupon_redemption set amount = amount - 1 where order_text = 'order_01h00000000000000000000001';

-- a_flash_sale_has_sold_what_orders_took
update pricing.flash_sale_item set sold = sold - 1 where id = (select l.flash_sale_item_id from ordering.order_line l where l.name = 'Sound');

-- a_drawer_should_hold_its_float_and_movements
update channel.pos_session set expected = expected + 1 where opened_by = 'sound';

-- a_drawer_took_what_its_sales_were_paid_in_cash
update channel.cash_movement set amount = amount - 1 where actor = 'sound' and kind = 'SALE';
update channel.pos_session set expected = expected - 1 where opened_by = 'sound';

-- what_a_drawer_gave_back_went_back_for_an_order
insert into channel.cash_movement (tenant_id, id, pos_session_id, kind, amount, order_id, actor)
select s.tenant_id, gen_random_uuid(), s.pos_session_id, 'REFUND', -1, s.order_id, 'sound' from channel.pos_sale s join channel.pos_session e on e.id = s.pos_session_id and e.opened_by = 'sound';

-- what_a_till_sold_is_an_order_of_its_own
update ordering."order" set channel = 'ONLINE' where source = 'pos:sound';

-- an_order_of_a_source_is_what_it_was_imported_as
update channel.external_order set external_id = external_id || '-0' where (tenant_id, order_id) = (select tenant_id, order_id from channel.external_order where external_id = 'JUM-ET-731944');

-- the_entries_of_a_transfer_sum_to_zero
update ledger.entry set amount = amount + 1 where transfer_id = '01880000-0000-0000-0000-000000000002' and line = 1;

-- a_guarded_account_holds_the_sum_of_its_entries
update ledger.account set balance = balance + 1 where holder = 'sound' and code = 'STORE_CREDIT';

-- an_order_is_owed_what_the_ledger_has
update ledger.entry set amount = amount + sign(amount)::bigint where transfer_id = '01880000-0000-0000-0000-000000000001' and line < 2;
update ledger.account set balance = balance + 1 where holder = 'sound' and code = 'STORE_CREDIT';

-- what_orders_come_to_is_in_the_ledger
update ledger.entry e set account_id = a.id from ledger.account a
where e.transfer_id = '01880000-0000-0000-0000-000000000001' and e.line = 2 and a.tenant_id = e.tenant_id and a.holder = 'sound' and a.code = 'CASH';

-- tax_of_what_came_back_is_in_the_ledger
update ordering.order_line set returned_tax = returned_tax + 1 where name = 'Sound';

-- payments_and_returns_are_in_the_ledger
update ledger.transfer set reference = 'order_payment_never' where id = '01880000-0000-0000-0000-000000000002';

-- a_payment_says_the_sum_of_what_happened
update payment.payment set voided = 1 where reference = 'sound';

-- a_payment_keeps_what_is_under_way
update payment.payment set capturing = 1 where reference = 'sound';

-- what_a_provider_moved_is_in_its_order
update ordering.order_payment set through = (select tenancy.type_id('payment', p.id) from payment.payment p where p.reference = 'sound') where reference = 'sound' and kind = 'PAYMENT';

-- the_ledger_has_at_providers_what_payments_moved
update ledger.account set code = 'PROVIDER', holder = (select tenancy.type_id('payment_account', p.payment_account_id) from payment.payment p where p.reference = 'sound')
where code = 'CASH' and holder = 'sound';

-- the_sandbox_moved_what_payments_say
insert into payment.sandbox_act (tenant_id, payment_account_id, key, kind, reference, payment_reference, currency, amount, status, acted_at)
select tenant_id, payment_account_id, 'more', 'CAPTURE', 'more', 'sound', currency, 1, 'DONE', now() from payment.sandbox_act where key = 'sound';

-- what_is_left_of_points_is_in_the_ledger
update loyalty.lot set remaining = remaining - 1 where id = '01880000-0000-0000-0000-000000000001';

-- movements_of_points_are_in_the_ledger
update ledger.transfer set reference = 'loyalty_movement_never' where kind = 'POINTS_ADJUSTED' and occurred_at = '2020-01-01';

-- an_order_keeps_the_points_that_it_earned_less_those_taken_back
update loyalty.accrual set kept = kept - 1 where order_id = '01880000-0000-0000-0000-000000000001';

-- points_paid_what_orders_say
update loyalty.redemption set amount = amount + 1 where order_id = '01880000-0000-0000-0000-000000000001';

-- points_that_paid_moved_and_came_back
update loyalty.redemption set returned = returned + 1 where order_id = '01880000-0000-0000-0000-000000000001';

-- points_took_off_what_they_were_worth
update loyalty.redemption set amount = amount - 1 where discount and order_id = '01880000-0000-0000-0000-000000000001';

-- a_campaign_has_given_what_orders_got
update loyalty.earn_rule set given = given + 1 where name = 'Sound';

-- referrals_gave_what_they_say
update loyalty.referral set inviter_points = inviter_points + 1 where id = '01880000-0000-0000-0000-000000000001';

-- invitations_are_counted_for_who_invites
update loyalty.referral set inviter_id = invitee_id where id = '01880000-0000-0000-0000-000000000001';

-- whoever_was_merged_has_no_store_credit
insert into customer.customer (tenant_id, id, kind, sort_name, merged_into_id, deleted_at)
select tenant_id, '01880000-0000-0000-0000-000000000009', 'GUEST', '', id, now() from customer.customer where id = '01880000-0000-0000-0000-000000000001';
update ledger.account set holder = tenancy.type_id('customer', '01880000-0000-0000-0000-000000000009') where id = '01880000-0000-0000-0000-000000000003';

-- a_referral_is_between_two
update loyalty.referral set invitee_account_id = '01880000-0000-0000-0000-000000000001' where id = '01880000-0000-0000-0000-000000000001';

-- nobody_is_invited_in_a_ring
insert into loyalty.referral (tenant_id, id, loyalty_account_id, status, invited_at, invited_on, number, accepted_at, invitee_id, invitee_account_id, inviter_points, invitee_points, inviter_id)
select tenant_id, '01880000-0000-0000-0000-000000000002', invitee_account_id, 'ACCEPTED', invited_at, invited_on, number, accepted_at, '01880000-0000-0000-0000-000000000001', loyalty_account_id, 0, 0, invitee_id
from loyalty.referral where id = '01880000-0000-0000-0000-000000000001';

-- gift_cards_are_in_the_ledger
update storecredit.gift_card set amount = amount + 1 where last_four = 'OUND';

-- changes_of_store_credit_are_in_the_ledger
update storecredit.store_credit_change set amount = amount + 1 where reason = 'sound';

-- store_credit_and_gift_cards_paid_what_orders_say
update ordering.order_payment set method = 'STORE_CREDIT' where id = '01880000-0000-0000-0000-000000000001';

-- an_order_gives_a_gift_card_no_more_than_it_paid
update ordering.order_payment set through = 'gift_card_sound' where id = '01880000-0000-0000-0000-000000000003';

-- a_refund_is_its_parts
update payment.order_refund_part set amount = amount - 1 where order_refund_id = '01880000-0000-0000-0000-000000000001';

-- what_a_rule_gave_is_split_over_goods
update loyalty.earn_rule_share set points = points + 1 where order_id = '01880000-0000-0000-0000-000000000001';

-- points_come_back_as_they_were_spent
update loyalty.redemption_lot set points = points + 1 where redemption_id = '01880000-0000-0000-0000-000000000003';

-- movements_of_cashback_are_in_the_ledger
update ledger.transfer set reference = 'loyalty_cashback_never' where kind = 'CASHBACK_GRANTED' and occurred_at = '2020-01-01';

-- an_order_keeps_the_cashback_that_it_earned_less_what_was_taken_back
insert into loyalty.cashback (tenant_id, order_id, loyalty_account_id, currency, paid, granted, kept, granted_at, matures_at, matured)
select tenant_id, '01880000-0000-0000-0000-000000000005', loyalty_account_id, currency, paid, granted, kept, granted_at, matures_at, true
from loyalty.cashback where order_id = '01880000-0000-0000-0000-000000000001';

-- nobody_owes_cashback_and_has_store_credit
set constraints all deferred;
insert into ledger.account (tenant_id, id, code, unit, holder, guarded)
select l.tenant_id, n.id, n.code, 'ETB', n.holder, true
from loyalty.loyalty_account l, lateral (values
    ('01880000-0000-0000-0000-000000000090'::uuid, 'CASHBACK_OWED', tenancy.type_id('loyalty_account', l.id)),
    ('01880000-0000-0000-0000-000000000091', 'STORE_CREDIT', tenancy.type_id('customer', l.customer_id))) n (id, code, holder)
where l.customer_id = '01880000-0000-0000-0000-000000000001';
insert into ledger.transfer (tenant_id, id, kind, reference, subject, occurred_at)
select tenant_id, id, 'CASHBACK_MERGED', 'never', 'sound', now() from ledger.account where id = '01880000-0000-0000-0000-000000000090';
insert into ledger.entry (tenant_id, transfer_id, line, account_id, unit, amount, occurred_at)
select t.tenant_id, t.id, n.line, n.account, 'ETB', n.amount, now()
from ledger.transfer t, (values (0, '01880000-0000-0000-0000-000000000090'::uuid, 1), (1, '01880000-0000-0000-0000-000000000091', -1)) n (line, account, amount)
where t.id = '01880000-0000-0000-0000-000000000090';

-- cashback_that_waits_is_in_the_ledger
update loyalty.cashback set loyalty_account_id = '01880000-0000-0000-0000-000000000002' where order_id = '01880000-0000-0000-0000-000000000001';

-- a_payment_gives_no_more_than_it_took
set constraints all deferred;
update ordering."order" set refunded = refunded + 1 where source = 'sound' and source_reference = '1';
insert into ordering.order_payment (tenant_id, id, order_id, kind, method, amount, actor, through)
select tenant_id, '01880000-0000-0000-0000-000000000009', id, 'REFUND', 'STORE_CREDIT', 1, 'test', tenancy.type_id('payment', id) from ordering."order" where source = 'sound';
insert into ledger.transfer (tenant_id, id, kind, reference, subject, occurred_at)
select tenant_id, id, 'PAYMENT_REFUNDED', tenancy.type_id('order_payment', id), tenancy.type_id('order', order_id), now() from ordering.order_payment
where id = '01880000-0000-0000-0000-000000000009';
insert into ledger.entry (tenant_id, transfer_id, line, account_id, unit, amount, occurred_at)
select t.tenant_id, t.id, n.line, n.account, 'ETB', n.amount, now()
from ledger.transfer t, (values (0, '01880000-0000-0000-0000-000000000001'::uuid, 1), (1, '01880000-0000-0000-0000-000000000003', -1)) n (line, account, amount)
where t.id = '01880000-0000-0000-0000-000000000009';

-- store_credit_of_points_is_what_they_were_worth
set constraints all deferred;
insert into ledger.transfer (tenant_id, id, kind, reference, subject, occurred_at)
select tenant_id, '01880000-0000-0000-0000-000000000009', 'STORE_CREDIT_CONVERTED', 'never', 'never', now() from ordering."order" where source = 'sound';
insert into ledger.entry (tenant_id, transfer_id, line, account_id, unit, amount, occurred_at)
select t.tenant_id, t.id, n.line, n.account, 'ETB', n.amount, now()
from ledger.transfer t, (values (0, '01880000-0000-0000-0000-000000000007'::uuid, 1), (1, '01880000-0000-0000-0000-000000000003', -1)) n (line, account, amount)
where t.id = '01880000-0000-0000-0000-000000000009';

-- a_guests_store_credit_goes_to_whom_they_are
set constraints all deferred;
insert into ledger.transfer (tenant_id, id, kind, reference, subject, occurred_at)
select tenant_id, '01880000-0000-0000-0000-000000000009', 'STORE_CREDIT_MERGED', 'never', 'sound', now() from ordering."order" where source = 'sound';
insert into ledger.entry (tenant_id, transfer_id, line, account_id, unit, amount, occurred_at)
select t.tenant_id, t.id, n.line, n.account, 'ETB', n.amount, now()
from ledger.transfer t, (values (0, '01880000-0000-0000-0000-000000000007'::uuid, 1), (1, '01880000-0000-0000-0000-000000000003', -1)) n (line, account, amount)
where t.id = '01880000-0000-0000-0000-000000000009';
