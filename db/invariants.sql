-- What holds of every row, whatever ran at once and whatever crashed in between. One row for each thing that does not: the name of what should hold,
-- the tenant, and where to look. No row: all holds, where psql ended with 0.
--
--   java -jar merkato.jar --merkato.check-invariants
--   PGOPTIONS='-c role=merkato_operator' psql -X -v ON_ERROR_STOP=1 -U merkato_migrator -d merkato -At -f db/invariants.sql
--
-- It is one statement, so it sees one moment and can run beside the application; it reads whole tables, so it takes a while. It changes nothing.
-- Another invariant is another select of these three columns; add it to its module's part. InvariantsTest breaks each once.

-- What other modules write of an order by: its id as the API has it, in Crockford's base 32.
with named as materialized (
    select o.tenant_id, o.id, o.status, o.placed_at, o.number, tenancy.type_id('order', o.id) as text
    from ordering."order" o
)

-- checker

select 'checker_sees_every_tenant' as invariant, null as tenant, format('%s is bound by row-level security and sees nothing; use merkato_operator', current_user) as finding
from pg_roles r
where r.rolname = current_user and not (r.rolsuper or r.rolbypassrls)

-- tenancy

union all
-- The net beneath the statements is there: on each table that the application reaches, for its owner too.
select 'every_tenant_table_is_shut_to_other_tenants', null, c.oid::regclass::text
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
where c.relkind in ('r', 'p') and has_table_privilege('merkato_app', c.oid, 'select, insert, update, delete')
  and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))

union all
-- A reference between rows of tenants pairs their tenants, and PostgreSQL looks after it: for rows that were there before, and for new ones.
select 'every_reference_between_tenants_rows_pairs_their_tenants', null, format('%s of %s', k.conname, k.conrelid::regclass)
from pg_constraint k
join pg_attribute c on c.attrelid = k.conrelid and c.attname = 'tenant_id' and not c.attisdropped
join pg_attribute p on p.attrelid = k.confrelid and p.attname = 'tenant_id' and not p.attisdropped
where k.contype = 'f'
  and not (
    k.convalidated
    and coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true) -- from PostgreSQL 18 on
    and exists (select from unnest(k.conkey, k.confkey) pair (child, parent) where pair.child = c.attnum and pair.parent = p.attnum)
    and not exists (select from pg_trigger t where t.tgconstraint = k.oid and t.tgenabled = 'D'))

union all
-- And the rows themselves, reference by reference: they may have come by a way that looked after nothing, such as a copy with the triggers off.
select 'no_row_points_to_one_that_is_not_its_tenants', found.tenant, format('%s of %s: %s rows', r.name, r.child, found.rows)
from (
    select k.conname as name, k.conrelid::regclass as child,
           format('select count(*) as n, min(c.tenant_id::text) as tenant from %s c where %s and not exists (select from %s p where %s)', k.conrelid::regclass,
               string_agg(format('c.%I is not null', c.attname), ' and '), k.confrelid::regclass, string_agg(format('p.%I = c.%I', p.attname, c.attname), ' and ')) as query
    from pg_constraint k
    cross join unnest(k.conkey, k.confkey) pair (child, parent)
    join pg_attribute c on c.attrelid = k.conrelid and c.attnum = pair.child
    join pg_attribute p on p.attrelid = k.confrelid and p.attnum = pair.parent
    where k.contype = 'f' and exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attname = 'tenant_id' and not a.attisdropped)
      -- Whom row-level security binds sees hosts and not their domains, which is no finding.
      and exists (select from pg_roles b where b.rolname = current_user and (b.rolsuper or b.rolbypassrls))
    group by k.oid, k.conname, k.conrelid, k.confrelid
) r
-- SQL that is made of the catalogue, without a function of our own.
cross join lateral (select query_to_xml(r.query, false, true, '')::text as answer) x
cross join lateral (select substring(x.answer from '<n>(\d+)</n>')::bigint as rows, substring(x.answer from '<tenant>([^<]*)</tenant>') as tenant) found
where found.rows > 0

-- platform

union all
select 'the_audit_log_of_each_tenant_verifies', t.id::text, format('entry %s of %s', v.broken_at, v.entries)
from tenancy.tenant t
cross join lateral platform.audit_verify(t.id) v
where v.broken_at is not null

union all
select 'the_audit_log_of_the_platform_verifies', null, format('entry %s of %s', v.broken_at, v.entries)
from platform.operator_verification v
where v.broken_at is not null

union all
-- Nobody has published an event without counting it.
select 'every_event_has_been_counted', e.tenant_id::text, format('event %s of %s: position %s of %s', e.id, e.aggregate, e.position, coalesce(h.position, 0))
from platform.event e
left join platform.event_head h on h.tenant_id = e.tenant_id and h.aggregate = e.aggregate
where h.position is null or e.position > h.position

union all
-- What was counted is there, in a row. Only of the last hour: before, upkeep may have let go of some, depending on how long it is told to keep them.
select 'no_event_is_missing', h.tenant_id::text, format('%s: after position %s comes %s of %s', h.aggregate, e.position, coalesce(e.next::text, 'none'), h.position)
from platform.event_head h
join (
    select e.tenant_id, e.aggregate, e.position, e.occurred_at, lead(e.position) over (partition by e.tenant_id, e.aggregate order by e.position) as next
    from platform.event e
) e on e.tenant_id = h.tenant_id and e.aggregate = h.aggregate
where e.occurred_at > now() - interval '1 hour' and e.position < h.position and e.next is distinct from e.position + 1

union all
select 'every_delivery_is_of_its_event', d.tenant_id::text, format('delivery %s of event %s', d.id, d.event_id)
from platform.webhook_delivery d
join platform.event e on e.tenant_id = d.tenant_id and e.id = d.event_id
where (d.aggregate, d.position, d.event_type) is distinct from (e.aggregate, e.position, e.type)

union all
-- Unless somebody asked for an old one to be sent again.
select 'events_of_one_object_are_told_in_their_order', later.tenant_id::text,
       format('webhook %s was told event %s of %s, and %s is still to come', later.webhook_id, later.position, later.aggregate, min(earlier.position))
from platform.webhook_delivery earlier
join platform.webhook_delivery later
    on later.tenant_id = earlier.tenant_id and later.webhook_id = earlier.webhook_id and later.aggregate = earlier.aggregate
    and later.position > earlier.position and later.status = 'DELIVERED'
where earlier.status = 'PENDING' and earlier.attempts_before = 0
group by later.tenant_id, later.webhook_id, later.aggregate, later.position

-- catalog

union all
-- The tenant's own, and of each store that has, or once had, a price of its own: the cheapest and the dearest variant.
select 'price_ranges_are_those_of_the_variants', coalesce(w.tenant_id, r.tenant_id)::text, format('product %s, store %s: %s to %s %s, but %s to %s by its variants',
    coalesce(w.product_id, r.product_id), coalesce(w.store_id, r.store_id), r.min_amount, r.max_amount, coalesce(w.currency, r.currency), w.min_amount, w.max_amount)
from (
    select p.tenant_id, p.store_id, p.currency, p.product_id, min(p.amount) as min_amount, max(p.amount) as max_amount, bool_or(coalesce(p.compare_at > p.amount, false)) as on_sale
    from (
        select v.tenant_id, s.store_id, b.currency, v.product_id, coalesce(o.amount, b.amount) as amount, case when o.amount is null then b.compare_at else o.compare_at end as compare_at
        from catalog.variant v
        join catalog.variant_price b on b.tenant_id = v.tenant_id and b.variant_id = v.id
        join (select t.id as tenant_id, '00000000-0000-0000-0000-000000000000'::uuid as store_id from tenancy.tenant t
              union all select c.tenant_id, c.store_id from catalog.price_scope c) s on s.tenant_id = v.tenant_id
        left join catalog.variant_store_price o on o.tenant_id = v.tenant_id and o.store_id = s.store_id and o.variant_id = v.id and o.currency = b.currency
        where v.deleted_at is null
        union all
        select o.tenant_id, o.store_id, o.currency, o.product_id, o.amount, o.compare_at
        from catalog.variant_store_price o
        join catalog.variant v on v.tenant_id = o.tenant_id and v.id = o.variant_id and v.deleted_at is null
        where not exists (select from catalog.variant_price b where b.tenant_id = o.tenant_id and b.variant_id = o.variant_id and b.currency = o.currency)
    ) p
    group by p.tenant_id, p.store_id, p.currency, p.product_id
) w
full join catalog.price_range r on r.tenant_id = w.tenant_id and r.store_id = w.store_id and r.currency = w.currency and r.product_id = w.product_id
where (w.min_amount, w.max_amount, w.on_sale) is distinct from (r.min_amount, r.max_amount, r.on_sale)

-- customer

