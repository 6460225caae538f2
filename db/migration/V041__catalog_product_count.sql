-- The plan's limit on products, kept by whoever adds some.

-- How many products there are, those of the running transaction with them. Nobody else learns it until this transaction ends, so that two
-- who each add the last one allowed do not pass together. Volatile: the count sees what was committed while it waited for the lock.
create function catalog.count_products(of_tenant uuid) returns bigint
    language plpgsql
as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('catalog.product ' || of_tenant, 0));
    return (select count(*) from catalog.product p where p.tenant_id = of_tenant and p.deleted_at is null);
end
$$;

-- What the purge looks for; products have theirs.
create index variant_deleted_idx on catalog.variant (tenant_id, deleted_at) where deleted_at is not null;
