-- How much of a tenant may be open at the same time on a node: subscriptions that run, and sockets that may run some.
alter table tenancy.plan_limit
    drop constraint plan_limit_code_check,
    add constraint plan_limit_code_check check (code in ('MAX_PRODUCTS', 'MAX_REQUESTS_PER_MONTH', 'MAX_STORAGE_GB', 'MAX_BANDWIDTH_GB', 'MAX_QUERY_COST',
                                                         'COST_BUCKET', 'COST_PER_SECOND', 'MAX_REQUESTS_AT_ONCE', 'MAX_SUBSCRIPTIONS', 'MAX_CONNECTIONS',
                                                         'SUPPORT_RESPONSE_HOURS', 'SLA_UPTIME_PERCENT'));

insert into tenancy.plan_limit (plan, code, value) values
    ('basic', 'MAX_SUBSCRIPTIONS', 200), ('basic', 'MAX_CONNECTIONS', 100),
    ('professional', 'MAX_SUBSCRIPTIONS', 1000), ('professional', 'MAX_CONNECTIONS', 500),
    ('enterprise', 'MAX_SUBSCRIPTIONS', 5000), ('enterprise', 'MAX_CONNECTIONS', 2500);