union all
select 'no_customer_keeps_more_than_fifty_addresses', a.tenant_id::text, format('customer %s: %s', a.customer_id, count(*))
from customer.address a
group by a.tenant_id, a.customer_id
having count(*) > 50

union all
select 'no_wishlist_has_more_than_five_hundred_items', w.tenant_id::text, format('customer %s: %s', w.customer_id, count(*))
from customer.wishlist_item w
group by w.tenant_id, w.customer_id
having count(*) > 500

union all
-- Whoever signed in took it along, whatever the guest was given at that moment; of wishes only those that they did not have.
select 'a_guest_who_signed_in_has_nothing_left', g.tenant_id::text, format('guest %s, who is %s now: %s', g.id, g.merged_into_id, left_over.what)
from customer.customer g
join (
    select c.tenant_id, c.customer_id, format('cart %s', c.id) as what from ordering.cart c
    union all
    select o.tenant_id, o.customer_id, format('order %s', o.number) from ordering."order" o
    union all
    select e.tenant_id, e.customer_id, format('tax exemption %s', e.id) from pricing.tax_exemption e
) left_over on left_over.tenant_id = g.tenant_id and left_over.customer_id = g.id
where g.merged_into_id is not null

-- pricing

union all
select 'no_more_of_a_flash_sale_is_sold_than_there_is', i.tenant_id::text, format('item %s of sale %s: %s sold of %s', i.id, i.flash_sale_id, i.sold, i.quantity)
from pricing.flash_sale_item i
where i.sold < 0 or i.sold > i.quantity

-- inventory

union all
select 'stock_is_the_sum_of_its_movements', l.tenant_id::text,
       format('variant %s at location %s: %s on hand and %s reserved, but movements of %s and %s', l.variant_id, l.location_id, l.on_hand, l.reserved,
           coalesce(m.on_hand, 0), coalesce(m.reserved, 0))
from inventory.stock_level l
left join (
    select m.tenant_id, m.variant_id, m.location_id, sum(m.on_hand_change) as on_hand, sum(m.reserved_change) as reserved
    from inventory.movement m
    group by m.tenant_id, m.variant_id, m.location_id
) m on m.tenant_id = l.tenant_id and m.variant_id = l.variant_id and m.location_id = l.location_id
where l.on_hand <> coalesce(m.on_hand, 0) or l.reserved <> coalesce(m.reserved, 0)

union all
select 'what_is_reserved_is_the_sum_of_reservations', l.tenant_id::text,
       format('variant %s at location %s: %s reserved, but reservations of %s', l.variant_id, l.location_id, l.reserved, coalesce(r.quantity, 0))
from inventory.stock_level l
left join (
    select r.tenant_id, r.variant_id, r.location_id, sum(r.quantity) as quantity
    from inventory.reservation r
    group by r.tenant_id, r.variant_id, r.location_id
) r on r.tenant_id = l.tenant_id and r.variant_id = l.variant_id and r.location_id = l.location_id
where l.reserved <> coalesce(r.quantity, 0)

union all
-- Where sale is not limited, more may have left than anybody had recorded; but nothing is promised then.
select 'no_more_is_promised_than_there_is', l.tenant_id::text,
       format('variant %s at location %s: %s reserved of %s on hand and %s to come', l.variant_id, l.location_id, l.reserved, l.on_hand, l.backorder)
from inventory.stock_level l
where l.reserved < 0 or l.reserved > 0 and l.reserved > l.on_hand + l.backorder

union all
-- A bundle is there as long as all its parts are; what has no level is always there. Deleted ones may be restored.
select 'the_catalogue_knows_what_is_in_stock', v.tenant_id::text, format('variant %s: in stock %s, but %s', v.id, v.in_stock, not v.in_stock)
from catalog.variant v
left join inventory.policy p on p.tenant_id = v.tenant_id
cross join lateral (
    select bool_and(coalesce(s.quantity >= i.quantity, true)) as all_parts
    from (
        select v.id as variant_id, 1 as quantity where v.kind <> 'BUNDLE'
        union all
        select i.variant_id, i.quantity from catalog.product_bundle_item i where i.tenant_id = v.tenant_id and i.product_id = v.product_id and v.kind = 'BUNDLE'
    ) i
    cross join lateral (
        select sum(case when o.active then l.sellable else 0 end) as quantity
        from inventory.stock_level l
        join inventory.location o on o.tenant_id = l.tenant_id and o.id = l.location_id
        where l.tenant_id = v.tenant_id and l.variant_id = i.variant_id
    ) s
    where p.mode in ('RESERVE_ON_ORDER', 'RESERVE_ON_CART') -- the others refuse no sale
) there
where v.in_stock <> coalesce(there.all_parts, true)

-- promotion

union all
select 'uses_of_a_coupon_are_its_redemptions', c.tenant_id::text, format('coupon %s: %s used, but %s redeemed', c.id, c.used, coalesce(r.uses, 0))
from promotion.coupon c
left join (
    select r.tenant_id, r.coupon_id, count(*) as uses
    from promotion.coupon_redemption r
    where r.state = 'REDEEMED'
    group by r.tenant_id, r.coupon_id
) r on r.tenant_id = c.tenant_id and r.coupon_id = c.id
where c.used <> coalesce(r.uses, 0)

union all
select 'no_coupon_is_used_more_often_than_it_may_be', c.tenant_id::text, format('coupon %s: %s used of %s', c.id, c.used, c.total_limit)
from promotion.coupon c
where c.used > c.total_limit

union all
select 'uses_by_a_customer_are_their_redemptions', coalesce(u.tenant_id, r.tenant_id)::text,
       format('coupon %s by customer %s: %s used, but %s redeemed', coalesce(u.coupon_id, r.coupon_id), coalesce(u.customer_id, r.customer_id), coalesce(u.used, 0), coalesce(r.uses, 0))
from promotion.coupon_customer u
full join (
    select r.tenant_id, r.coupon_id, r.customer_id, count(*) as uses
    from promotion.coupon_redemption r
    where r.state = 'REDEEMED' and r.customer_id is not null
    group by r.tenant_id, r.coupon_id, r.customer_id
) r on r.tenant_id = u.tenant_id and r.coupon_id = u.coupon_id and r.customer_id = u.customer_id
where coalesce(u.used, 0) <> coalesce(r.uses, 0)

union all
select 'no_customer_uses_a_coupon_more_often_than_they_may', u.tenant_id::text, format('coupon %s by customer %s: %s used of %s', u.coupon_id, u.customer_id, u.used, c.customer_limit)
from promotion.coupon_customer u
join promotion.coupon c on c.tenant_id = u.tenant_id and c.id = u.coupon_id
where u.used > c.customer_limit

-- ledger

union all
select 'the_entries_of_a_transfer_sum_to_zero', e.tenant_id::text, format('transfer %s: %s %s', e.transfer_id, sum(e.amount), e.unit)
from ledger.entry e
group by e.tenant_id, e.transfer_id, e.unit
having sum(e.amount) <> 0

union all
select 'a_guarded_account_holds_the_sum_of_its_entries', a.tenant_id::text, format('%s of %s: %s %s, but entries of %s', a.code, a.holder, a.balance, a.unit, coalesce(e.amount, 0))
from ledger.account a
join ledger.account_code c on c.code = a.code
left join lateral (
    select sum(case when c.class in ('ASSET', 'EXPENSE') then e.amount else -e.amount end) as amount
    from ledger.entry e
    where e.tenant_id = a.tenant_id and e.account_id = a.id
) e on true
where a.guarded and a.balance is distinct from coalesce(e.amount, 0)

-- loyalty

union all
-- What is left of an account's points is what the book has, those that wait and those that can be used.
select 'what_is_left_of_points_is_in_the_ledger', a.tenant_id::text,
       format('loyalty account %s: %s wait and %s can be used, but %s and %s by the ledger', a.id, l.pending, l.available, coalesce(p.balance, 0), coalesce(v.balance, 0))
from loyalty.loyalty_account a
cross join lateral (
    select coalesce(sum(l.remaining) filter (where not l.matured), 0) as pending, coalesce(sum(l.remaining) filter (where l.matured), 0) as available
    from loyalty.lot l
    where l.tenant_id = a.tenant_id and l.loyalty_account_id = a.id and l.remaining > 0
) l
left join ledger.account p on p.tenant_id = a.tenant_id and p.code = 'POINTS_PENDING'
    and p.unit = tenancy.type_id('loyalty_programme', a.programme_id) and p.holder = tenancy.type_id('loyalty_account', a.id)
left join ledger.account v on v.tenant_id = a.tenant_id and v.code = 'POINTS_AVAILABLE'
    and v.unit = tenancy.type_id('loyalty_programme', a.programme_id) and v.holder = tenancy.type_id('loyalty_account', a.id)
