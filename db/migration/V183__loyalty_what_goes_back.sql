-- What goes back takes along what it earned: by the goods a rule was for, with its budget; and points that paid come back as they were.

-- What the order came to when it earned, without what had come back; of that, amount was paid with money.
alter table loyalty.accrual add column total bigint;
set role merkato_operator;
update loyalty.accrual a set total = greatest(a.amount, o.total - o.returned) from ordering."order" o where o.tenant_id = a.tenant_id and o.id = a.order_id;
set role merkato_owner;
alter table loyalty.accrual alter column total set not null;
alter table loyalty.accrual add constraint accrual_total_check check (total >= amount);
-- What an order earned by the rate alone, so that a rule that is gone takes along only what it gave.
alter table loyalty.accrual add column base bigint;
set role merkato_operator;
update loyalty.accrual a set base = a.points - coalesce((
    select sum(u.points) from loyalty.earn_rule_use u where u.tenant_id = a.tenant_id and u.order_id = a.order_id), 0);
set role merkato_owner;
alter table loyalty.accrual alter column base set not null;
alter table loyalty.accrual add constraint accrual_base_check check (base between 0 and points);

-- What is left of what a rule gave; earn_rule.given is the sum of that.
alter table loyalty.earn_rule_use add column kept bigint;
set role merkato_operator;
update loyalty.earn_rule_use set kept = points;
set role merkato_owner;
alter table loyalty.earn_rule_use alter column kept set not null;
alter table loyalty.earn_rule_use add constraint earn_rule_use_kept_check check (kept between 0 and points);

-- For which goods a rule gave them; none where it goes by what was paid alone.
create table loyalty.earn_rule_share (
    tenant_id    uuid   not null references tenancy.tenant on delete cascade,
    order_id     uuid   not null,
    earn_rule_id uuid   not null,
    line_id      uuid   not null,
    pieces       bigint not null,
    points       bigint not null,
    primary key (tenant_id, order_id, earn_rule_id, line_id),
    constraint earn_rule_share_use_fkey foreign key (tenant_id, order_id, earn_rule_id) references loyalty.earn_rule_use (tenant_id, order_id, earn_rule_id) on delete cascade,
    constraint earn_rule_share_line_fkey foreign key (tenant_id, order_id, line_id) references ordering.order_line (tenant_id, order_id, id) on delete cascade,
    constraint earn_rule_share_pieces_check check (pieces > 0),
    constraint earn_rule_share_points_check check (points > 0)
);
create index earn_rule_share_line_idx on loyalty.earn_rule_share (tenant_id, order_id, line_id);
call tenancy.protect('loyalty.earn_rule_share');

-- As which they come back, the first first: each expires as it would have.
create table loyalty.redemption_lot (
    tenant_id     uuid    not null references tenancy.tenant on delete cascade,
    redemption_id uuid    not null,
    position      integer not null,
    points        bigint  not null,
    expires_at    timestamptz,
    primary key (tenant_id, redemption_id, position),
    constraint redemption_lot_redemption_fkey foreign key (tenant_id, redemption_id) references loyalty.redemption (tenant_id, id) on delete cascade,
    constraint redemption_lot_points_check check (points > 0)
);
call tenancy.protect('loyalty.redemption_lot');
set role merkato_operator;
insert into loyalty.redemption_lot (tenant_id, redemption_id, position, points, expires_at) select tenant_id, id, 0, points, expires_at from loyalty.redemption;
set role merkato_owner;
alter table loyalty.redemption drop column expires_at;

alter table loyalty.earn_rule add column updated_at timestamptz not null default now();
