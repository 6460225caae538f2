package io.merkato.payment;

import static io.merkato.jooq.payment.Tables.OPERATION;
import static io.merkato.jooq.payment.Tables.PAYMENT_;
import static io.merkato.jooq.payment.Tables.TENANTS_WITH_HOLDS_DUE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.customer.Customer;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

    private static final List<SelectField<?>> FIELDS = List.of(PAYMENT_.fields());
    private static final List<SortField<?>> NEWEST_FIRST = List.of(PAYMENT_.CREATED_AT.desc(), PAYMENT_.ID.desc());

    private final Pages pages;

    PaymentRepository(Pages pages) {
        this.pages = pages;
    }

    private static Payment payment(Record row) {
        Currency currency = row.get(PAYMENT_.CURRENCY);
        PaymentNextAction next = row.get(PAYMENT_.NEXT_ACTION);
        return new Payment(
                row.get(PAYMENT_.ID),
                row.get(PAYMENT_.ORDER_ID),
                row.get(PAYMENT_.STORE_ID),
                row.get(PAYMENT_.CUSTOMER_ID),
                row.get(PAYMENT_.PAYMENT_ACCOUNT_ID),
                row.get(PAYMENT_.AMOUNT).in(currency),
                row.get(PAYMENT_.CAPTURE_LATER),
                row.get(PAYMENT_.STATE),
                row.get(PAYMENT_.REFERENCE),
                row.get(PAYMENT_.PAYER),
                row.get(PAYMENT_.RETURN_URL),
                next == null
                        ? null
                        : new PaymentNextStep(next, row.get(PAYMENT_.NEXT_URL), row.get(PAYMENT_.NEXT_EXPIRES_AT)),
                new PaymentFigures(
                        row.get(PAYMENT_.PENDING).in(currency),
                        row.get(PAYMENT_.CAPTURING).in(currency),
                        row.get(PAYMENT_.REFUNDING).in(currency),
                        row.get(PAYMENT_.AUTHORISED).in(currency),
                        row.get(PAYMENT_.CAPTURED).in(currency),
                        row.get(PAYMENT_.REFUNDED).in(currency),
                        row.get(PAYMENT_.VOIDED).in(currency),
                        row.get(PAYMENT_.CHARGED_BACK).in(currency),
                        row.get(PAYMENT_.FEE).in(currency)),
                row.get(PAYMENT_.EXPIRES_AT),
                row.get(PAYMENT_.CREATED_AT),
                row.get(PAYMENT_.UPDATED_AT));
    }

    private static SelectConditionStep<Record> payments(TenantContext tenant) {
        return tenant.sql().select(FIELDS).from(PAYMENT_).where(tenant.owns(PAYMENT_));
    }

    Map<Payment.Id, Payment> byId(TenantContext tenant, Collection<Payment.Id> ids) {
        return payments(tenant).and(Sql.isAny(PAYMENT_.ID, ids)).fetchMap(PAYMENT_.ID, PaymentRepository::payment);
    }

    Optional<Payment> find(TenantContext tenant, Payment.Id id) {
        return one(FOUND, tenant, id);
    }

    private record One(Payment.Id id) {}

    private static final Template<One, Object> FOUND =
            new Template<>((tenant, asked) -> Template.Query.of(payments(tenant).and(PAYMENT_.ID.eq(asked.id()))));
    private static final Template<One, Object> LOCKED = new Template<>((tx, asked) ->
            Template.Query.of(payments(tx).and(PAYMENT_.ID.eq(asked.id())).forNoKeyUpdate()));

    private static Optional<Payment> one(Template<One, Object> which, TenantContext tenant, Payment.Id id) {
        return which.fetch(tenant, new One(id)).rows().stream().findFirst().map(PaymentRepository::payment);
    }

    Payment now(TenantContext tenant, Payment.Id id) {
        return find(tenant, id).orElseThrow();
    }

    /** To be taken after the order's lock. */
    Payment lock(TenantContext tx, Payment.Id id) {
        return one(LOCKED, tx, id).orElseThrow();
    }

    Optional<Payment> findByReference(TenantContext tenant, PaymentAccount.Id account, @Nullable String reference) {
        return reference == null
                ? Optional.empty()
                : CALLED.fetch(tenant, new Called(account, reference)).rows().stream()
                        .findFirst()
                        .map(PaymentRepository::payment);
    }

    private record Called(PaymentAccount.Id account, String reference) {}

    private static final Template<Called, Object> CALLED =
            new Template<>((tenant, asked) -> Template.Query.of(payments(tenant)
                    .and(PAYMENT_.PAYMENT_ACCOUNT_ID.eq(asked.account()))
                    .and(PAYMENT_.REFERENCE.eq(asked.reference()))));

    Map<Order.Id, List<Payment>> ofOrders(TenantContext tenant, Collection<Order.Id> orders) {
        return payments(tenant)
                .and(Sql.isAny(PAYMENT_.ORDER_ID, orders))
                .orderBy(PAYMENT_.ORDER_ID, PAYMENT_.ID)
                .fetchGroups(PAYMENT_.ORDER_ID, PaymentRepository::payment);
    }

    Connection<Payment> page(TenantContext tenant, Condition which, PageArgs page) {
        Condition all = tenant.owns(PAYMENT_).and(which);
        return pages.fetch(
                        tenant.id() + " payments",
                        tenant.sql().select(FIELDS).from(PAYMENT_).where(all),
                        NEWEST_FIRST,
                        page,
                        PaymentRepository::payment)
                .counted(tenant.sql(), selectOne().from(PAYMENT_).where(all));
    }

    /**
     * What was tried to pay an order, whatever became of it.
     *
     * @param payments how many there are
     * @param underWay what is asked for or held, and did not come in yet; what was held for too long, the provider lets go of, and
     *     nothing is held of what was taken beyond that
     */
    record Tried(int payments, Money underWay) {}

    Tried tried(TenantContext tx, Order order, Instant now) {
        Record row = TRIED.fetch(tx, new OfOrder(order.id(), now)).rows().getFirst();
        return new Tried(row.get(0, Integer.class), new Money(row.get(1, Long.class), order.currency()));
    }

    private record OfOrder(Order.Id order, Instant now) {}

    private static final Template<OfOrder, Object> TRIED = new Template<>((tx, asked) -> {
        var held = DSL.greatest(
                PAYMENT_.AUTHORISED
                        .coerce(Long.class)
                        .minus(PAYMENT_.CAPTURED.coerce(Long.class))
                        .minus(PAYMENT_.VOIDED.coerce(Long.class)),
                DSL.inline(0L));
        var open = PAYMENT_.PENDING
                .coerce(Long.class)
                .plus(DSL.when(PAYMENT_.EXPIRES_AT.le(asked.now()), PAYMENT_.CAPTURING.coerce(Long.class))
                        .otherwise(held));
        return Template.Query.of(tx.sql()
                .select(List.<SelectField<?>>of(count(), coalesce(sum(open), DSL.inline(java.math.BigDecimal.ZERO))))
                .from(PAYMENT_)
                .where(tx.owns(PAYMENT_))
                .and(PAYMENT_.ORDER_ID.eq(asked.order())));
    });

    /** How many tries of a customer's came to nothing, or are still under way. */
    int triesOf(TenantContext tx, Customer.Id customer, Instant since) {
        return tx.sql().fetchCount(PAYMENT_, triesSince(tx, since).and(PAYMENT_.CUSTOMER_ID.eq(customer)));
    }

    /** The same of a phone, whoever asks it. */
    int triesAt(TenantContext tx, String payer, Instant since) {
        return tx.sql().fetchCount(PAYMENT_, triesSince(tx, since).and(PAYMENT_.PAYER.eq(payer)));
    }

    private static Condition triesSince(TenantContext tx, Instant since) {
        return tx.owns(PAYMENT_)
                .and(PAYMENT_.CREATED_AT.gt(since))
                .and(PAYMENT_.STATE.in(PaymentState.FAILED, PaymentState.PENDING));
    }

    /** What is being taken of the order, or let go of, and is not known yet. */
    Money beingTaken(TenantContext tx, Order order) {
        var open = PAYMENT_.PENDING.coerce(Long.class).plus(PAYMENT_.CAPTURING.coerce(Long.class));
        return new MinorUnits(tx.sql()
                        .select(coalesce(sum(open), DSL.inline(java.math.BigDecimal.ZERO)))
                        .from(PAYMENT_)
                        .where(tx.owns(PAYMENT_))
                        .and(PAYMENT_.ORDER_ID.eq(order.id()))
                        .fetchSingle()
                        .value1()
                        .longValueExact())
                .in(order.currency());
    }

    /** Begins to hold. */
    void holds(TenantContext tx, Payment.Id id, Instant until, Instant dueAt) {
        tx.sql()
                .update(PAYMENT_)
                .set(PAYMENT_.EXPIRES_AT, until)
                .set(PAYMENT_.HOLD_DUE_AT, dueAt)
                .where(tx.owns(PAYMENT_))
                .and(PAYMENT_.ID.eq(id))
                .execute();
    }

    /** What is held of the orders is looked after next. */
    void holdsAreDue(TenantContext tx, Collection<Order.Id> orders, Instant at) {
        tx.sql()
                .update(PAYMENT_)
                .set(PAYMENT_.HOLD_DUE_AT, at)
                .where(tx.owns(PAYMENT_))
                .and(Sql.isAny(PAYMENT_.ORDER_ID, orders))
                .and(PAYMENT_.HOLD_DUE_AT.isNotNull())
                .execute();
    }

    void holdIsDue(TenantContext tx, Payment.Id id, @Nullable Instant at) {
        tx.sql()
                .update(PAYMENT_)
                .set(PAYMENT_.HOLD_DUE_AT, at)
                .where(tx.owns(PAYMENT_))
                .and(PAYMENT_.ID.eq(id))
                .execute();
    }

    List<Payment.Id> holdsDue(TenantContext tenant, Instant now, int most) {
        return tenant.sql()
                .select(PAYMENT_.ID)
                .from(PAYMENT_)
                .where(tenant.owns(PAYMENT_))
                .and(PAYMENT_.HOLD_DUE_AT.le(now))
                .orderBy(PAYMENT_.HOLD_DUE_AT)
                .limit(most)
                .fetch(PAYMENT_.ID);
    }

    /** Tenants of whose held money some is to be looked after, those that wait longest first. */
    List<Tenant.Id> tenantsWithHoldsDue(PlatformContext platform, Instant now, int most) {
        return platform.sql().selectFrom(TENANTS_WITH_HOLDS_DUE.call(now, most)).fetch(0, UUID.class).stream()
                .map(Tenant.Id::new)
                .toList();
    }

    /** To be taken after the order's lock; empty where somebody else has looked meanwhile. */
    Optional<Payment> lockHoldDue(TenantContext tx, Payment.Id id, Instant now) {
        return payments(tx)
                .and(PAYMENT_.ID.eq(id))
                .and(PAYMENT_.HOLD_DUE_AT.le(now))
                .forNoKeyUpdate()
                .fetchOptional(PaymentRepository::payment);
    }

    void insert(TenantContext tx, Payment payment) {
        Rows.of(List.of(payment))
                .with(PAYMENT_.ID, Payment::id)
                .with(PAYMENT_.ORDER_ID, Payment::orderId)
                .with(PAYMENT_.STORE_ID, Payment::storeId)
                .with(PAYMENT_.CUSTOMER_ID, Payment::customerId)
                .with(PAYMENT_.PAYMENT_ACCOUNT_ID, Payment::accountId)
                .with(PAYMENT_.CURRENCY, each -> each.amount().currency())
                .with(PAYMENT_.AMOUNT, each -> each.amount().withoutCurrency())
                .with(PAYMENT_.CAPTURE_LATER, Payment::captureLater)
                .with(PAYMENT_.PAYER, Payment::payer)
                .with(PAYMENT_.RETURN_URL, Payment::returnUrl)
                .with(PAYMENT_.CREATED_AT, Payment::createdAt)
                .with(PAYMENT_.UPDATED_AT, Payment::updatedAt)
                .write(tx, PAYMENT_);
    }

    /** @param reference null to leave what is known */
    void follow(
            TenantContext tx, Payment.Id id, @Nullable String reference, @Nullable PaymentNextStep next, Instant at) {
        FOLLOWED.execute(tx, new Followed(id, reference, next, at));
    }

    private record Followed(
            Payment.Id id,
            @Nullable String reference,
            @Nullable PaymentNextStep next,
            Instant at) {}

    private static final Template<Followed, Object> FOLLOWED = new Template<>((tx, asked) -> {
        PaymentNextStep next = asked.next();
        return Template.Query.of(tx.sql()
                .update(PAYMENT_)
                .set(PAYMENT_.REFERENCE, coalesce(DSL.val(asked.reference(), PAYMENT_.REFERENCE), PAYMENT_.REFERENCE))
                .set(PAYMENT_.NEXT_ACTION, next == null ? null : next.action())
                .set(PAYMENT_.NEXT_URL, next == null ? null : next.url())
                .set(PAYMENT_.NEXT_EXPIRES_AT, next == null ? null : next.expiresAt())
                .set(PAYMENT_.UPDATED_AT, asked.at())
                .where(tx.owns(PAYMENT_))
                .and(PAYMENT_.ID.eq(asked.id())));
    });

    void touch(TenantContext tx, Payment.Id id, Instant at) {
        tx.sql()
                .update(PAYMENT_)
                .set(PAYMENT_.UPDATED_AT, at)
                .where(tx.owns(PAYMENT_))
                .and(PAYMENT_.ID.eq(id))
                .execute();
    }

    Payment ofOperation(TenantContext tenant, PaymentOperation.Id operation) {
        return OF_OPERATION.fetch(tenant, new OfOperation(operation)).rows().stream()
                .findFirst()
                .map(PaymentRepository::payment)
                .orElseThrow();
    }

    private record OfOperation(PaymentOperation.Id operation) {}

    private static final Template<OfOperation, Object> OF_OPERATION =
            new Template<>((tenant, asked) -> Template.Query.of(payments(tenant)
                    .and(PAYMENT_.ID.eq(DSL.select(OPERATION.PAYMENT_ID)
                            .from(OPERATION)
                            .where(tenant.owns(OPERATION))
                            .and(OPERATION.ID.eq(asked.operation()))))));
}