where (l.pending, l.available) is distinct from (coalesce(p.balance, 0)::numeric, coalesce(v.balance, 0)::numeric)

union all
-- Every movement of points is in the book with its figures, and what the book has of them there is.
select 'movements_of_points_are_in_the_ledger', coalesce(m.tenant_id, t.tenant_id)::text,
       format('%s: %s, %s, %s, but %s, %s, %s by the ledger', coalesce(m.reference, t.reference), m.pending, m.available, m.owed, t.pending, t.available, t.owed)
from (
    select m.tenant_id, 'POINTS_' || m.kind as kind, tenancy.type_id('loyalty_movement', m.id) as reference, m.pending, m.available, m.owed
    from loyalty.points_movement m
) m
full join (
    select t.tenant_id, t.kind, t.reference, coalesce(-sum(e.amount) filter (where a.code = 'POINTS_PENDING'), 0) as pending,
           coalesce(-sum(e.amount) filter (where a.code = 'POINTS_AVAILABLE'), 0) as available, coalesce(sum(e.amount) filter (where a.code = 'POINTS_OWED'), 0) as owed
    from ledger.transfer t
    join ledger.entry e on e.tenant_id = t.tenant_id and e.transfer_id = t.id
    join ledger.account a on a.tenant_id = e.tenant_id and a.id = e.account_id
    where t.kind like 'POINTS\_%'
    group by t.tenant_id, t.kind, t.reference
) t on t.tenant_id = m.tenant_id and t.kind = m.kind and t.reference = m.reference
where (m.pending, m.available, m.owed) is distinct from (t.pending, t.available, t.owed)

union all
select 'an_order_keeps_the_points_that_it_earned_less_those_taken_back', a.tenant_id::text,
       format('order %s keeps %s, but %s by what happened', a.order_id, a.kept, m.points)
from loyalty.accrual a
left join lateral (
    select sum(m.pending + m.available - m.owed) as points
    from loyalty.points_movement m
    where m.tenant_id = a.tenant_id and m.order_id = a.order_id and m.kind in ('EARNED', 'REVERSED')
) m on true
where a.kept is distinct from m.points

union all
select 'points_paid_what_orders_say', coalesce(r.tenant_id, p.tenant_id)::text,
       format('order %s: %s by points, but %s by its payments', coalesce(r.order_id, p.order_id), r.amount, p.amount)
from (
    select r.tenant_id, r.order_id, sum(r.amount) as amount from loyalty.redemption r where not r.discount group by r.tenant_id, r.order_id
) r
full join (
    select p.tenant_id, p.order_id, sum(p.amount) as amount
    from ordering.order_payment p
    where p.method = 'LOYALTY_POINTS' and p.kind = 'PAYMENT'
    group by p.tenant_id, p.order_id
) p on p.tenant_id = r.tenant_id and p.order_id = r.order_id
where r.amount is distinct from p.amount

union all
select 'points_that_paid_moved_and_came_back', r.tenant_id::text,
       format('order %s: %s less %s, but %s by what happened', r.order_id, sum(r.points), sum(r.returned), m.points)
from loyalty.redemption r
left join lateral (
    select -sum(m.available - m.owed) as points
    from loyalty.points_movement m
    where m.tenant_id = r.tenant_id and m.order_id = r.order_id and m.kind in ('REDEEMED', 'RETURNED')
) m on true
group by r.tenant_id, r.order_id, m.points
having sum(r.points) - sum(r.returned) is distinct from m.points

union all
-- Of orders that were placed here. What points took off shrinks with its goods, and never grows; of an order that is called off all of them are back.
select 'points_took_off_what_they_were_worth', o.tenant_id::text,
       format('order %s, %s: %s off, but points worth %s, of which %s of %s are back', o.number, o.status, coalesce(d.amount, 0), coalesce(r.amount, 0), r.returned, r.points)
from (
    select d.tenant_id, d.order_id, sum(d.amount) as amount from ordering.order_discount d where d.code = 'LOYALTY_POINTS' group by d.tenant_id, d.order_id
) d
full join (
    select r.tenant_id, r.order_id, sum(r.amount) as amount, sum(r.points) as points, sum(r.returned) as returned
    from loyalty.redemption r
    where r.discount
    group by r.tenant_id, r.order_id
) r on r.tenant_id = d.tenant_id and r.order_id = d.order_id
join ordering."order" o on o.tenant_id = coalesce(d.tenant_id, r.tenant_id) and o.id = coalesce(d.order_id, r.order_id) and o.channel <> 'EXTERNAL'
where coalesce(d.amount, 0) > coalesce(r.amount, 0) or o.status = 'CANCELLED' and r.returned <> r.points

union all
select 'a_campaign_has_given_what_orders_got', r.tenant_id::text, format('%s: %s of %s, but %s by its uses', r.name, r.given, r.budget, coalesce(u.points, 0))
from loyalty.earn_rule r
left join (
    select u.tenant_id, u.earn_rule_id, sum(u.kept) as points from loyalty.earn_rule_use u group by u.tenant_id, u.earn_rule_id
) u on u.tenant_id = r.tenant_id and u.earn_rule_id = r.id
where r.budget is not null and r.given is distinct from coalesce(u.points, 0)

union all
-- What referrals gave is what moved in the account of each of the two, and nothing moved for none.
select 'referrals_gave_what_they_say', coalesce(r.tenant_id, m.tenant_id)::text,
       format('order %s, account %s: %s points by its referral, but %s by what happened', coalesce(r.order_id, m.order_id), coalesce(r.account_id, m.account_id), coalesce(r.points, 0),
           coalesce(m.points, 0))
from (
    select r.tenant_id, r.order_id, e.account_id, sum(case when r.status = 'REWARDED' then e.points else 0 end) as points
    from loyalty.referral r
    cross join lateral (values (r.loyalty_account_id, r.inviter_points), (r.invitee_account_id, r.invitee_points)) e (account_id, points)
    where r.order_id is not null
    group by r.tenant_id, r.order_id, e.account_id
) r
full join (
    select m.tenant_id, m.order_id, m.loyalty_account_id as account_id, sum(m.pending + m.available - m.owed) as points
    from loyalty.points_movement m
    where m.kind in ('REFERRED', 'REFERRAL_REVERSED')
    group by m.tenant_id, m.order_id, m.loyalty_account_id
) m on m.tenant_id = r.tenant_id and m.order_id = r.order_id and m.account_id = r.account_id
where coalesce(r.points, 0) <> coalesce(m.points, 0)

union all
select 'invitations_are_counted_for_who_invites', r.tenant_id::text, format('referral %s: customer %s, but of customer %s by the account', r.id, r.inviter_id, a.customer_id)
from loyalty.referral r
join loyalty.loyalty_account a on a.tenant_id = r.tenant_id and a.id = r.loyalty_account_id
where r.inviter_id is distinct from a.customer_id

union all
select 'a_referral_is_between_two', r.tenant_id::text, format('referral %s: account %s invited account %s of customer %s', r.id, r.loyalty_account_id, r.invitee_account_id, r.invitee_id)
from loyalty.referral r
join loyalty.loyalty_account a on a.tenant_id = r.tenant_id and a.id = r.invitee_account_id
where r.invitee_account_id = r.loyalty_account_id or a.customer_id is distinct from r.invitee_id

union all
select 'nobody_is_invited_in_a_ring', l.tenant_id::text, format('customer %s', l.invitee_id)
from (
    with recursive line as (
        select r.tenant_id, r.invitee_id, a.customer_id as inviter_id
        from loyalty.referral r
        join loyalty.loyalty_account a on a.tenant_id = r.tenant_id and a.id = r.loyalty_account_id
        where r.invitee_id is not null
        union
        select l.tenant_id, l.invitee_id, a.customer_id
        from line l
        join loyalty.referral r on r.tenant_id = l.tenant_id and r.invitee_id = l.inviter_id
        join loyalty.loyalty_account a on a.tenant_id = r.tenant_id and a.id = r.loyalty_account_id
    )
    select * from line
) l
where l.inviter_id = l.invitee_id

union all
select 'what_a_rule_gave_is_split_over_goods', u.tenant_id::text, format('order %s: %s, but %s by its goods', u.order_id, u.points, sum(s.points))
from loyalty.earn_rule_use u
join loyalty.earn_rule_share s on s.tenant_id = u.tenant_id and s.order_id = u.order_id and s.earn_rule_id = u.earn_rule_id
group by u.tenant_id, u.order_id, u.earn_rule_id, u.points
having u.points is distinct from sum(s.points)

