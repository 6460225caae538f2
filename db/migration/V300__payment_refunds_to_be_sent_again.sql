-- What M-Pesa said of a refund that it did not know left the refund's own key as M-Pesa's name for it, so it was never sent again. By the same key it is safe to.
alter table payment.operation no force row level security;
alter table payment.payment no force row level security;
alter table payment.payment_account no force row level security;
update payment.operation o
set reference = null
from payment.payment p
join payment.payment_account a on a.tenant_id = p.tenant_id and a.id = p.payment_account_id and a.provider = 'mpesa'
where p.tenant_id = o.tenant_id and p.id = o.payment_id and o.kind = 'REFUND' and o.status = 'UNKNOWN' and o.reference = replace(o.id::text, '-', '');
alter table payment.operation force row level security;
alter table payment.payment force row level security;
alter table payment.payment_account force row level security;
