-- Orders that were there before the ledger get their entries, as if it had been there: what they come to now, cancellations, money and returns.

set role merkato_operator;

with "order" as (
    select o.*, tenancy.type_id('order', o.id) as text, tenancy.type_id('tenant', o.tenant_id) as holder, case when o.prices_include_tax then 1 else 0 end as included
    from ordering."order" o
    where not exists (select from ledger.transfer t where t.tenant_id = o.tenant_id and t.subject = tenancy.type_id('order', o.id))
),
cause as (
    select o.tenant_id, o.id as order_id, 'ORDER_PLACED' as kind, o.text as reference, o.placed_at as at, l.code, l.amount
    from "order" o
    cross join lateral (values
        ('RECEIVABLE', o.total), ('DISCOUNTS', o.discount), ('SALES', (o.tax - o.shipping_tax) * o.included - o.subtotal),
        ('SHIPPING_INCOME', o.shipping_tax * o.included - o.shipping), ('TAX_PAYABLE', -o.tax)) l (code, amount)
    union all
    select p.tenant_id, p.order_id, case p.kind when 'PAYMENT' then 'PAYMENT_RECEIVED' else 'PAYMENT_REFUNDED' end, tenancy.type_id('order_payment', p.id), p.recorded_at,
           l.code, case p.kind when 'PAYMENT' then l.amount else -l.amount end
    from ordering.order_payment p
    cross join lateral (values ('RECEIVABLE', -p.amount), (case
        when p.method in ('CASH', 'CASH_ON_DELIVERY') then 'CASH'
        when p.method = 'BANK_TRANSFER' then 'BANK'
        when p.method in ('MOBILE_MONEY', 'CARD') then 'PROVIDER'
        else 'OTHER_MEANS' end, p.amount)) l (code, amount)
    union all
    select r.tenant_id, r.order_id, 'ORDER_RETURNED', tenancy.type_id('order_return', r.id), r.returned_at, l.code, l.amount
    from (
        select b.tenant_id, b.id, b.order_id, b.returned_at, b.returned as amount,
               sum(case when b.total = 0 then 0 else round(b.so_far * b.tax / b.total) - round((b.so_far - b.amount) * b.tax / b.total) end)::bigint as tax
        from (
            select r.tenant_id, r.id, r.order_id, r.returned_at, r.amount as returned, b.amount, l.tax, l.total,
                   sum(b.amount) over (partition by b.tenant_id, b.line_id order by r.returned_at, r.id) as so_far
            from ordering.order_return r
            join ordering.order_return_line b on b.tenant_id = r.tenant_id and b.return_id = r.id
            join ordering.order_line l on l.tenant_id = b.tenant_id and l.id = b.line_id
        ) b
        group by b.tenant_id, b.id, b.order_id, b.returned_at, b.returned
    ) r
    cross join lateral (values ('RETURNS', r.amount - r.tax), ('TAX_PAYABLE', r.tax), ('RECEIVABLE', -r.amount)) l (code, amount)
),
line as materialized (
    select c.tenant_id, c.kind, c.reference, o.text as subject, c.at, c.code, o.currency, o.holder, c.amount
    from cause c
    join "order" o on o.tenant_id = c.tenant_id and o.id = c.order_id
    where c.amount <> 0
    union all
    select c.tenant_id, 'ORDER_CANCELLED', c.reference, o.text, o.cancelled_at, c.code, o.currency, o.holder, -c.amount
    from cause c
    join "order" o on o.tenant_id = c.tenant_id and o.id = c.order_id
    where c.amount <> 0 and c.kind = 'ORDER_PLACED' and o.status = 'CANCELLED'
),
opened as (
    insert into ledger.account (tenant_id, id, code, unit, holder, guarded)
    select l.tenant_id, platform.uuid7(), l.code, l.currency, l.holder, false
    from line l
    group by l.tenant_id, l.code, l.currency, l.holder
    on conflict do nothing
    returning *
),
account as (
    select tenant_id, id, code, unit, holder from opened union all select tenant_id, id, code, unit, holder from ledger.account
),
transfer as (
    insert into ledger.transfer (tenant_id, id, kind, reference, subject, occurred_at)
    select l.tenant_id, platform.uuid7(), l.kind, l.reference, l.subject, l.at
    from line l
    group by l.tenant_id, l.kind, l.reference, l.subject, l.at
    returning *
)
insert into ledger.entry (tenant_id, transfer_id, line, account_id, unit, amount, occurred_at)
select t.tenant_id, t.id, row_number() over (partition by t.tenant_id, t.id order by l.code) - 1, a.id, a.unit, l.amount, t.occurred_at
from line l
join transfer t on t.tenant_id = l.tenant_id and t.kind = l.kind and t.reference = l.reference
join account a on a.tenant_id = l.tenant_id and a.code = l.code and a.unit = l.currency and a.holder = l.holder;

-- Now, by the role that sees them: before PostgreSQL 18 what is deferred is checked by whoever ends the transaction.
set constraints all immediate;
set role merkato_owner;
