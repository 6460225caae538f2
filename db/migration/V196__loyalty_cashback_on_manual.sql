-- Cashback for what staff alone say was paid is given where a programme says so. Those that gave it until now go on.

alter table loyalty.programme add column cashback_on_manual boolean not null default false;
alter table loyalty.cashback add column on_manual boolean not null default true;

-- Of what came through a provider, whether staff said so and not the provider.
alter table ordering.order_payment add column attested boolean not null default false;

set role merkato_operator;
update loyalty.programme p set cashback_on_manual = true
where exists (select from loyalty.programme_rate r where r.tenant_id = p.tenant_id and r.programme_id = p.id and r.cashback_rate is not null);
update ordering.order_payment m set attested = true
from payment.payment_event e
where e.tenant_id = m.tenant_id and m.kind = 'PAYMENT' and m.through = tenancy.type_id('payment', e.payment_id) and e.source = 'STAFF' and e.kind in ('CHARGED', 'CAPTURED');
reset role;
