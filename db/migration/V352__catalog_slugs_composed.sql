-- A slug has one form, with its letters composed as people write them: ガ was kept as カ and its mark where a slug was made of a name, and found by nobody who typed it.
-- V353 changes those that are there, V354 looks through them.
alter table catalog.product add constraint product_slug_form_check check (slug is normalized) not valid;
alter table catalog.product_translation add constraint product_translation_slug_form_check check (slug is normalized) not valid;
alter table catalog.category add constraint category_slug_form_check check (slug is normalized) not valid;
alter table catalog.brand add constraint brand_slug_form_check check (slug is normalized) not valid;
