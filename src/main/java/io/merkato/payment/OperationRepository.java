package io.merkato.payment;

import static io.merkato.jooq.payment.Tables.OPERATION;
import static io.merkato.jooq.payment.Tables.PAYMENT_;
import static io.merkato.jooq.payment.Tables.PAYMENT_EVENT;
import static io.merkato.jooq.payment.Tables.TENANTS_TO_SETTLE_FOR;
import static org.jooq.impl.DSL.coalesce;

import io.merkato.api.Sql;
import io.merkato.api.Uuid7;
import io.merkato.money.Money;
import io.merkato.provider.DeclineReason;
import io.merkato.provider.ProviderRequest;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
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
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** What is asked of providers, and what happened. */
@Repository
class OperationRepository {

    private static final List<SelectField<?>> FIELDS = List.of(
            OPERATION.ID,
            OPERATION.PAYMENT_ID,
            OPERATION.KIND,
            OPERATION.AMOUNT,
            PAYMENT_.CURRENCY,
            OPERATION.STATUS,
            OPERATION.REFERENCE,
            OPERATION.DECLINE_REASON,
            OPERATION.DECLINE_CODE,
            OPERATION.MESSAGE,
            OPERATION.REASON,
            OPERATION.ATTEMPTS,
            OPERATION.LEASE,
            OPERATION.NEXT_AT,
            OPERATION.STARTED_AT,
            OPERATION.SETTLED_AT,
            OPERATION.BY_HAND,
            OPERATION.PROBLEM);

    private static PaymentOperation operation(Record row) {
        return new PaymentOperation(
                row.get(OPERATION.ID),
                row.get(OPERATION.PAYMENT_ID),
                row.get(OPERATION.KIND),
                row.get(OPERATION.AMOUNT).in(row.get(PAYMENT_.CURRENCY)),
                row.get(OPERATION.STATUS),
                row.get(OPERATION.REFERENCE),
                row.get(OPERATION.DECLINE_REASON),
                row.get(OPERATION.DECLINE_CODE),
                row.get(OPERATION.MESSAGE),
                row.get(OPERATION.REASON),
                row.get(OPERATION.ATTEMPTS),
                row.get(OPERATION.LEASE),
                row.get(OPERATION.NEXT_AT),
                row.get(OPERATION.STARTED_AT),
                row.get(OPERATION.SETTLED_AT),
                row.get(OPERATION.BY_HAND),
                row.get(OPERATION.PROBLEM));
    }

    private static SelectConditionStep<Record> operations(TenantContext tenant) {
        return tenant.sql()
                .select(FIELDS)
                .from(OPERATION)
                .join(PAYMENT_)
                .on(tenant.owns(PAYMENT_).and(PAYMENT_.ID.eq(OPERATION.PAYMENT_ID)))
                .where(tenant.owns(OPERATION));
    }

    Optional<PaymentOperation> find(TenantContext tenant, PaymentOperation.Id id) {
        return ONE.fetch(tenant, new One(id)).rows().stream().findFirst().map(OperationRepository::operation);
    }

    private record One(PaymentOperation.Id id) {}

    private static final Template<One, Object> ONE = new Template<>(
            (tenant, asked) -> Template.Query.of(operations(tenant).and(OPERATION.ID.eq(asked.id()))));

    /** Of an account, what the provider calls so. */
    Optional<PaymentOperation> findByReference(
            TenantContext tenant, PaymentAccount.Id account, @Nullable String reference) {
        return reference == null
                ? Optional.empty()
                : operations(tenant)
                        .and(OPERATION.REFERENCE.eq(reference))
                        .and(PAYMENT_.PAYMENT_ACCOUNT_ID.eq(account))
                        .orderBy(OPERATION.ID)
                        .limit(1)
                        .fetchOptional(OperationRepository::operation);
    }

    Map<Payment.Id, List<PaymentOperation>> ofPayments(TenantContext tenant, Collection<Payment.Id> payments) {
        return operations(tenant)
                .and(Sql.isAny(OPERATION.PAYMENT_ID, payments))
                .orderBy(OPERATION.PAYMENT_ID, OPERATION.ID)
                .fetchGroups(OPERATION.PAYMENT_ID, OperationRepository::operation);
    }

