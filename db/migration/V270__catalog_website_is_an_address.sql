-- Storefronts link to it: what browsers would run instead, such as javascript:, is no address of a site.
alter table catalog.brand
    add constraint brand_website_address_check check (website ~ '^https?://[^\s]+$') not valid;