union all
select 'points_come_back_as_they_were_spent', r.tenant_id::text, format('order %s: %s points, but %s by what they came of', r.order_id, r.points, coalesce(l.points, 0))
from loyalty.redemption r
left join (
    select l.tenant_id, l.redemption_id, sum(l.points) as points from loyalty.redemption_lot l group by l.tenant_id, l.redemption_id
) l on l.tenant_id = r.tenant_id and l.redemption_id = r.id
where r.points is distinct from coalesce(l.points, 0)

-- storecredit

union all
-- Who turned out to be somebody else has nothing: it is theirs.
select 'whoever_was_merged_has_no_store_credit', a.tenant_id::text, format('customer %s: %s %s', c.id, a.balance, a.unit)
from customer.customer c
join ledger.account a on a.tenant_id = c.tenant_id and a.code = 'STORE_CREDIT' and a.holder = tenancy.type_id('customer', c.id)
where c.merged_into_id is not null and a.balance <> 0

union all
select 'gift_cards_are_in_the_ledger', coalesce(g.tenant_id, t.tenant_id)::text,
       format('%s: issued for %s, but for %s by the ledger', coalesce(g.card, t.holder), g.amount, t.amount)
from (
    select g.tenant_id, tenancy.type_id('gift_card', g.id) as card, g.amount, g.currency from storecredit.gift_card g
) g
full join (
    select a.tenant_id, a.holder, a.unit, -sum(e.amount) filter (where t.kind = 'GIFT_CARD_ISSUED' and t.reference = a.holder) as amount
    from ledger.account a
    join ledger.entry e on e.tenant_id = a.tenant_id and e.account_id = a.id
    join ledger.transfer t on t.tenant_id = e.tenant_id and t.id = e.transfer_id
    where a.code = 'GIFT_CARD'
    group by a.tenant_id, a.holder, a.unit
) t on t.tenant_id = g.tenant_id and t.holder = g.card and t.unit = g.currency
where g.amount is distinct from t.amount

union all
select 'changes_of_store_credit_are_in_the_ledger', coalesce(c.tenant_id, t.tenant_id)::text,
       format('%s: %s, but %s by the ledger', coalesce(c.reference, t.reference), c.amount, t.amount)
from (
    select c.tenant_id, tenancy.type_id('store_credit_change', c.id) as reference, c.amount, c.currency from storecredit.store_credit_change c
) c
full join (
    select t.tenant_id, t.reference, a.unit, -sum(e.amount) as amount
    from ledger.transfer t
    join ledger.entry e on e.tenant_id = t.tenant_id and e.transfer_id = t.id
    join ledger.account a on a.tenant_id = e.tenant_id and a.id = e.account_id and a.code = 'STORE_CREDIT'
    where t.kind in ('STORE_CREDIT_ADJUSTED', 'GIFT_CARD_REDEEMED')
    group by t.tenant_id, t.reference, a.unit
) t on t.tenant_id = c.tenant_id and t.reference = c.reference and t.unit = c.currency
where c.amount is distinct from t.amount

union all
select 'store_credit_and_gift_cards_paid_what_orders_say', coalesce(p.tenant_id, t.tenant_id)::text,
       format('%s of %s: %s, but %s of %s by the ledger', coalesce(p.method, t.code), coalesce(p.reference, t.reference), p.amount, t.amount, t.holder)
from (
    select p.tenant_id, p.method, p.through, o.customer_id, tenancy.type_id('order_payment', p.id) as reference, case p.kind when 'PAYMENT' then p.amount else -p.amount end as amount
    from ordering.order_payment p
    join ordering."order" o on o.tenant_id = p.tenant_id and o.id = p.order_id
    where p.method in ('STORE_CREDIT', 'GIFT_CARD')
) p
full join (
    select t.tenant_id, a.code, a.holder, t.reference, sum(e.amount) as amount
    from ledger.transfer t
    join ledger.entry e on e.tenant_id = t.tenant_id and e.transfer_id = t.id
    join ledger.account a on a.tenant_id = e.tenant_id and a.id = e.account_id and a.code in ('STORE_CREDIT', 'GIFT_CARD')
    where t.kind in ('PAYMENT_RECEIVED', 'PAYMENT_REFUNDED')
    group by t.tenant_id, a.code, a.holder, t.reference
) t on t.tenant_id = p.tenant_id and t.code = p.method and t.reference = p.reference
where p.amount is distinct from t.amount
   or p.method = 'GIFT_CARD' and t.holder <> p.through
   -- Of the order's customer, or of the guest whom they were by then; of those who are forgotten nobody knows.
   or p.method = 'STORE_CREDIT' and t.holder <> tenancy.type_id('customer', p.customer_id) and exists (
        select from customer.customer c
        where c.tenant_id = p.tenant_id and c.merged_into_id is distinct from p.customer_id and tenancy.type_id('customer', c.id) = t.holder)

union all
-- What went back through the payment as it was decided, and what was given as store credit in place of its money; what a provider did after all comes on top.
select 'a_payment_gives_no_more_than_it_took', p.tenant_id::text, format('payment %s: %s taken, %s given back and store credit of %s', p.id, p.captured, r.amount, c.amount)
from (
    select m.tenant_id, m.order_id, m.through, sum(m.amount) as amount
    from ordering.order_payment m
    where m.kind = 'REFUND' and m.method = 'STORE_CREDIT' and starts_with(m.through, 'payment_')
    group by m.tenant_id, m.order_id, m.through
) c
left join payment.payment p on p.tenant_id = c.tenant_id and p.order_id = c.order_id and tenancy.type_id('payment', p.id) = c.through
left join lateral (
    select coalesce(sum(e.amount), 0) as amount
    from payment.payment_event e
    join payment.operation o on o.tenant_id = e.tenant_id and o.id = e.operation_id and o.problem is null
    where e.tenant_id = p.tenant_id and e.payment_id = p.id and e.kind = 'REFUNDED'
) r on true
where (r.amount + c.amount <= p.captured) is not true

union all
-- Points that became store credit left by a movement of the same worth.
select 'store_credit_of_points_is_what_they_were_worth', coalesce(m.tenant_id, t.tenant_id)::text,
       format('%s: %s, but %s by the ledger', coalesce(m.reference, t.reference), m.amount, t.amount)
from (
    select m.tenant_id, tenancy.type_id('loyalty_movement', m.id) as reference, m.currency, m.amount from loyalty.points_movement m where m.kind = 'CONVERTED'
) m
full join (
    select t.tenant_id, t.reference, a.unit, -sum(e.amount) as amount
    from ledger.transfer t
    join ledger.entry e on e.tenant_id = t.tenant_id and e.transfer_id = t.id
    join ledger.account a on a.tenant_id = e.tenant_id and a.id = e.account_id and a.code = 'STORE_CREDIT'
    where t.kind = 'STORE_CREDIT_CONVERTED'
    group by t.tenant_id, t.reference, a.unit
) t on t.tenant_id = m.tenant_id and t.reference = m.reference and t.unit = m.currency
where m.amount is distinct from t.amount

union all
-- From the guest, whom it refers to, to the customer, whom it is about.
select 'a_guests_store_credit_goes_to_whom_they_are', t.tenant_id::text, format('transfer %s of %s: %s %s of %s', t.id, t.reference, e.amount, a.unit, a.holder)
from ledger.transfer t
join ledger.entry e on e.tenant_id = t.tenant_id and e.transfer_id = t.id
join ledger.account a on a.tenant_id = e.tenant_id and a.id = e.account_id
where t.kind = 'STORE_CREDIT_MERGED' and (a.code <> 'STORE_CREDIT' or a.holder <> case when e.amount > 0 then t.reference else t.subject end)

union all
select 'an_order_gives_a_gift_card_no_more_than_it_paid', p.tenant_id::text,
       format('order %s: %s paid %s and got %s', p.order_id, p.through, sum(p.amount) filter (where p.kind = 'PAYMENT'), sum(p.amount) filter (where p.kind = 'REFUND'))
from ordering.order_payment p
where starts_with(p.through, 'gift_card_')
group by p.tenant_id, p.order_id, p.through
having coalesce(sum(p.amount) filter (where p.kind = 'REFUND'), 0) > coalesce(sum(p.amount) filter (where p.kind = 'PAYMENT'), 0)

union all
-- Every movement of cashback is in the book with its figures, and what the book has of them there is.
select 'movements_of_cashback_are_in_the_ledger', coalesce(m.tenant_id, t.tenant_id)::text,
       format('%s: %s, %s, %s, but %s, %s, %s by the ledger', coalesce(m.reference, t.reference), m.pending, m.credited, m.owed, t.pending, t.credited, t.owed)
