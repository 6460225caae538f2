-- Orders change after they were placed: what each edit changed, and how an order goes on from it.

insert into ordering.transition (axis, from_status, event, to_status) values
    -- Of an order that cost nothing, and now does.
    ('PAYMENT', 'PAID', 'OWE_ALL', 'PENDING'),
    ('FULFILMENT', 'RETURNED', 'ADD', 'PARTIALLY_RETURNED');

-- One edit: what the order came to before and after it. The figures before are those after the edit before.
create table ordering.order_revision (
    tenant_id       uuid        not null references tenancy.tenant on delete cascade,
    id              uuid        not null,
    order_id        uuid        not null,
    step            integer     not null,
    actor           text        not null,
    note            text,
    subtotal_before bigint      not null,
    shipping_before bigint      not null,
    discount_before bigint      not null,
    tax_before      bigint      not null,
    total_before    bigint      not null,
    subtotal        bigint      not null,
    shipping        bigint      not null,
    discount        bigint      not null,
    tax             bigint      not null,
    total           bigint      not null,
    revised_at      timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint order_revision_order_key unique (tenant_id, order_id, id),
    constraint order_revision_step_key unique (tenant_id, order_id, step),
    constraint order_revision_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint order_revision_step_check check (step >= 1),
    constraint order_revision_note_check check (char_length(note) between 1 and 1000)
);
call tenancy.protect('ordering.order_revision');

-- A line that it changed; one that it added has no figures before.
create table ordering.order_revision_line (
    tenant_id         uuid   not null references tenancy.tenant on delete cascade,
    revision_id       uuid   not null,
    line_id           uuid   not null,
    order_id          uuid   not null,
    quantity_before   bigint,
    unit_price_before bigint,
    discount_before   bigint,
    tax_before        bigint,
    total_before      bigint,
    quantity          bigint not null,
    unit_price        bigint not null,
    discount          bigint not null,
    tax               bigint not null,
    total             bigint not null,
    primary key (tenant_id, revision_id, line_id),
    constraint order_revision_line_revision_fkey foreign key (tenant_id, order_id, revision_id) references ordering.order_revision (tenant_id, order_id, id) on delete cascade,
    constraint order_revision_line_line_fkey foreign key (tenant_id, order_id, line_id) references ordering.order_line (tenant_id, order_id, id) on delete cascade,
    constraint order_revision_line_before_check check (num_nulls(quantity_before, unit_price_before, discount_before, tax_before, total_before) in (0, 5))
);
create index order_revision_line_line_idx on ordering.order_revision_line (tenant_id, order_id, line_id);
create index order_revision_line_revision_idx on ordering.order_revision_line (tenant_id, order_id, revision_id);
call tenancy.protect('ordering.order_revision_line');
