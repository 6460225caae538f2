-- What a rule gave stays given once the product or category that it was for is gone: the rule stays without it, over, and for nothing.
alter table loyalty.earn_rule add column goods_gone boolean not null default false;
alter table loyalty.earn_rule add constraint earn_rule_goods_gone_check
    check (not goods_gone or product_id is null and category_id is null and ends_at is not null) not valid;
alter table loyalty.earn_rule
    drop constraint earn_rule_product_fkey,
    drop constraint earn_rule_category_fkey,
    add constraint earn_rule_product_fkey foreign key (tenant_id, product_id) references catalog.product (tenant_id, id) on delete set null (product_id) not valid,
    add constraint earn_rule_category_fkey foreign key (tenant_id, category_id) references catalog.category (tenant_id, id) on delete set null (category_id) not valid;

create function loyalty.end_earn_rule_without_goods() returns trigger
    language plpgsql
as $$
begin
    new.goods_gone := true;
    new.starts_at := least(new.starts_at, now() - interval '1 microsecond');
    new.ends_at := least(new.ends_at, now());
    new.version := new.version + 1;
    new.updated_at := now();
    return new;
end
$$;
create trigger earn_rule_goods_gone before update of product_id, category_id on loyalty.earn_rule
    for each row when (num_nonnulls(old.product_id, old.category_id) > 0 and num_nonnulls(new.product_id, new.category_id) = 0)
    execute function loyalty.end_earn_rule_without_goods();
