alter table catalog.product validate constraint product_slug_form_check;
alter table catalog.product_translation validate constraint product_translation_slug_form_check;
alter table catalog.category validate constraint category_slug_form_check;
alter table catalog.brand validate constraint brand_slug_form_check;
