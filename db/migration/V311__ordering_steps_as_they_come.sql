-- A step is as late as the order was free for it: a transaction that waited for another one began before that one's steps.
create or replace function ordering.move(of_tenant uuid, of_order uuid, of_axis text, of_event text, by_actor text, for_reason text) returns text
    language plpgsql
as $$
declare
    now_status text;
    now_step   integer;
    moved      text;
begin
    select case of_axis when 'ORDER' then o.status when 'PAYMENT' then o.payment_status else o.fulfilment_status end,
           case of_axis when 'ORDER' then o.status_step when 'PAYMENT' then o.payment_step else o.fulfilment_step end
    into now_status, now_step
    from ordering."order" o where o.tenant_id = of_tenant and o.id = of_order for update;
    select t.to_status into moved from ordering.transition t
    where t.axis = of_axis and t.from_status = now_status and t.event = of_event;
    if moved is null then
        return null;
    end if;
    insert into ordering.status_change (tenant_id, order_id, axis, step, from_status, event, to_status, actor, reason, changed_at)
    values (of_tenant, of_order, of_axis, now_step + 1, now_status, of_event, moved, by_actor, for_reason, clock_timestamp());
    update ordering."order" o set
        status            = case of_axis when 'ORDER' then moved else o.status end,
        status_step       = case of_axis when 'ORDER' then now_step + 1 else o.status_step end,
        cancelled_at      = case when of_axis = 'ORDER' and moved = 'CANCELLED' then now() else o.cancelled_at end,
        cancel_reason     = case when of_axis = 'ORDER' and moved = 'CANCELLED' then for_reason else o.cancel_reason end,
        payment_status    = case of_axis when 'PAYMENT' then moved else o.payment_status end,
        payment_step      = case of_axis when 'PAYMENT' then now_step + 1 else o.payment_step end,
        fulfilment_status = case of_axis when 'FULFILMENT' then moved else o.fulfilment_status end,
        fulfilment_step   = case of_axis when 'FULFILMENT' then now_step + 1 else o.fulfilment_step end,
        version           = o.version + 1,
        updated_at        = now()
    where o.tenant_id = of_tenant and o.id = of_order;
    return moved;
end
$$;
