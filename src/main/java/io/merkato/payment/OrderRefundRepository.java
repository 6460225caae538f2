package io.merkato.payment;

import static io.merkato.jooq.payment.Tables.OPERATION;
import static io.merkato.jooq.payment.Tables.ORDER_REFUND;
import static io.merkato.jooq.payment.Tables.ORDER_REFUND_PART;
import static io.merkato.jooq.payment.Tables.PAYMENT_;
import static io.merkato.jooq.payment.Tables.PAYMENT_ACCOUNT;
import static io.merkato.jooq.payment.Tables.PAYMENT_EVENT;
import static io.merkato.jooq.payment.Tables.PROVIDER;
import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.api.TypeId;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderPayment;
import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.ordering.Orders;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Refunds of orders with their parts: what goes through providers is an operation, all else a row of the order. */
@Repository
class OrderRefundRepository {

    /** One of the two is there. */
    record Made(Money amount, PaymentOperation.@Nullable Id operation, OrderPayment.@Nullable Id payment) {}

    private record Numbered(int position, Made made) {}

    private static final List<SelectField<?>> FIELDS = List.of(ORDER_REFUND.fields());

    private final Orders orders;
    private final Pages pages;

    OrderRefundRepository(Orders orders, Pages pages) {
        this.orders = orders;
        this.pages = pages;
    }

    private static SelectConditionStep<Record> refunds(TenantContext tenant) {
        return tenant.sql().select(FIELDS).from(ORDER_REFUND).where(tenant.owns(ORDER_REFUND));
    }

    private static OrderRefund refund(Record row) {
        return new OrderRefund(
                row.get(ORDER_REFUND.ID),
                row.get(ORDER_REFUND.ORDER_ID),
                row.get(ORDER_REFUND.STORE_ID),
                row.get(ORDER_REFUND.CUSTOMER_ID),
                row.get(ORDER_REFUND.DESTINATION),
                row.get(ORDER_REFUND.AMOUNT).in(row.get(ORDER_REFUND.CURRENCY)),
                row.get(ORDER_REFUND.REASON),
                row.get(ORDER_REFUND.CREATED_AT));
    }

    Map<OrderRefund.Id, OrderRefund> byId(TenantContext tenant, Collection<OrderRefund.Id> ids) {
        return refunds(tenant)
                .and(Sql.isAny(ORDER_REFUND.ID, ids))
                .fetchMap(ORDER_REFUND.ID, OrderRefundRepository::refund);
    }

    Map<Order.Id, Connection<OrderRefund>> ofOrders(TenantContext tenant, Collection<Order.Id> orders, PageArgs page) {
        return each(tenant).fetch(orders, FIELDS, page, OrderRefundRepository::refund);
    }

    Map<Order.Id, Integer> countOf(TenantContext tenant, Collection<Order.Id> orders) {
        return each(tenant).count(orders);
    }

    private PageOfEach<Order.Id, OrderRefund.Id> each(TenantContext tenant) {
        return new PageOfEach<>(
                tenant,
                pages,
                "orderRefunds",
                ORDER_REFUND,
                ORDER_REFUND.ORDER_ID,
                ORDER_REFUND.ID,
                List.of(ORDER_REFUND.ID.asc()));
    }

    List<PaymentOperation.Id> operationsOf(TenantContext tenant, OrderRefund.Id refund) {
        return tenant.sql()
                .select(ORDER_REFUND_PART.OPERATION_ID)
                .from(ORDER_REFUND_PART)
                .where(tenant.owns(ORDER_REFUND_PART))
                .and(ORDER_REFUND_PART.ORDER_REFUND_ID.eq(refund))
                .and(ORDER_REFUND_PART.OPERATION_ID.isNotNull())
                .orderBy(ORDER_REFUND_PART.POSITION)
                .fetch(ORDER_REFUND_PART.OPERATION_ID);
    }

