alter table loyalty.earn_rule validate constraint earn_rule_goods_gone_check;
alter table loyalty.earn_rule validate constraint earn_rule_product_fkey;
alter table loyalty.earn_rule validate constraint earn_rule_category_fkey;