from (
    select m.tenant_id, 'CASHBACK_' || m.kind as kind, tenancy.type_id('loyalty_cashback', m.id) as reference, m.pending, m.credited, m.owed
    from loyalty.cashback_movement m
) m
full join (
    select t.tenant_id, t.kind, t.reference, coalesce(-sum(e.amount) filter (where a.code = 'CASHBACK_PENDING'), 0) as pending,
           coalesce(-sum(e.amount) filter (where a.code = 'STORE_CREDIT'), 0) as credited, coalesce(sum(e.amount) filter (where a.code = 'CASHBACK_OWED'), 0) as owed
    from ledger.transfer t
    join ledger.entry e on e.tenant_id = t.tenant_id and e.transfer_id = t.id
    join ledger.account a on a.tenant_id = e.tenant_id and a.id = e.account_id
    where t.kind in ('CASHBACK_GRANTED', 'CASHBACK_MATURED', 'CASHBACK_REVERSED', 'CASHBACK_COLLECTED')
    group by t.tenant_id, t.kind, t.reference
) t on t.tenant_id = m.tenant_id and t.kind = m.kind and t.reference = m.reference
where (m.pending, m.credited, m.owed) is distinct from (t.pending, t.credited, t.owed)

union all
select 'an_order_keeps_the_cashback_that_it_earned_less_what_was_taken_back', c.tenant_id::text,
       format('order %s keeps %s, but %s by what happened', c.order_id, c.kept, m.amount)
from loyalty.cashback c
left join lateral (
    select sum(m.pending + m.credited - m.owed) as amount
    from loyalty.cashback_movement m
    where m.tenant_id = c.tenant_id and m.order_id = c.order_id
) m on true
where c.kept is distinct from m.amount

union all
-- What is owed was taken of whatever store credit there was, and of whatever came in since.
select 'nobody_owes_cashback_and_has_store_credit', o.tenant_id::text, format('%s owes %s %s, and %s has %s', o.holder, o.balance, o.unit, c.holder, c.balance)
from ledger.account o
join loyalty.loyalty_account l on l.tenant_id = o.tenant_id and tenancy.type_id('loyalty_account', l.id) = o.holder
join ledger.account c on c.tenant_id = o.tenant_id and c.code = 'STORE_CREDIT' and c.unit = o.unit and c.holder = tenancy.type_id('customer', l.customer_id)
where o.code = 'CASHBACK_OWED' and o.balance > 0 and c.balance > 0

union all
-- What waits of an account's orders is what the book has of it.
select 'cashback_that_waits_is_in_the_ledger', coalesce(c.tenant_id, a.tenant_id)::text,
       format('%s: %s %s waits, but %s by the ledger', coalesce(c.holder, a.holder), coalesce(c.kept, 0), coalesce(c.currency, a.unit), coalesce(a.balance, 0))
from (
    select c.tenant_id, tenancy.type_id('loyalty_account', c.loyalty_account_id) as holder, c.currency, sum(c.kept) as kept
    from loyalty.cashback c
    where not c.matured
    group by c.tenant_id, c.loyalty_account_id, c.currency
) c
full join (
    select a.tenant_id, a.holder, a.unit, a.balance from ledger.account a where a.code = 'CASHBACK_PENDING'
) a on a.tenant_id = c.tenant_id and a.holder = c.holder and a.unit = c.currency
where coalesce(c.kept, 0) <> coalesce(a.balance, 0)

-- ordering

union all
select 'an_order_comes_to_what_its_lines_and_shipping_do', o.tenant_id::text,
       format('order %s: subtotal %s, discount %s, tax %s, total %s, but %s, %s, %s, %s', o.number, o.subtotal, o.discount, o.tax, o.total, l.subtotal, l.discount, l.tax, l.total)
from ordering."order" o
cross join lateral (
    select coalesce(sum(l.unit_price * l.quantity), 0) as subtotal,
           coalesce(sum(l.discount), 0) + o.shipping_discount as discount,
           coalesce(sum(l.tax), 0) + o.shipping_tax as tax,
           coalesce(sum(l.total), 0) + o.shipping - o.shipping_discount + case when o.prices_include_tax then 0 else o.shipping_tax end as total
    from ordering.order_line l
    where l.tenant_id = o.tenant_id and l.order_id = o.id
) l
where (o.subtotal, o.discount, o.tax, o.total) is distinct from (l.subtotal, l.discount, l.tax, l.total)

union all
-- Each takes up where the one before ended, and the last where the order stands.
select 'edits_lead_to_what_an_order_comes_to', r.tenant_id::text,
       format('edit %s of order %s: to %s, but next comes %s', r.step, r.order_id, (r.subtotal, r.shipping, r.discount, r.tax, r.total), r.next)
from (
    select r.*, coalesce(
        lead((r.subtotal_before, r.shipping_before, r.discount_before, r.tax_before, r.total_before)) over (partition by r.tenant_id, r.order_id order by r.step),
        (o.subtotal, o.shipping, o.discount, o.tax, o.total)) as next,
        row_number() over (partition by r.tenant_id, r.order_id order by r.step) as nth
    from ordering.order_revision r
    join ordering."order" o on o.tenant_id = r.tenant_id and o.id = r.order_id
) r
where r.step <> r.nth or (r.subtotal, r.shipping, r.discount, r.tax, r.total) is distinct from r.next

union all
select 'discounts_say_why_a_line_or_shipping_costs_less', less.tenant_id::text,
       format('%s of order %s: %s off, but discounts of %s', coalesce('line ' || less.line_id, 'shipping'), less.order_id, less.amount, coalesce(d.amount, 0))
from (
    select l.tenant_id, l.order_id, l.id as line_id, l.discount as amount from ordering.order_line l
    union all
    select o.tenant_id, o.id, null, o.shipping_discount from ordering."order" o
) less
left join (
    select d.tenant_id, d.order_id, d.line_id, sum(d.amount) as amount
    from ordering.order_discount d
    group by d.tenant_id, d.order_id, d.line_id
) d on d.tenant_id = less.tenant_id and d.order_id = less.order_id and d.line_id is not distinct from less.line_id
where less.amount <> coalesce(d.amount, 0)

union all
select 'what_was_paid_is_the_sum_of_payments', o.tenant_id::text,
       format('order %s: %s paid and %s refunded, but payments of %s and %s', o.number, o.paid, o.refunded, coalesce(p.paid, 0), coalesce(p.refunded, 0))
from ordering."order" o
left join (
    select p.tenant_id, p.order_id, sum(p.amount) filter (where p.kind = 'PAYMENT') as paid, sum(p.amount) filter (where p.kind = 'REFUND') as refunded
    from ordering.order_payment p
    group by p.tenant_id, p.order_id
) p on p.tenant_id = o.tenant_id and p.order_id = o.id
where o.paid <> coalesce(p.paid, 0) or o.refunded <> coalesce(p.refunded, 0)

union all
select 'what_providers_gave_back_is_the_sum_of_their_refunds', o.tenant_id::text,
       format('order %s: %s given back through providers, but refunds of %s', o.number, o.provider_refunded, coalesce(p.refunded, 0))
from ordering."order" o
left join (
    select p.tenant_id, p.order_id, sum(p.amount) as refunded
    from ordering.order_payment p
    where p.kind = 'REFUND' and starts_with(p.through, 'payment_') and p.method <> 'STORE_CREDIT'
    group by p.tenant_id, p.order_id
) p on p.tenant_id = o.tenant_id and p.order_id = o.id
where o.provider_refunded <> coalesce(p.refunded, 0)

union all
select 'what_was_sent_is_the_sum_of_fulfilments', l.tenant_id::text, format('line %s of order %s: %s fulfilled, but %s', l.id, l.order_id, l.fulfilled, coalesce(f.quantity, 0))
from ordering.order_line l
left join (
    select f.tenant_id, f.line_id, sum(f.quantity) as quantity
    from ordering.fulfilment_line f
    group by f.tenant_id, f.line_id
) f on f.tenant_id = l.tenant_id and f.line_id = l.id
where l.fulfilled <> coalesce(f.quantity, 0)

union all
select 'what_came_back_of_a_line_is_the_sum_of_returns', l.tenant_id::text,
       format('line %s of order %s: %s returned for %s, but %s for %s', l.id, l.order_id, l.returned, l.returned_amount, coalesce(r.quantity, 0), coalesce(r.amount, 0))
from ordering.order_line l
left join (
    select r.tenant_id, r.line_id, sum(r.quantity) as quantity, sum(r.amount) as amount
    from ordering.order_return_line r
    group by r.tenant_id, r.line_id
) r on r.tenant_id = l.tenant_id and r.line_id = l.id
where l.returned <> coalesce(r.quantity, 0) or l.returned_amount <> coalesce(r.amount, 0)