    Map<Payment.Id, List<PaymentEvent>> eventsOf(TenantContext tenant, Collection<Payment.Id> payments) {
        return tenant.sql()
                .select(
                        PAYMENT_EVENT.PAYMENT_ID,
                        PAYMENT_.CURRENCY,
                        PAYMENT_EVENT.KIND,
                        PAYMENT_EVENT.AMOUNT,
                        PAYMENT_EVENT.FEE,
                        PAYMENT_EVENT.SOURCE,
                        PAYMENT_EVENT.MESSAGE,
                        PAYMENT_EVENT.OCCURRED_AT,
                        PAYMENT_EVENT.RECORDED_AT)
                .from(PAYMENT_EVENT)
                .join(PAYMENT_)
                .on(tenant.owns(PAYMENT_).and(PAYMENT_.ID.eq(PAYMENT_EVENT.PAYMENT_ID)))
                .where(tenant.owns(PAYMENT_EVENT))
                .and(Sql.isAny(PAYMENT_EVENT.PAYMENT_ID, payments))
                .orderBy(PAYMENT_EVENT.PAYMENT_ID, PAYMENT_EVENT.RECORDED_AT, PAYMENT_EVENT.ID)
                .fetchGroups(PAYMENT_EVENT.PAYMENT_ID, row -> {
                    Currency currency = row.get(PAYMENT_.CURRENCY);
                    return new PaymentEvent(
                            row.get(PAYMENT_EVENT.KIND),
                            row.get(PAYMENT_EVENT.AMOUNT).in(currency),
                            row.get(PAYMENT_EVENT.FEE).in(currency),
                            row.get(PAYMENT_EVENT.SOURCE),
                            row.get(PAYMENT_EVENT.MESSAGE),
                            row.get(PAYMENT_EVENT.OCCURRED_AT),
                            row.get(PAYMENT_EVENT.RECORDED_AT));
                });
    }

    void start(TenantContext tx, PaymentOperation operation, String actor) {
        Rows.of(List.of(operation))
                .with(OPERATION.ID, PaymentOperation::id)
                .with(OPERATION.PAYMENT_ID, PaymentOperation::paymentId)
                .with(OPERATION.KIND, PaymentOperation::kind)
                .with(OPERATION.AMOUNT, each -> each.amount().withoutCurrency())
                .with(OPERATION.STATUS, PaymentOperation::status)
                .with(OPERATION.REASON, PaymentOperation::reason)
                .with(OPERATION.ACTOR, each -> actor)
                .with(OPERATION.ATTEMPTS, PaymentOperation::attempts)
                .with(OPERATION.LEASE, PaymentOperation::lease)
                .with(OPERATION.NEXT_AT, PaymentOperation::nextAt)
                .with(OPERATION.STARTED_AT, PaymentOperation::startedAt)
                .write(tx, OPERATION);
    }

    /** Tenants for whom something is due, those that wait longest first. */
    List<Tenant.Id> waiting(PlatformContext platform, Instant now, int most) {
        return platform.sql().selectFrom(TENANTS_TO_SETTLE_FOR.call(now, most)).fetch(0, UUID.class).stream()
                .map(Tenant.Id::new)
                .toList();
    }

    /** Accounts of whose operations some are due, those that wait longest first. */
    List<PaymentAccount.Id> accountsDue(TenantContext tenant, Instant now, int most) {
        return tenant.sql()
                .select(PAYMENT_.PAYMENT_ACCOUNT_ID)
                .from(OPERATION)
                .join(PAYMENT_)
                .on(tenant.owns(PAYMENT_).and(PAYMENT_.ID.eq(OPERATION.PAYMENT_ID)))
                .where(tenant.owns(OPERATION))
                .and(OPERATION.NEXT_AT.le(now))
                .groupBy(PAYMENT_.PAYMENT_ACCOUNT_ID)
                .orderBy(DSL.min(OPERATION.NEXT_AT))
                .limit(most)
                .fetch(PAYMENT_.PAYMENT_ACCOUNT_ID);
    }

    List<PaymentOperation> due(TenantContext tenant, PaymentAccount.Id account, Instant now, int most) {
        return operations(tenant)
                .and(PAYMENT_.PAYMENT_ACCOUNT_ID.eq(account))
                .and(OPERATION.NEXT_AT.le(now))
                .orderBy(OPERATION.NEXT_AT)
                .limit(most)
                .fetch(OperationRepository::operation);
    }

