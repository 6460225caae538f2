-- Money that goes back of an order, spread over what paid for it.

create table payment.order_refund (
    tenant_id   uuid        not null references tenancy.tenant on delete cascade,
    id          uuid        not null,
    order_id    uuid        not null,
    store_id    uuid        not null,
    customer_id uuid,
    currency    text        not null references money.currency (code),
    amount      bigint      not null,
    -- Where to: the way it came, store credit, or some of it each.
    destination text        not null,
    reason      text,
    actor       text        not null,
    created_at  timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint order_refund_order_fkey foreign key (tenant_id, order_id) references ordering."order" (tenant_id, id) on delete cascade,
    constraint order_refund_store_fkey foreign key (tenant_id, store_id) references store.store (tenant_id, id),
    constraint order_refund_customer_fkey foreign key (tenant_id, customer_id) references customer.customer (tenant_id, id),
    constraint order_refund_amount_check check (amount > 0),
    constraint order_refund_destination_check check (destination in ('ORIGINAL', 'STORE_CREDIT', 'MIXED')),
    constraint order_refund_reason_check check (char_length(reason) between 1 and 1000)
);
create index order_refund_order_idx on payment.order_refund (tenant_id, order_id, id);
create index order_refund_store_idx on payment.order_refund (tenant_id, store_id);
create index order_refund_customer_idx on payment.order_refund (tenant_id, customer_id) where customer_id is not null;
call tenancy.protect('payment.order_refund');

-- What goes back through a provider is an operation, which may still fail; all else is done at once.
create table payment.order_refund_part (
    tenant_id        uuid    not null references tenancy.tenant on delete cascade,
    order_refund_id  uuid    not null,
    position         integer not null,
    amount           bigint  not null,
    operation_id     uuid,
    order_payment_id uuid,
    primary key (tenant_id, order_refund_id, position),
    constraint order_refund_part_operation_key unique (tenant_id, operation_id),
    constraint order_refund_part_payment_key unique (tenant_id, order_payment_id),
    constraint order_refund_part_refund_fkey foreign key (tenant_id, order_refund_id) references payment.order_refund (tenant_id, id) on delete cascade,
    constraint order_refund_part_operation_fkey foreign key (tenant_id, operation_id) references payment.operation (tenant_id, id) on delete cascade,
    constraint order_refund_part_payment_fkey foreign key (tenant_id, order_payment_id) references ordering.order_payment (tenant_id, id) on delete cascade,
    constraint order_refund_part_amount_check check (amount > 0),
    constraint order_refund_part_way_check check (num_nonnulls(operation_id, order_payment_id) = 1)
);
call tenancy.protect('payment.order_refund_part');
revoke update, delete on payment.order_refund, payment.order_refund_part from merkato_app;
grant update (customer_id) on payment.order_refund to merkato_app;