union all
-- All of the order's returns, and each of its own lines.
select 'what_came_back_is_worth_the_sum_of_returns', worth.tenant_id::text, format('%s: %s, but %s', worth.what, worth.amount, worth.sum)
from (
    select o.tenant_id, format('order %s', o.number) as what, o.returned as amount,
           (select coalesce(sum(r.amount), 0) from ordering.order_return r where r.tenant_id = o.tenant_id and r.order_id = o.id) as sum
    from ordering."order" o
    union all
    select r.tenant_id, format('return %s of order %s', r.id, r.order_id), r.amount,
           (select coalesce(sum(l.amount), 0) from ordering.order_return_line l where l.tenant_id = r.tenant_id and l.order_id = r.order_id and l.return_id = r.id)
    from ordering.order_return r
) worth
where worth.amount <> worth.sum

union all
select 'an_order_stands_where_its_history_led', o.tenant_id::text,
       format('order %s: %s %s at step %s, but %s steps lead to %s', o.number, a.axis, a.status, a.step, coalesce(h.steps, 0), coalesce(h.status, 'nothing'))
from ordering."order" o
cross join lateral (values
    ('ORDER', o.status, o.status_step), ('PAYMENT', o.payment_status, o.payment_step), ('FULFILMENT', o.fulfilment_status, o.fulfilment_step)) a (axis, status, step)
left join (
    select s.tenant_id, s.order_id, s.axis, count(*) as steps, max(s.step) as step, (array_agg(s.to_status order by s.step desc))[1] as status, bool_and(s.from_status = s.before) as path
    from (
        select s.*, coalesce(lag(s.to_status) over (partition by s.tenant_id, s.order_id, s.axis order by s.step), 'NONE') as before
        from ordering.status_change s
    ) s
    group by s.tenant_id, s.order_id, s.axis
) h on h.tenant_id = o.tenant_id and h.order_id = o.id and h.axis = a.axis
where (h.status, h.step, h.steps, h.path) is distinct from (a.status, a.step, a.step + 1, true)

union all
-- What the book says that customers owe for an order is what the order says.
select 'an_order_is_owed_what_the_ledger_has', coalesce(n.tenant_id, e.tenant_id)::text,
       format('order %s: %s to be paid, but %s by the ledger', coalesce(n.number::text, e.subject), n.owed, coalesce(e.owed, 0))
from (
    select n.tenant_id, n.text, n.number, case when o.status = 'CANCELLED' then 0 else o.total - o.returned end - o.paid + o.refunded as owed
    from named n
    join ordering."order" o on o.tenant_id = n.tenant_id and o.id = n.id
) n
full join (
    select t.tenant_id, t.subject, sum(e.amount) as owed
    from ledger.transfer t
    join ledger.entry e on e.tenant_id = t.tenant_id and e.transfer_id = t.id
    join ledger.account a on a.tenant_id = e.tenant_id and a.id = e.account_id and a.code = 'RECEIVABLE'
    group by t.tenant_id, t.subject
) e on e.tenant_id = n.tenant_id and e.subject = n.text
where n.owed is distinct from coalesce(e.owed, 0)

union all
-- Of what an order comes to, the book has as much discount and tax as the order says; with what is owed that is all of it but what shipping is of the rest.
select 'what_orders_come_to_is_in_the_ledger', o.tenant_id::text,
       format('order %s: discounts of %s and tax of %s, but %s and %s by the ledger', n.number, o.discount, o.tax, coalesce(e.discount, 0), coalesce(e.tax, 0))
from named n
join ordering."order" o on o.tenant_id = n.tenant_id and o.id = n.id
left join (
    select t.tenant_id, t.subject, sum(e.amount) filter (where a.code in ('DISCOUNTS', 'LOYALTY_EXPENSE')) as discount, -sum(e.amount) filter (where a.code = 'TAX_PAYABLE') as tax
    from ledger.transfer t
    join ledger.entry e on e.tenant_id = t.tenant_id and e.transfer_id = t.id
    join ledger.account a on a.tenant_id = e.tenant_id and a.id = e.account_id
    where t.kind in ('ORDER_PLACED', 'ORDER_EDITED', 'ORDER_CANCELLED')
    group by t.tenant_id, t.subject
) e on e.tenant_id = n.tenant_id and e.subject = n.text
where (case when o.status = 'CANCELLED' then 0 else o.discount end, case when o.status = 'CANCELLED' then 0 else o.tax end)
    is distinct from (coalesce(e.discount, 0), coalesce(e.tax, 0))

union all
-- Every payment, refund and return is in the book with its amount, and what the book has of them there is.
select 'payments_and_returns_are_in_the_ledger', coalesce(p.tenant_id, t.tenant_id)::text,
       format('%s %s: %s, but %s by the ledger', coalesce(p.kind, t.kind), coalesce(p.reference, t.reference), p.amount, t.amount)
from (
    select p.tenant_id, case p.kind when 'PAYMENT' then 'PAYMENT_RECEIVED' else 'PAYMENT_REFUNDED' end as kind,
           tenancy.type_id('order_payment', p.id) as reference, case p.kind when 'PAYMENT' then -p.amount else p.amount end as amount
    from ordering.order_payment p
    union all
    select r.tenant_id, 'ORDER_RETURNED', tenancy.type_id('order_return', r.id), -r.amount from ordering.order_return r
) p
full join (
    select t.tenant_id, t.kind, t.reference, sum(e.amount) as amount
    from ledger.transfer t
    left join (
        select e.tenant_id, e.transfer_id, e.amount
        from ledger.entry e
        join ledger.account a on a.tenant_id = e.tenant_id and a.id = e.account_id and a.code = 'RECEIVABLE'
    ) e on e.tenant_id = t.tenant_id and e.transfer_id = t.id
    where t.kind in ('PAYMENT_RECEIVED', 'PAYMENT_REFUNDED', 'ORDER_RETURNED')
    group by t.tenant_id, t.kind, t.reference
) t on t.tenant_id = p.tenant_id and t.kind = p.kind and t.reference = p.reference
where coalesce(p.amount, 0) <> coalesce(t.amount, 0) or p.reference is null

union all
-- What of returns is tax is what the book has of it, where it was kept.
select 'tax_of_what_came_back_is_in_the_ledger', n.tenant_id::text, format('order %s: %s, but %s by the ledger', n.number, coalesce(l.tax, 0), coalesce(e.tax, 0))
from named n
left join (
    select l.tenant_id, l.order_id, sum(l.returned_tax) as tax, bool_or(l.returned_tax is null) as partly
    from ordering.order_line l
    where l.returned > 0
    group by l.tenant_id, l.order_id
) l on l.tenant_id = n.tenant_id and l.order_id = n.id
left join (
    select t.tenant_id, t.subject, sum(e.amount) as tax
    from ledger.transfer t
    join ledger.entry e on e.tenant_id = t.tenant_id and e.transfer_id = t.id
    join ledger.account a on a.tenant_id = e.tenant_id and a.id = e.account_id and a.code = 'TAX_PAYABLE'
    where t.kind = 'ORDER_RETURNED'
    group by t.tenant_id, t.subject
) e on e.tenant_id = n.tenant_id and e.subject = n.text
where coalesce(l.tax, 0) <> coalesce(e.tax, 0) and l.partly is not true

union all
select 'orders_are_numbered_without_gaps', coalesce(c.tenant_id, o.tenant_id)::text,
       format('%s orders from %s to %s, and the last number given is %s', coalesce(o.orders, 0), o.first, o.last, coalesce(c.last_number::text, 'none'))
from ordering.order_counter c
full join (
    select o.tenant_id, count(*) as orders, min(o.number) as first, max(o.number) as last, count(distinct o.number) as numbers
    from ordering."order" o
    group by o.tenant_id
) o on o.tenant_id = c.tenant_id
where (o.first, o.last, o.orders, o.numbers) is distinct from (1001, c.last_number, c.last_number - 1000, c.last_number - 1000)

union all
select 'a_cart_is_completed_by_its_order', c.tenant_id::text, format('cart %s is %s, its order is %s', c.id, c.status, coalesce(o.number::text, 'none'))
from ordering.cart c
left join ordering."order" o on o.tenant_id = c.tenant_id and o.id = c.order_id and o.store_id = c.store_id and o.currency = c.currency and o.channel = c.channel
where (c.status = 'COMPLETED') <> (c.order_id is not null) or (c.order_id is not null) <> (o.id is not null)

union all
select 'nothing_is_promised_to_an_order_beyond_what_is_to_be_sent', r.tenant_id::text,
       format('variant %s: %s reserved for order %s, which waits for %s', r.variant_id, r.quantity, n.number, coalesce(w.quantity, 0))
from (
    select r.tenant_id, r.holder, r.variant_id, sum(r.quantity) as quantity
    from inventory.reservation r
    group by r.tenant_id, r.holder, r.variant_id
) r
join named n on n.tenant_id = r.tenant_id and n.text = r.holder
left join lateral (
    select sum((l.quantity - l.fulfilled) * s.quantity) as quantity
    from ordering.order_line l
    join ordering.order_line_stock s on s.tenant_id = l.tenant_id and s.line_id = l.id
    where l.tenant_id = n.tenant_id and l.order_id = n.id and s.variant_id = r.variant_id and n.status = 'OPEN'
) w on true
where r.quantity > coalesce(w.quantity, 0)

