-- The tax class of a method is one that there is, and follows its code. A code of no class was taxed as the tenant's default, which is what none says. A method that is
-- deleted keeps no class from going: orders know their tax themselves.
alter table shipping.shipping_method no force row level security;
alter table pricing.tax_class no force row level security;
update shipping.shipping_method m set tax_class = null
where m.tax_class is not null
  and (m.deleted_at is not null or not exists (select from pricing.tax_class c where c.tenant_id = m.tenant_id and c.code = m.tax_class));
alter table pricing.tax_class force row level security;
alter table shipping.shipping_method force row level security;
alter table shipping.shipping_method
    add constraint shipping_method_tax_class_fkey foreign key (tenant_id, tax_class)
        references pricing.tax_class (tenant_id, code) on update cascade not valid;
create index shipping_method_tax_class_idx on shipping.shipping_method (tenant_id, tax_class);
