-- What would shut everybody out or has no meaning is no limit. Where such a figure stands, the nearest that means something takes its place.
update tenancy.plan_limit set value = trunc(value) where code <> 'SLA_UPTIME_PERCENT';
update tenancy.plan_limit set value = 100 where code in ('MAX_QUERY_COST', 'COST_BUCKET') and value between 0 and 99;
update tenancy.plan_limit set value = 1 where code in ('COST_PER_SECOND', 'MAX_REQUESTS_AT_ONCE', 'SUPPORT_RESPONSE_HOURS') and value = 0;
update tenancy.plan_limit set value = 1000000000 where value > 1000000000;
update tenancy.plan_limit set value = 100 where code = 'SLA_UPTIME_PERCENT' and value > 100;

alter table tenancy.plan_limit
    add constraint plan_limit_whole_check check (code = 'SLA_UPTIME_PERCENT' or value = trunc(value)),
    add constraint plan_limit_most_check check (value <= case code when 'SLA_UPTIME_PERCENT' then 100 else 1000000000 end),
    add constraint plan_limit_least_check check (value = -1 or value >= case
        when code in ('MAX_QUERY_COST', 'COST_BUCKET') then 100
        when code in ('COST_PER_SECOND', 'MAX_REQUESTS_AT_ONCE', 'SUPPORT_RESPONSE_HOURS') then 1
        else 0 end);