    Map<OrderRefund.Id, List<OrderRefundPart>> partsOf(TenantContext tenant, Collection<OrderRefund.Id> refunds) {
        Field<BigDecimal> returned = returned(tenant);
        var rows = tenant.sql()
                .select(
                        ORDER_REFUND.ID,
                        ORDER_REFUND.ORDER_ID,
                        ORDER_REFUND.CURRENCY,
                        ORDER_REFUND_PART.AMOUNT,
                        ORDER_REFUND_PART.ORDER_PAYMENT_ID,
                        OPERATION.STATUS,
                        OPERATION.REFERENCE,
                        OPERATION.PAYMENT_ID,
                        PROVIDER.METHOD,
                        returned)
                .from(ORDER_REFUND_PART)
                .join(ORDER_REFUND)
                .on(tenant.owns(ORDER_REFUND), ORDER_REFUND.ID.eq(ORDER_REFUND_PART.ORDER_REFUND_ID))
                .leftJoin(OPERATION)
                .on(tenant.owns(OPERATION), OPERATION.ID.eq(ORDER_REFUND_PART.OPERATION_ID))
                .leftJoin(PAYMENT_)
                .on(tenant.owns(PAYMENT_), PAYMENT_.ID.eq(OPERATION.PAYMENT_ID))
                .leftJoin(PAYMENT_ACCOUNT)
                .on(tenant.owns(PAYMENT_ACCOUNT), PAYMENT_ACCOUNT.ID.eq(PAYMENT_.PAYMENT_ACCOUNT_ID))
                .leftJoin(PROVIDER)
                .on(PROVIDER.CODE.eq(PAYMENT_ACCOUNT.PROVIDER))
                .where(tenant.owns(ORDER_REFUND_PART))
                .and(Sql.isAny(ORDER_REFUND_PART.ORDER_REFUND_ID, refunds))
                .orderBy(ORDER_REFUND_PART.ORDER_REFUND_ID, ORDER_REFUND_PART.POSITION)
                .fetch();
        Map<OrderPayment.Id, OrderPayment> moved = orders
                .paymentsOf(
                        tenant,
                        rows.stream()
                                .filter(row -> row.get(ORDER_REFUND_PART.ORDER_PAYMENT_ID) != null)
                                .map(row -> row.get(ORDER_REFUND.ORDER_ID))
                                .distinct()
                                .toList())
                .values()
                .stream()
                .flatMap(List::stream)
                .collect(toMap(OrderPayment::id, each -> each));
        var parts = new HashMap<OrderRefund.Id, List<OrderRefundPart>>();
        for (Record row : rows) {
            OrderPayment.Id at = row.get(ORDER_REFUND_PART.ORDER_PAYMENT_ID);
            parts.computeIfAbsent(row.get(ORDER_REFUND.ID), id -> new ArrayList<>())
                    .add(at == null ? asked(row, row.get(returned)) : done(Objects.requireNonNull(moved.get(at))));
        }
        return parts;
    }

    /** What went back by an operation: what was denied of it did not, unless it was done after all. */
    private static Field<BigDecimal> returned(TenantContext tenant) {
        var amount = PAYMENT_EVENT.AMOUNT.coerce(Long.class);
        return coalesce(
                field(select(sum(when(PAYMENT_EVENT.KIND.eq(PaymentEventKind.DENIED), amount.neg())
                                .otherwise(amount)))
                        .from(PAYMENT_EVENT)
                        .where(tenant.owns(PAYMENT_EVENT))
                        .and(PAYMENT_EVENT.PAYMENT_ID.eq(OPERATION.PAYMENT_ID))
                        .and(PAYMENT_EVENT.OPERATION_ID.eq(OPERATION.ID))
                        .and(PAYMENT_EVENT.KIND.in(
                                PaymentEventKind.REFUNDED, PaymentEventKind.DENIED, PaymentEventKind.REINSTATED))),
                inline(BigDecimal.ZERO));
    }

    private static OrderRefundPart asked(Record row, BigDecimal returned) {
        Currency currency = row.get(ORDER_REFUND.CURRENCY);
        return new OrderRefundPart(
                row.get(PROVIDER.METHOD),
                row.get(ORDER_REFUND_PART.AMOUNT).in(currency),
                new Money(returned.longValueExact(), currency),
                OrderRefundPartStatus.of(row.get(OPERATION.STATUS), returned.signum() > 0),
                row.get(OPERATION.PAYMENT_ID),
                row.get(OPERATION.REFERENCE));
    }

    private static OrderRefundPart done(OrderPayment moved) {
        return new OrderRefundPart(
                moved.method(),
                moved.amount(),
                moved.amount(),
                OrderRefundPartStatus.DONE,
                paymentOf(moved.method(), moved.through()),
                moved.reference());
    }

    /** Store credit may stand in place of a payment. */
    static Payment.@Nullable Id paymentOf(OrderPaymentMethod method, @Nullable String through) {
        return method == OrderPaymentMethod.STORE_CREDIT && through != null && through.startsWith("payment_")
                ? new Payment.Id(TypeId.parse("payment", through))
                : null;
    }

    void insert(TenantContext tx, OrderRefund refund, List<Made> parts, String actor) {
        tx.sql()
                .insertInto(ORDER_REFUND)
                .set(ORDER_REFUND.TENANT_ID, tx.id())
                .set(ORDER_REFUND.ID, refund.id())
                .set(ORDER_REFUND.ORDER_ID, refund.orderId())
                .set(ORDER_REFUND.STORE_ID, refund.storeId())
                .set(ORDER_REFUND.CUSTOMER_ID, refund.customerId())
                .set(ORDER_REFUND.CURRENCY, refund.amount().currency())
                .set(ORDER_REFUND.AMOUNT, refund.amount().withoutCurrency())
                .set(ORDER_REFUND.DESTINATION, refund.to())
                .set(ORDER_REFUND.REASON, refund.reason())
                .set(ORDER_REFUND.ACTOR, actor)
                .set(ORDER_REFUND.CREATED_AT, refund.createdAt())
                .execute();
        Rows.of(IntStream.range(0, parts.size())
                        .mapToObj(i -> new Numbered(i, parts.get(i)))
                        .toList())
                .with(ORDER_REFUND_PART.ORDER_REFUND_ID, each -> refund.id())
                .with(ORDER_REFUND_PART.POSITION, Numbered::position)
                .with(ORDER_REFUND_PART.AMOUNT, each -> each.made().amount().withoutCurrency())
                .with(ORDER_REFUND_PART.OPERATION_ID, each -> each.made().operation())
                .with(ORDER_REFUND_PART.ORDER_PAYMENT_ID, each -> each.made().payment())
                .insertInto(tx, ORDER_REFUND_PART)
                .execute();
    }
}
