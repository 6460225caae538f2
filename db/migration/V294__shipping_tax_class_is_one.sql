-- The tax class of a method is one that there is, and follows its code. Codes of no class that are there already stay, as to take them away would change a tax; they
-- are not asked for again until they change. A method that is deleted keeps no class from going: orders know their tax themselves.
alter table shipping.shipping_method no force row level security;
update shipping.shipping_method set tax_class = null where deleted_at is not null;
alter table shipping.shipping_method force row level security;
alter table shipping.shipping_method
    add constraint shipping_method_tax_class_fkey foreign key (tenant_id, tax_class)
        references pricing.tax_class (tenant_id, code) on update cascade not valid;
create index shipping_method_tax_class_idx on shipping.shipping_method (tenant_id, tax_class);
