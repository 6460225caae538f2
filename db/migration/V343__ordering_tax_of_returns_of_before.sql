-- As it was reckoned until now. Only the few lines are written of which anything came back.
set role merkato_operator;
update ordering.order_line l
set returned_tax = round(l.tax::numeric * l.returned_amount / l.total)
from (select distinct r.tenant_id, r.line_id from ordering.order_return_line r) r
where l.tenant_id = r.tenant_id and l.id = r.line_id and l.returned_amount > 0 and l.tax > 0;
reset role;
alter table ordering.order_line validate constraint order_line_returned_tax_check;
