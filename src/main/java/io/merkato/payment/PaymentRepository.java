package io.merkato.payment;

import static io.merkato.jooq.payment.Tables.OPERATION;
import static io.merkato.jooq.payment.Tables.PAYMENT;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.SelectField;
import org.jooq.SortField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Payments. Their figures are the database's to keep. */
@Repository
class PaymentRepository {

    private static final List<SelectField<?>> FIELDS = List.of(PAYMENT.fields());
    private static final List<SortField<?>> NEWEST_FIRST = List.of(PAYMENT.CREATED_AT.desc(), PAYMENT.ID.desc());

    private final Pages pages;

    PaymentRepository(Pages pages) {
        this.pages = pages;
    }

    private static Payment payment(Record row) {
        Currency currency = row.get(PAYMENT.CURRENCY);
        PaymentNextAction next = row.get(PAYMENT.NEXT_ACTION);
        return new Payment(
                row.get(PAYMENT.ID),
                row.get(PAYMENT.ORDER_ID),
                row.get(PAYMENT.STORE_ID),
                row.get(PAYMENT.CUSTOMER_ID),
                row.get(PAYMENT.PAYMENT_ACCOUNT_ID),
                row.get(PAYMENT.AMOUNT).in(currency),
                row.get(PAYMENT.CAPTURE_LATER),
                row.get(PAYMENT.STATE),
                row.get(PAYMENT.REFERENCE),
                row.get(PAYMENT.PAYER),
                row.get(PAYMENT.RETURN_URL),
                next == null
                        ? null
                        : new PaymentNextStep(next, row.get(PAYMENT.NEXT_URL), row.get(PAYMENT.NEXT_EXPIRES_AT)),
                new PaymentFigures(
                        row.get(PAYMENT.PENDING).in(currency),
                        row.get(PAYMENT.CAPTURING).in(currency),
                        row.get(PAYMENT.REFUNDING).in(currency),
                        row.get(PAYMENT.AUTHORISED).in(currency),
                        row.get(PAYMENT.CAPTURED).in(currency),
                        row.get(PAYMENT.REFUNDED).in(currency),
                        row.get(PAYMENT.VOIDED).in(currency),
                        row.get(PAYMENT.CHARGED_BACK).in(currency),
                        row.get(PAYMENT.FEE).in(currency)),
                row.get(PAYMENT.CREATED_AT),
                row.get(PAYMENT.UPDATED_AT));
    }

    private static SelectConditionStep<Record> payments(TenantContext tenant) {
        return tenant.sql().select(FIELDS).from(PAYMENT).where(tenant.owns(PAYMENT));
    }

    Map<Payment.Id, Payment> byId(TenantContext tenant, Collection<Payment.Id> ids) {
        return payments(tenant).and(Sql.isAny(PAYMENT.ID, ids)).fetchMap(PAYMENT.ID, PaymentRepository::payment);
    }

    Optional<Payment> find(TenantContext tenant, Payment.Id id) {
        return payments(tenant).and(PAYMENT.ID.eq(id)).fetchOptional(PaymentRepository::payment);
    }

    Payment now(TenantContext tenant, Payment.Id id) {
        return find(tenant, id).orElseThrow();
    }

    /** To be taken after the order's lock. */
    Payment lock(TenantContext tx, Payment.Id id) {
        return payments(tx).and(PAYMENT.ID.eq(id)).forUpdate().fetchSingle(PaymentRepository::payment);
    }

    Optional<Payment> findByReference(TenantContext tenant, PaymentAccount.Id account, @Nullable String reference) {
        return reference == null
                ? Optional.empty()
                : payments(tenant)
                        .and(PAYMENT.PAYMENT_ACCOUNT_ID.eq(account))
                        .and(PAYMENT.REFERENCE.eq(reference))
                        .fetchOptional(PaymentRepository::payment);
    }

    Map<Order.Id, List<Payment>> ofOrders(TenantContext tenant, Collection<Order.Id> orders) {
        return payments(tenant)
                .and(Sql.isAny(PAYMENT.ORDER_ID, orders))
                .orderBy(PAYMENT.ORDER_ID, PAYMENT.ID)
                .fetchGroups(PAYMENT.ORDER_ID, PaymentRepository::payment);
    }

