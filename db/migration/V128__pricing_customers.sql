-- Customers and their groups, where price lists and exemptions name them: they go with whom they were for.

alter table pricing.price_list_group
    add constraint price_list_group_group_fkey foreign key (tenant_id, customer_group_id) references customer.customer_group (tenant_id, id) on delete cascade;
create index price_list_group_group_idx on pricing.price_list_group (tenant_id, customer_group_id);

alter table pricing.tax_exemption
    add column version integer not null default 1,
    add column updated_at timestamptz not null default now(),
    add constraint tax_exemption_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id) on delete cascade;
