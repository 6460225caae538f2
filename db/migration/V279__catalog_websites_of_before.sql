-- A constraint that is not valid is asked of every change: brands whose website was taken before could not be changed, deleted or restored any more.
-- What a browser takes for an address of a site becomes one, and the rest goes.
alter table catalog.brand no force row level security;
update catalog.brand
set website = case
    when website ~* '^https?://[^\s]+$' then lower(split_part(website, ':', 1)) || substr(website, strpos(website, ':'))
    when website ~* '^([a-z0-9-]+\.)+[a-z]{2,}(:[0-9]+)?(/[^\s]*)?$' and char_length(website) <= 2040 then 'https://' || website
end
where website !~ '^https?://[^\s]+$';
alter table catalog.brand force row level security;
alter table catalog.brand validate constraint brand_website_address_check;
