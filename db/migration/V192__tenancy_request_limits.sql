-- How much of the API the tenants of a plan may use: what one operation may cost, what a caller may spend at once, what of it comes back
-- each second, and how many requests of the tenant run at the same time on a node.
alter table tenancy.plan_limit
    drop constraint plan_limit_code_check,
    add constraint plan_limit_code_check check (code in ('MAX_PRODUCTS', 'MAX_REQUESTS_PER_MONTH', 'MAX_STORAGE_GB', 'MAX_BANDWIDTH_GB', 'MAX_QUERY_COST',
                                                         'COST_BUCKET', 'COST_PER_SECOND', 'MAX_REQUESTS_AT_ONCE', 'SUPPORT_RESPONSE_HOURS', 'SLA_UPTIME_PERCENT'));

insert into tenancy.plan_limit (plan, code, value) values
    ('basic', 'MAX_QUERY_COST', 1000), ('basic', 'COST_BUCKET', 20000), ('basic', 'COST_PER_SECOND', 1000), ('basic', 'MAX_REQUESTS_AT_ONCE', 8),
    ('professional', 'MAX_QUERY_COST', 5000), ('professional', 'COST_BUCKET', 100000), ('professional', 'COST_PER_SECOND', 5000),
    ('professional', 'MAX_REQUESTS_AT_ONCE', 16),
    ('enterprise', 'MAX_QUERY_COST', 20000), ('enterprise', 'COST_BUCKET', -1), ('enterprise', 'COST_PER_SECOND', -1),
    ('enterprise', 'MAX_REQUESTS_AT_ONCE', -1);