    /** Whether nobody else took it up meanwhile. */
    boolean takeUp(TenantContext tenant, PaymentOperation.Id id, UUID lease, Instant now, Instant until) {
        return tenant.sql()
                        .update(OPERATION)
                        .set(OPERATION.LEASE, lease)
                        .set(OPERATION.ATTEMPTS, OPERATION.ATTEMPTS.plus(1))
                        .set(OPERATION.NEXT_AT, until)
                        .where(tenant.owns(OPERATION))
                        .and(OPERATION.ID.eq(id))
                        .and(OPERATION.NEXT_AT.le(now))
                        .execute()
                == 1;
    }

    /** What a notice hints at is asked about, also where it was declined before; it may bring the reference. */
    void askSoon(TenantContext tx, PaymentOperation.Id id, @Nullable String reference, Instant now) {
        tx.sql()
                .update(OPERATION)
                .set(OPERATION.REFERENCE, coalesce(OPERATION.REFERENCE, DSL.val(reference, OPERATION.REFERENCE)))
                .set(OPERATION.NEXT_AT, now)
                .where(tx.owns(OPERATION))
                .and(OPERATION.ID.eq(id))
                .and(OPERATION.STATUS.ne(PaymentOperationStatus.DONE).or(OPERATION.BY_HAND))
                .execute();
    }

    /** Nobody is asked about it again. */
    void rest(TenantContext tx, PaymentOperation.Id id) {
        tx.sql()
                .update(OPERATION)
                .setNull(OPERATION.NEXT_AT)
                .where(tx.owns(OPERATION))
                .and(OPERATION.ID.eq(id))
                .execute();
    }

    void askAgain(TenantContext tx, PaymentOperation.Id id, Instant next) {
        tx.sql()
                .update(OPERATION)
                .set(OPERATION.NEXT_AT, next)
                .where(tx.owns(OPERATION))
                .and(OPERATION.ID.eq(id))
                .execute();
    }

    /** How much of it people said was moved, and the provider says was not. */
    Money denied(TenantContext tx, PaymentOperation operation) {
        var amount = PAYMENT_EVENT.AMOUNT.coerce(Long.class);
        long denied = tx.sql()
                .select(coalesce(
                        DSL.sum(DSL.when(PAYMENT_EVENT.KIND.eq(PaymentEventKind.DENIED), amount)
                                .otherwise(amount.neg())),
                        DSL.inline(BigDecimal.ZERO)))
                .from(PAYMENT_EVENT)
                .where(tx.owns(PAYMENT_EVENT))
                .and(PAYMENT_EVENT.OPERATION_ID.eq(operation.id()))
                .and(PAYMENT_EVENT.KIND.in(PaymentEventKind.DENIED, PaymentEventKind.REINSTATED))
                .fetchSingle()
                .value1()
                .longValueExact();
        return new Money(denied, operation.amount().currency());
    }

    /** People said what became of it; whoever asks just now asks for nothing more, and the provider is asked again then. */
    void settledByHand(TenantContext tx, PaymentOperation.Id id, Instant next) {
        tx.sql()
                .update(OPERATION)
                .set(OPERATION.BY_HAND, true)
                .set(OPERATION.LEASE, Uuid7.next())
                .set(OPERATION.NEXT_AT, next)
                .where(tx.owns(OPERATION))
                .and(OPERATION.ID.eq(id))
                .execute();
    }

    /** Nobody has to be asked any more. @param problem where what is known speaks against what is written down */
    void known(TenantContext tx, PaymentOperation.Id id, @Nullable String reference, @Nullable String problem) {
        tx.sql()
                .update(OPERATION)
                .set(OPERATION.BY_HAND, false)
                .set(OPERATION.REFERENCE, coalesce(DSL.val(reference, OPERATION.REFERENCE), OPERATION.REFERENCE))
                .set(OPERATION.PROBLEM, problem)
                .setNull(OPERATION.NEXT_AT)
                .where(tx.owns(OPERATION))
                .and(OPERATION.ID.eq(id))
                .execute();
    }