union all
-- What customers ordered, that is, of what was kept in stock by then, since the tenant reserves.
select 'an_open_order_is_promised_what_is_to_be_sent', w.tenant_id::text,
       format('variant %s: %s reserved for order %s, which waits for %s', w.variant_id, coalesce(r.quantity, 0), w.number, w.quantity)
from (
    select n.tenant_id, n.text, n.number, n.placed_at, s.variant_id, sum((l.quantity - l.fulfilled) * s.quantity) as quantity
    from named n
    join inventory.policy p on p.tenant_id = n.tenant_id and p.mode in ('RESERVE_ON_ORDER', 'RESERVE_ON_CART') and p.updated_at <= n.placed_at
    join ordering.cart c on c.tenant_id = n.tenant_id and c.order_id = n.id
    join ordering.order_line l on l.tenant_id = n.tenant_id and l.order_id = n.id
    join ordering.order_line_stock s on s.tenant_id = l.tenant_id and s.line_id = l.id
    where n.status = 'OPEN'
    group by n.tenant_id, n.text, n.number, n.placed_at, s.variant_id
) w
left join (
    select r.tenant_id, r.holder, r.variant_id, sum(r.quantity) as quantity
    from inventory.reservation r
    group by r.tenant_id, r.holder, r.variant_id
) r on r.tenant_id = w.tenant_id and r.holder = w.text and r.variant_id = w.variant_id
where w.quantity > coalesce(r.quantity, 0)
  and exists (select from inventory.movement m where m.tenant_id = w.tenant_id and m.variant_id = w.variant_id and m.moved_at <= w.placed_at)

union all
select 'an_order_uses_its_coupons_until_it_is_cancelled', n.tenant_id::text, format('coupon %s: %s by order %s, which is %s', r.coupon_id, r.state, n.number, n.status)
from promotion.coupon_redemption r
join named n on n.tenant_id = r.tenant_id and n.text = r.order_text
where (r.state = 'RELEASED') <> (n.status = 'CANCELLED')

union all
-- Of those that came of carts; MANUAL is what staff took off, and LOYALTY_POINTS what points did.
select 'codes_that_an_order_has_discounts_by_are_used_by_it', n.tenant_id::text, format('order %s: discounts by %s codes, and %s coupons are used', n.number, d.codes, r.coupons)
from named n
join ordering.cart c on c.tenant_id = n.tenant_id and c.order_id = n.id
cross join lateral (
    select count(distinct d.code) as codes from ordering.order_discount d where d.tenant_id = n.tenant_id and d.order_id = n.id and d.code not in ('MANUAL', 'LOYALTY_POINTS')
) d
cross join lateral (
    select count(*) as coupons from promotion.coupon_redemption r where r.tenant_id = n.tenant_id and r.order_text = n.text
) r
where d.codes > r.coupons

union all
-- Of orders with discounts written down by coupon, which imported ones may lack.
select 'a_coupon_took_off_what_its_order_says', n.tenant_id::text, format('coupon %s of order %s: %s, but discounts of %s', r.coupon_id, n.number, r.amount, coalesce(d.amount, 0))
from promotion.coupon_redemption r
join named n on n.tenant_id = r.tenant_id and n.text = r.order_text
join ordering.cart t on t.tenant_id = n.tenant_id and t.order_id = n.id
join promotion.coupon c on c.tenant_id = r.tenant_id and c.id = r.coupon_id
left join (
    select d.tenant_id, d.order_id, d.code, sum(d.amount) as amount
    from ordering.order_discount d
    group by d.tenant_id, d.order_id, d.code
) d on d.tenant_id = n.tenant_id and d.order_id = n.id and d.code = c.code
where r.amount <> coalesce(d.amount, 0)

union all
select 'a_flash_sale_has_sold_what_orders_took', i.tenant_id::text, format('item %s of sale %s: %s sold, but orders of %s', i.id, i.flash_sale_id, i.sold, coalesce(l.quantity, 0))
from pricing.flash_sale_item i
left join (
    select l.tenant_id, l.flash_sale_item_id, sum(l.quantity) as quantity
    from ordering.order_line l
    join ordering."order" o on o.tenant_id = l.tenant_id and o.id = l.order_id and o.status <> 'CANCELLED'
    where l.flash_sale_item_id is not null
    group by l.tenant_id, l.flash_sale_item_id
) l on l.tenant_id = i.tenant_id and l.flash_sale_item_id = i.id
where i.sold <> coalesce(l.quantity, 0)

-- channel

union all
select 'a_drawer_should_hold_its_float_and_movements', s.tenant_id::text,
       format('session %s: %s expected, but a float of %s and movements of %s', s.id, s.expected, s.opening_float, coalesce(m.amount, 0))
from channel.pos_session s
left join (
    select m.tenant_id, m.pos_session_id, sum(m.amount) as amount
    from channel.cash_movement m
    group by m.tenant_id, m.pos_session_id
) m on m.tenant_id = s.tenant_id and m.pos_session_id = s.id
where s.expected <> s.opening_float + coalesce(m.amount, 0)

union all
-- What was paid when it was sold; what came in for the same order later, at a desk, is in no drawer.
select 'a_drawer_took_what_its_sales_were_paid_in_cash', coalesce(m.tenant_id, s.tenant_id)::text,
       format('order %s: %s in session %s, but paid %s in cash', coalesce(m.order_id, s.order_id), coalesce(m.cash, 0), coalesce(m.pos_session_id, s.pos_session_id), coalesce(s.cash::text, 'nowhere'))
from (
    select m.tenant_id, m.pos_session_id, m.order_id, sum(m.amount) as cash
    from channel.cash_movement m
    where m.kind = 'SALE'
    group by m.tenant_id, m.pos_session_id, m.order_id
) m
full join (
    select s.tenant_id, s.pos_session_id, s.order_id, coalesce(sum(p.amount), 0) as cash
    from channel.pos_sale s
    join ordering."order" o on o.tenant_id = s.tenant_id and o.id = s.order_id
    left join ordering.order_payment p
        on p.tenant_id = s.tenant_id and p.order_id = s.order_id and p.kind = 'PAYMENT' and p.method = 'CASH' and p.recorded_at = o.placed_at
    group by s.tenant_id, s.pos_session_id, s.order_id
) s on s.tenant_id = m.tenant_id and s.pos_session_id = m.pos_session_id and s.order_id = m.order_id
where s.order_id is null or coalesce(m.cash, 0) <> s.cash

union all
select 'what_a_drawer_gave_back_went_back_for_an_order', m.tenant_id::text, format('order %s: %s out of drawers, but %s refunded in cash', m.order_id, m.cash, coalesce(p.cash, 0))
from (
    select m.tenant_id, m.order_id, -sum(m.amount) as cash
    from channel.cash_movement m
    where m.kind = 'REFUND'
    group by m.tenant_id, m.order_id
) m
left join (
    select p.tenant_id, p.order_id, sum(p.amount) as cash
    from ordering.order_payment p
    where p.kind = 'REFUND' and p.method = 'CASH'
    group by p.tenant_id, p.order_id
) p on p.tenant_id = m.tenant_id and p.order_id = m.order_id
where m.cash > coalesce(p.cash, 0)

union all
select 'what_a_till_sold_is_an_order_of_its_own', coalesce(s.tenant_id, o.tenant_id)::text,
       format('order %s of %s: sold at %s', coalesce(s.order_id, o.id), coalesce(o.source, 'elsewhere'), coalesce(s.source, 'no till'))
from (
    select s.tenant_id, s.order_id, r.store_id, 'pos:' || r.code as source
    from channel.pos_sale s
    join channel.pos_session e on e.tenant_id = s.tenant_id and e.id = s.pos_session_id
    join channel.pos_register r on r.tenant_id = s.tenant_id and r.id = e.pos_register_id
) s
full join (select * from ordering."order" o where o.source like 'pos:%') o on o.tenant_id = s.tenant_id and o.id = s.order_id
where (s.source, s.store_id, 'POS') is distinct from (o.source, o.store_id, o.channel)

union all
-- Each order of a source is one that was imported, and the other way round.
select 'an_order_of_a_source_is_what_it_was_imported_as', coalesce(e.tenant_id, o.tenant_id)::text,
       format('order %s is %s of %s, but was imported as %s of %s', o.number, o.source_reference, o.source, e.external_id, e.code)
