-- Texts that are only shown have an end, too; an external id has to fit an index.
create function catalog.texts_fit(texts jsonb, longest integer) returns boolean
    language sql immutable strict parallel safe
    return not exists (select from jsonb_each_text(texts) t where char_length(t.value) > longest);

alter table catalog.product add constraint product_external_id_check check (char_length(external_id) between 1 and 255);
alter table catalog.variant add constraint variant_external_id_check check (char_length(external_id) between 1 and 255);
alter table catalog.category
    add constraint category_external_id_check check (char_length(external_id) between 1 and 255),
    add constraint category_names_length_check check (catalog.texts_fit(names, 255)),
    add constraint category_descriptions_length_check check (catalog.texts_fit(descriptions, 65535)),
    add constraint category_seo_titles_length_check check (catalog.texts_fit(seo_titles, 255)),
    add constraint category_seo_descriptions_length_check check (catalog.texts_fit(seo_descriptions, 1000));
alter table catalog.brand
    add constraint brand_external_id_check check (char_length(external_id) between 1 and 255),
    add constraint brand_website_check check (char_length(website) between 1 and 2048),
    add constraint brand_descriptions_length_check check (catalog.texts_fit(descriptions, 65535));
alter table catalog.label add constraint label_names_length_check check (catalog.texts_fit(names, 255));
alter table catalog.media
    add constraint media_mime_check check (char_length(mime) between 1 and 255),
    add constraint media_alt_length_check check (catalog.texts_fit(alt, 1000));
alter table catalog.product_download add constraint product_download_mime_check check (char_length(mime) between 1 and 255);
alter table catalog.attribute
    add constraint attribute_labels_length_check check (catalog.texts_fit(labels, 255)),
    add constraint attribute_descriptions_length_check check (catalog.texts_fit(descriptions, 5000));
alter table catalog.attribute_option add constraint attribute_option_labels_length_check check (catalog.texts_fit(labels, 255));
alter table catalog.attribute_set add constraint attribute_set_labels_length_check check (catalog.texts_fit(labels, 255));
alter table catalog.attribute_group add constraint attribute_group_labels_length_check check (catalog.texts_fit(labels, 255));

-- One refusal for each, so that it can name the field.
alter table catalog.product
    drop constraint product_seo_check,
    add constraint product_seo_title_check check (char_length(seo_title) <= 255),
    add constraint product_seo_description_check check (char_length(seo_description) <= 1000);
alter table catalog.product_translation
    drop constraint product_translation_seo_check,
    add constraint product_translation_seo_title_check check (char_length(seo_title) <= 255),
    add constraint product_translation_seo_description_check check (char_length(seo_description) <= 1000);
alter table catalog.product_store_content
    drop constraint product_store_content_seo_check,
    add constraint product_store_content_seo_title_check check (char_length(seo_title) <= 255),
    add constraint product_store_content_seo_description_check check (char_length(seo_description) <= 1000);
