package io.merkato.payment;

import static io.merkato.jooq.payment.Tables.NOTICE;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.money.Money;
import io.merkato.provider.ProviderNotice;
import io.merkato.tenancy.TenantContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SortField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** What providers told by themselves. */
@Repository
class NoticeRepository {

    private static final List<SelectField<?>> FIELDS = List.of(
            NOTICE.ID,
            NOTICE.PAYMENT_ACCOUNT_ID,
            NOTICE.PROVIDER_EVENT,
            NOTICE.ABOUT,
            NOTICE.PAYMENT_ID,
            NOTICE.PROBLEM,
            NOTICE.BODY,
            NOTICE.OCCURRED_AT,
            NOTICE.RECEIVED_AT);
    private static final List<SortField<?>> NEWEST_FIRST = List.of(NOTICE.RECEIVED_AT.desc(), NOTICE.ID.desc());

    private final Pages pages;

    NoticeRepository(Pages pages) {
        this.pages = pages;
    }

    private static PaymentNotice notice(Record row) {
        return new PaymentNotice(
                row.get(NOTICE.ID),
                row.get(NOTICE.PAYMENT_ACCOUNT_ID),
                row.get(NOTICE.PROVIDER_EVENT),
                row.get(NOTICE.ABOUT),
                row.get(NOTICE.PAYMENT_ID),
                row.get(NOTICE.PROBLEM),
                new String(row.get(NOTICE.BODY), StandardCharsets.UTF_8).replace('\0', '\uFFFD'),
                row.get(NOTICE.OCCURRED_AT),
                row.get(NOTICE.RECEIVED_AT));
    }

    Map<PaymentNotice.Id, PaymentNotice> byId(TenantContext tenant, Collection<PaymentNotice.Id> ids) {
        return tenant.sql()
                .select(FIELDS)
                .from(NOTICE)
                .where(tenant.owns(NOTICE))
                .and(Sql.isAny(NOTICE.ID, ids))
                .fetchMap(NOTICE.ID, NoticeRepository::notice);
    }

    Connection<PaymentNotice> page(TenantContext tenant, Condition which, PageArgs page) {
        Condition all = tenant.owns(NOTICE).and(which);
        return pages.fetch(
                        tenant.id() + " payment notices",
                        tenant.sql().select(FIELDS).from(NOTICE).where(all),
                        NEWEST_FIRST,
                        page,
                        NoticeRepository::notice)
                .counted(tenant.sql(), selectOne().from(NOTICE).where(all));
    }

    /** The one that is there, where it has had no effect yet; locked. */
    Optional<PaymentNotice> withoutEffect(TenantContext tx, PaymentAccount.Id account, String event) {
        return tx.sql()
                .select(FIELDS)
                .from(NOTICE)
                .where(tx.owns(NOTICE))
                .and(NOTICE.PAYMENT_ACCOUNT_ID.eq(account))
                .and(NOTICE.PROVIDER_EVENT.eq(event))
                .and(NOTICE.PROBLEM.isNotNull())
                .forNoKeyUpdate()
                .fetchOptional(NoticeRepository::notice);
    }

    record Chargeback(PaymentNotice.Id id, String event, Money amount, Instant at) {}

    /** What was told to be taken back of a payment while it could not be yet, first to last. */
    List<Chargeback> chargebacksWithoutEffect(TenantContext tx, Payment payment) {
        return tx.sql()
                .select(NOTICE.ID, NOTICE.PROVIDER_EVENT, NOTICE.AMOUNT, NOTICE.CURRENCY, NOTICE.OCCURRED_AT)
                .from(NOTICE)
                .where(tx.owns(NOTICE))
                .and(NOTICE.PAYMENT_ACCOUNT_ID.eq(payment.accountId()))
                .and(NOTICE.PROBLEM.isNotNull())
                .and(NOTICE.ABOUT.eq(ProviderNotice.About.CHARGEBACK))
                .and(NOTICE.AMOUNT.isNotNull())
                .and(NOTICE.PAYMENT_ID.eq(payment.id()).or(NOTICE.REFERENCE.eq(payment.reference())))
                .orderBy(NOTICE.ID)
                .forNoKeyUpdate()
                .fetch(row ->
                        new Chargeback(row.value1(), row.value2(), row.value3().in(row.value4()), row.value5()));
    }

    void hadEffect(TenantContext tx, PaymentNotice.Id id, Payment.Id payment, PaymentOperation.@Nullable Id operation) {
        tx.sql()
                .update(NOTICE)
                .setNull(NOTICE.PROBLEM)
                .set(NOTICE.PAYMENT_ID, payment)
                .set(NOTICE.OPERATION_ID, operation)
                .where(tx.owns(NOTICE))
                .and(NOTICE.ID.eq(id))
                .execute();
    }

    /** Whether it was not there yet. */
    boolean insert(
            TenantContext tx,
            PaymentNotice notice,
            PaymentOperation.@Nullable Id operation,
            @Nullable String reference,
            @Nullable Money amount,
            byte[] body) {
        return tx.sql()
                        .insertInto(NOTICE)
                        .set(NOTICE.TENANT_ID, tx.id())
                        .set(NOTICE.ID, notice.id())
                        .set(NOTICE.PAYMENT_ACCOUNT_ID, notice.accountId())
                        .set(NOTICE.PROVIDER_EVENT, notice.providerEvent())
                        .set(NOTICE.ABOUT, notice.about())
                        .set(NOTICE.PAYMENT_ID, notice.paymentId())
                        .set(NOTICE.OPERATION_ID, operation)
                        .set(NOTICE.PROBLEM, notice.problem())
                        .set(NOTICE.REFERENCE, reference)
                        .set(NOTICE.CURRENCY, amount == null ? null : amount.currency())
                        .set(NOTICE.AMOUNT, amount == null ? null : amount.withoutCurrency())
                        .set(NOTICE.BODY, body)
                        .set(NOTICE.OCCURRED_AT, notice.occurredAt())
                        .set(NOTICE.RECEIVED_AT, notice.receivedAt())
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    void hasProblem(TenantContext tx, PaymentNotice.Id id, String problem) {
        tx.sql()
                .update(NOTICE)
                .set(NOTICE.PROBLEM, problem)
                .where(tx.owns(NOTICE))
                .and(NOTICE.ID.eq(id))
                .execute();
    }
}