    void hasProblem(TenantContext tx, PaymentOperation.Id id, String problem) {
        tx.sql()
                .update(OPERATION)
                .set(OPERATION.PROBLEM, problem)
                .where(tx.owns(OPERATION))
                .and(OPERATION.ID.eq(id))
                .execute();
    }

    /** Under the payment's lock. */
    void write(TenantContext tx, PaymentOperation operation) {
        WRITTEN.execute(
                tx,
                new Written(
                        operation.id(),
                        operation.status(),
                        operation.reference(),
                        operation.declineReason(),
                        operation.declineCode(),
                        operation.message(),
                        operation.nextAt(),
                        operation.settledAt(),
                        operation.byHand(),
                        operation.problem()));
    }

    private record Written(
            PaymentOperation.Id id,
            PaymentOperationStatus status,
            @Nullable String reference,
            @Nullable DeclineReason reason,
            @Nullable String code,
            @Nullable String message,
            @Nullable Instant nextAt,
            @Nullable Instant settledAt,
            boolean byHand,
            @Nullable String problem) {}

    private static final Template<Written, Object> WRITTEN = new Template<>((tx, asked) -> Template.Query.of(tx.sql()
            .update(OPERATION)
            .set(OPERATION.STATUS, asked.status())
            .set(OPERATION.REFERENCE, asked.reference())
            .set(OPERATION.DECLINE_REASON, asked.reason())
            .set(OPERATION.DECLINE_CODE, asked.code())
            .set(OPERATION.MESSAGE, asked.message())
            .set(OPERATION.NEXT_AT, asked.nextAt())
            .set(OPERATION.SETTLED_AT, asked.settledAt())
            .set(OPERATION.BY_HAND, asked.byHand())
            .set(OPERATION.PROBLEM, asked.problem())
            .where(tx.owns(OPERATION))
            .and(OPERATION.ID.eq(asked.id()))));

    record Happened(
            Payment.Id payment,
            PaymentOperation.@Nullable Id operation,
            PaymentEventKind kind,
            Money amount,
            @Nullable Money fee,
            PaymentEventSource source,
            @Nullable String providerEvent,
            @Nullable String message,
            Instant at) {}

    void happened(TenantContext tx, Happened event) {
        Rows<Happened> row = Rows.of(List.of(event))
                .with(PAYMENT_EVENT.ID, each -> Uuid7.next())
                .with(PAYMENT_EVENT.PAYMENT_ID, Happened::payment)
                .with(PAYMENT_EVENT.OPERATION_ID, Happened::operation)
                .with(PAYMENT_EVENT.KIND, Happened::kind)
                .with(PAYMENT_EVENT.AMOUNT, each -> each.amount().withoutCurrency())
                .with(PAYMENT_EVENT.SOURCE, Happened::source)
                .with(PAYMENT_EVENT.PROVIDER_EVENT, Happened::providerEvent)
                .with(PAYMENT_EVENT.MESSAGE, Happened::message)
                .with(PAYMENT_EVENT.OCCURRED_AT, Happened::at);
        Money fee = event.fee();
        (fee == null ? row : row.with(PAYMENT_EVENT.FEE, each -> fee.withoutCurrency())).write(tx, PAYMENT_EVENT);
    }

    /** Whether the provider calls another refund so that it has done, of the same payment. */
    boolean isOfAnother(TenantContext tx, PaymentOperation operation, String reference) {
        Condition another = OPERATION
                .PAYMENT_ID
                .eq(operation.paymentId())
                .and(OPERATION.ID.ne(operation.id()))
                .and(OPERATION.KIND.eq(ProviderRequest.Kind.REFUND))
                .and(OPERATION.STATUS.eq(PaymentOperationStatus.DONE))
                .and(OPERATION.REFERENCE.eq(reference))
                .andNot(OPERATION.BY_HAND);
        return tx.sql().fetchExists(OPERATION, tx.owns(OPERATION).and(another));
    }

    /** Whether the provider's event is written down already. */
    boolean hasHappened(TenantContext tx, Payment.Id payment, String providerEvent) {
        Condition same = PAYMENT_EVENT.PAYMENT_ID.eq(payment).and(PAYMENT_EVENT.PROVIDER_EVENT.eq(providerEvent));
        return tx.sql().fetchExists(PAYMENT_EVENT, tx.owns(PAYMENT_EVENT).and(same));
    }
}