    Connection<Payment> page(TenantContext tenant, Condition which, PageArgs page) {
        Condition all = tenant.owns(PAYMENT).and(which);
        return pages.fetch(
                        tenant.id() + " payments",
                        tenant.sql().select(FIELDS).from(PAYMENT).where(all),
                        NEWEST_FIRST,
                        page,
                        PaymentRepository::payment)
                .counted(tenant.sql(), selectOne().from(PAYMENT).where(all));
    }

    /** What is asked for or held of the order, and did not come in yet. */
    Money underWay(TenantContext tx, Order order) {
        var open = PAYMENT.PENDING
                .coerce(Long.class)
                .plus(PAYMENT.AUTHORISED.coerce(Long.class))
                .minus(PAYMENT.CAPTURED.coerce(Long.class))
                .minus(PAYMENT.VOIDED.coerce(Long.class));
        return new MinorUnits(tx.sql()
                        .select(coalesce(sum(open), DSL.inline(java.math.BigDecimal.ZERO)))
                        .from(PAYMENT)
                        .where(tx.owns(PAYMENT))
                        .and(PAYMENT.ORDER_ID.eq(order.id()))
                        .fetchSingle()
                        .value1()
                        .longValueExact())
                .in(order.currency());
    }

    void insert(TenantContext tx, Payment payment) {
        tx.sql()
                .insertInto(PAYMENT)
                .set(PAYMENT.TENANT_ID, tx.id())
                .set(PAYMENT.ID, payment.id())
                .set(PAYMENT.ORDER_ID, payment.orderId())
                .set(PAYMENT.STORE_ID, payment.storeId())
                .set(PAYMENT.CUSTOMER_ID, payment.customerId())
                .set(PAYMENT.PAYMENT_ACCOUNT_ID, payment.accountId())
                .set(PAYMENT.CURRENCY, payment.amount().currency())
                .set(PAYMENT.AMOUNT, payment.amount().withoutCurrency())
                .set(PAYMENT.CAPTURE_LATER, payment.captureLater())
                .set(PAYMENT.PAYER, payment.payer())
                .set(PAYMENT.RETURN_URL, payment.returnUrl())
                .set(PAYMENT.CREATED_AT, payment.createdAt())
                .set(PAYMENT.UPDATED_AT, payment.updatedAt())
                .execute();
    }

    /** @param reference null to leave what is known */
    void follow(
            TenantContext tx,
            Payment.Id id,
            @Nullable String reference,
            @Nullable PaymentNextStep next,
            Instant at) {
        tx.sql()
                .update(PAYMENT)
                .set(PAYMENT.REFERENCE, coalesce(DSL.val(reference, PAYMENT.REFERENCE), PAYMENT.REFERENCE))
                .set(PAYMENT.NEXT_ACTION, next == null ? null : next.action())
                .set(PAYMENT.NEXT_URL, next == null ? null : next.url())
                .set(PAYMENT.NEXT_EXPIRES_AT, next == null ? null : next.expiresAt())
                .set(PAYMENT.UPDATED_AT, at)
                .where(tx.owns(PAYMENT))
                .and(PAYMENT.ID.eq(id))
                .execute();
    }

    void touch(TenantContext tx, Payment.Id id, Instant at) {
        tx.sql()
                .update(PAYMENT)
                .set(PAYMENT.UPDATED_AT, at)
                .where(tx.owns(PAYMENT))
                .and(PAYMENT.ID.eq(id))
                .execute();
    }

    Payment ofOperation(TenantContext tenant, PaymentOperation.Id operation) {
        return payments(tenant)
                .and(PAYMENT.ID.eq(DSL.select(OPERATION.PAYMENT_ID)
                        .from(OPERATION)
                        .where(tenant.owns(OPERATION))
                        .and(OPERATION.ID.eq(operation))))
                .fetchSingle(PaymentRepository::payment);
    }
}
