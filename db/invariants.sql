-- What holds of every row, whatever ran at once and whatever crashed in between. One row for each thing that does not: the name of what should hold,
-- the tenant, and where to look. No row: all holds.
--
--   java -jar merkato.jar --merkato.check-invariants
--   PGOPTIONS='-c role=merkato_operator' psql -U merkato_migrator -d merkato -At -f db/invariants.sql
--
-- It is one statement, so it sees one moment and can run beside the application; it reads whole tables, so it takes a while. It changes nothing.
-- Another invariant is another select of these three columns; add it to its module's part. InvariantsTest breaks each once.

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

order by invariant, tenant, finding;