from (
    select e.tenant_id, e.order_id, e.external_id, s.code, s.store_id, s.currency
    from channel.external_order e
    join channel.external_source s on s.tenant_id = e.tenant_id and s.id = e.external_source_id
) e
full join (
    select o.tenant_id, o.id, o.number, o.source, o.source_reference, o.store_id, o.currency, o.channel
    from ordering."order" o
    where exists (select from channel.external_source s where s.tenant_id = o.tenant_id and s.code = o.source)
) o on o.tenant_id = e.tenant_id and o.id = e.order_id
where (e.code, e.external_id, e.store_id, e.currency, 'EXTERNAL') is distinct from (o.source, o.source_reference, o.store_id, o.currency, o.channel)

-- payment

union all
select 'a_payment_says_the_sum_of_what_happened', p.tenant_id::text, format('payment %s: %s, but %s', p.id, f.said, f.sums)
from payment.payment p
left join (
    select e.tenant_id, e.payment_id,
        sum(e.amount) filter (where e.kind in ('AUTHORISED', 'CHARGED')) as authorised, sum(e.amount) filter (where e.kind in ('CAPTURED', 'CHARGED')) as captured,
        sum(case when e.kind = 'DENIED' then -e.amount else e.amount end) filter (where e.kind = 'REFUNDED' or e.kind in ('DENIED', 'REINSTATED') and o.kind = 'REFUND') as refunded,
        sum(e.amount) filter (where e.kind = 'VOIDED') as voided,
        sum(case when e.kind = 'REINSTATED' then -e.amount else e.amount end) filter (where e.kind = 'CHARGED_BACK' or e.kind in ('DENIED', 'REINSTATED') and o.kind <> 'REFUND') as charged_back,
        sum(e.fee) as fee
    from payment.payment_event e
    left join payment.operation o on o.tenant_id = e.tenant_id and o.id = e.operation_id
    group by e.tenant_id, e.payment_id
) e on e.tenant_id = p.tenant_id and e.payment_id = p.id
cross join lateral (
    select concat_ws(' ', p.authorised, p.captured, p.refunded, p.voided, p.charged_back, p.fee) as said,
           concat_ws(' ', coalesce(e.authorised, 0), coalesce(e.captured, 0), coalesce(e.refunded, 0), coalesce(e.voided, 0), coalesce(e.charged_back, 0), coalesce(e.fee, 0)) as sums
) f
where f.said <> f.sums

union all
select 'a_payment_keeps_what_is_under_way', p.tenant_id::text, format('payment %s: %s, but %s', p.id, f.said, f.sums)
from payment.payment p
left join (
    select o.tenant_id, o.payment_id, sum(o.amount) filter (where o.kind in ('CHARGE', 'AUTHORISE')) as pending,
        sum(o.amount) filter (where o.kind in ('CAPTURE', 'VOID')) as capturing, sum(o.amount) filter (where o.kind = 'REFUND') as refunding
    from payment.operation o
    where o.status in ('STARTED', 'PENDING', 'UNKNOWN')
    group by o.tenant_id, o.payment_id
) o on o.tenant_id = p.tenant_id and o.payment_id = p.id
cross join lateral (
    select concat_ws(' ', p.pending, p.capturing, p.refunding) as said, concat_ws(' ', coalesce(o.pending, 0), coalesce(o.capturing, 0), coalesce(o.refunding, 0)) as sums
) f
where f.said <> f.sums

union all
select 'what_a_provider_moved_is_in_its_order', p.tenant_id::text, format('payment %s: %s, but its order has %s', p.id, f.said, f.sums)
from payment.payment p
-- What was denied went the other way first, and then perhaps this way again.
cross join lateral (
    select coalesce(sum(e.amount), 0) as amount
    from payment.payment_event e
    join payment.operation o on o.tenant_id = e.tenant_id and o.id = e.operation_id
    where e.tenant_id = p.tenant_id and e.payment_id = p.id and e.kind = case when o.kind = 'REFUND' then 'DENIED' else 'REINSTATED' end
) n
left join (
    select m.tenant_id, m.order_id, m.through, sum(m.amount) filter (where m.kind = 'PAYMENT') as paid, sum(m.amount) filter (where m.kind = 'REFUND') as refunded
    from ordering.order_payment m
    where m.through is not null and m.method <> 'STORE_CREDIT'
    group by m.tenant_id, m.order_id, m.through
) m on m.tenant_id = p.tenant_id and m.order_id = p.order_id and m.through = tenancy.type_id('payment', p.id)
cross join lateral (
    select concat_ws(' ', p.captured + n.amount, p.refunded + p.charged_back + n.amount) as said, concat_ws(' ', coalesce(m.paid, 0), coalesce(m.refunded, 0)) as sums
) f
where f.said <> f.sums

union all
-- What each account at a provider has in the book is what came through it, less what went back and what the provider kept.
select 'the_ledger_has_at_providers_what_payments_moved', coalesce(l.tenant_id, p.tenant_id)::text,
       format('%s: %s %s in the book, but %s by its payments', coalesce(l.holder, p.holder), coalesce(l.amount, 0), coalesce(l.unit, p.currency), coalesce(p.amount, 0))
from (
    select a.tenant_id, a.holder, a.unit, sum(e.amount) as amount
    from ledger.account a
    join ledger.entry e on e.tenant_id = a.tenant_id and e.account_id = a.id
    where a.code = 'PROVIDER' and a.holder like 'payment_account_%'
    group by a.tenant_id, a.holder, a.unit
) l
full join (
    select p.tenant_id, tenancy.type_id('payment_account', p.payment_account_id) as holder, p.currency,
           sum(p.captured - p.refunded - p.charged_back - p.fee) as amount
    from payment.payment p
    join payment.payment_account a on a.tenant_id = p.tenant_id and a.id = p.payment_account_id
    join payment.provider v on v.code = a.provider and v.method in ('MOBILE_MONEY', 'CARD')
    group by p.tenant_id, p.payment_account_id, p.currency
) p on p.tenant_id = l.tenant_id and p.holder = l.holder and p.currency = l.unit
where coalesce(l.amount, 0) <> coalesce(p.amount, 0)

union all
-- Of payments of which nothing is under way, where either may know first, and nothing was settled by people that the sandbox is still asked about.
select 'the_sandbox_moved_what_payments_say', p.tenant_id::text, format('payment %s: %s, but the sandbox has %s', p.id, f.said, f.sums)
from payment.payment p
join payment.payment_account a on a.tenant_id = p.tenant_id and a.id = p.payment_account_id and a.provider = 'sandbox'
cross join lateral (
    select sum(s.amount) filter (where s.kind in ('CHARGE', 'CAPTURE')) as captured, sum(s.amount) filter (where s.kind in ('REFUND', 'CHARGEBACK')) as back
    from payment.sandbox_act s
    where s.tenant_id = p.tenant_id and s.payment_account_id = p.payment_account_id and s.status = 'DONE' and p.reference in (s.reference, s.payment_reference)
) s
cross join lateral (
    select coalesce(sum(case when e.kind = 'DENIED' then e.amount else -e.amount end), 0) as amount
    from payment.payment_event e
    join payment.operation o on o.tenant_id = e.tenant_id and o.id = e.operation_id and o.kind <> 'REFUND'
    where e.tenant_id = p.tenant_id and e.payment_id = p.id and e.kind in ('DENIED', 'REINSTATED')
) n
cross join lateral (
    select concat_ws(' ', p.captured - n.amount, p.refunded + p.charged_back - n.amount) as said, concat_ws(' ', coalesce(s.captured, 0), coalesce(s.back, 0)) as sums
) f
where p.pending + p.capturing + p.refunding = 0 and f.said <> f.sums
  and not exists (
    select from payment.operation o
    where o.tenant_id = p.tenant_id and o.payment_id = p.id and o.by_hand and o.next_at is not null and o.problem is null)

union all
select 'a_refund_is_its_parts', r.tenant_id::text, format('order refund %s: %s, but its parts %s', r.id, r.amount, p.amounts)
from payment.order_refund r
left join lateral (
    select sum(p.amount) as amount, string_agg(concat_ws(' ', p.amount, o.kind, coalesce(o.amount, m.amount)), ', ' order by p.position) as amounts,
           bool_and(case when p.operation_id is not null then o.kind = 'REFUND' and o.amount = p.amount and y.order_id = r.order_id
                         else m.kind = 'REFUND' and m.amount = p.amount and m.order_id = r.order_id end) as sound
    from payment.order_refund_part p
    left join payment.operation o on o.tenant_id = p.tenant_id and o.id = p.operation_id
    left join payment.payment y on y.tenant_id = o.tenant_id and y.id = o.payment_id
    left join ordering.order_payment m on m.tenant_id = p.tenant_id and m.id = p.order_payment_id
    where p.tenant_id = r.tenant_id and p.order_refund_id = r.id
) p on true
where r.amount is distinct from p.amount or not p.sound

order by invariant, tenant, finding;
