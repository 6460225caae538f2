-- By itself, so that nobody who writes methods waits meanwhile.
alter table shipping.shipping_method validate constraint shipping_method_tax_class_fkey;
