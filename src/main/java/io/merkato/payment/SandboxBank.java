package io.merkato.payment;

import static io.merkato.jooq.payment.Tables.SANDBOX_ACT;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;

import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.money.Money;
import io.merkato.provider.DeclineReason;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The sandbox's book: what a bank would know, apart from what is known of payments. */
@Repository
class SandboxBank {

    private static final Grant GRANT = PaymentOutcomes.PAYMENTS.may(Permission.PAYMENTS_WRITE);

    private static SandboxAct act(Record row) {
        return new SandboxAct(
                row.get(SANDBOX_ACT.KEY),
                row.get(SANDBOX_ACT.KIND),
                row.get(SANDBOX_ACT.REFERENCE),
                row.get(SANDBOX_ACT.PAYMENT_REFERENCE),
                row.get(SANDBOX_ACT.AMOUNT).in(row.get(SANDBOX_ACT.CURRENCY)),
                row.get(SANDBOX_ACT.STATUS),
                row.get(SANDBOX_ACT.DECLINE_REASON),
                row.get(SANDBOX_ACT.ACTED_AT));
    }

    private static SelectConditionStep<Record> acts(TenantContext tenant, PaymentAccount.Id account) {
        return tenant.sql()
                .select(SANDBOX_ACT.fields())
                .from(SANDBOX_ACT)
                .where(tenant.owns(SANDBOX_ACT))
                .and(SANDBOX_ACT.PAYMENT_ACCOUNT_ID.eq(account));
    }

    Optional<SandboxAct> find(TenantContext tenant, PaymentAccount.Id account, String key) {
        return acts(tenant, account).and(SANDBOX_ACT.KEY.eq(key)).fetchOptional(SandboxBank::act);
    }

    Optional<SandboxAct> findByReference(TenantContext tenant, PaymentAccount.Id account, @Nullable String reference) {
        return reference == null
                ? Optional.empty()
                : acts(tenant, account).and(SANDBOX_ACT.REFERENCE.eq(reference)).fetchOptional(SandboxBank::act);
    }

    /** All that was done to a payment, first to last. */
    List<SandboxAct> ofPayment(TenantContext tenant, PaymentAccount.Id account, String reference) {
        return acts(tenant, account)
                .and(SANDBOX_ACT.REFERENCE.eq(reference).or(SANDBOX_ACT.PAYMENT_REFERENCE.eq(reference)))
                .orderBy(SANDBOX_ACT.ACTED_AT, SANDBOX_ACT.KEY)
                .fetch(SandboxBank::act);
    }

    /** Once for its key: what came of it the first time. More than there is to take or give back is declined. */
    SandboxAct act(TenantContext tenant, PaymentAccount.Id account, SandboxAct wanted) {
        return tenant.transact(GRANT, tx -> {
            SandboxAct done = wanted;
            if (wanted.paymentReference() != null) {
                Optional<SandboxAct> payment = acts(tx, account)
                        .and(SANDBOX_ACT.REFERENCE.eq(wanted.paymentReference()))
                        .forUpdate()
                        .fetchOptional(SandboxBank::act);
                if (payment.isEmpty() || wanted.amount().compareTo(left(tx, account, payment.get(), wanted)) > 0) {
                    done = declined(wanted, payment.isEmpty());
                }
            }
            return insert(tx, account, done)
                    ? done
                    : find(tx, account, wanted.key()).orElseThrow();
        });
    }

    private static SandboxAct declined(SandboxAct act, boolean withoutPayment) {
        return new SandboxAct(
                act.key(),
                act.kind(),
                act.reference(),
                withoutPayment ? null : act.paymentReference(),
                act.amount(),
                PaymentOperationStatus.DECLINED,
                DeclineReason.LIMIT_EXCEEDED,
                act.at());
    }

    /** What is left of a payment for an act of this kind; what waits is counted as if it were done. */
    private static Money left(TenantContext tx, PaymentAccount.Id account, SandboxAct payment, SandboxAct wanted) {
        if (payment.status() != PaymentOperationStatus.DONE) {
            return Money.zero(payment.amount().currency());
        }
        boolean ofHeld = wanted.kind() == SandboxAct.Kind.CAPTURE || wanted.kind() == SandboxAct.Kind.VOID;
        boolean held = payment.kind() == SandboxAct.Kind.AUTHORISE;
        Money taken = held ? sum(tx, account, payment, SandboxAct.Kind.CAPTURE) : payment.amount();
        if (!ofHeld) {
            return taken.minus(sum(tx, account, payment, wanted.kind()));
        }
        return held
                ? payment.amount().minus(taken).minus(sum(tx, account, payment, SandboxAct.Kind.VOID))
                : Money.zero(payment.amount().currency());
    }

    private static Money sum(TenantContext tx, PaymentAccount.Id account, SandboxAct payment, SandboxAct.Kind kind) {
        long sum = tx.sql()
                .select(coalesce(DSL.sum(SANDBOX_ACT.AMOUNT.coerce(Long.class)), inline(BigDecimal.ZERO)))
                .from(SANDBOX_ACT)
                .where(tx.owns(SANDBOX_ACT))
                .and(SANDBOX_ACT.PAYMENT_ACCOUNT_ID.eq(account))
                .and(SANDBOX_ACT.PAYMENT_REFERENCE.eq(payment.reference()))
                .and(SANDBOX_ACT.KIND.eq(kind))
                .and(SANDBOX_ACT.STATUS.ne(PaymentOperationStatus.DECLINED))
                .fetchSingle()
                .value1()
                .longValueExact();
        return new Money(sum, payment.amount().currency());
    }

    /** Whether it was not there yet. */
    boolean insert(TenantContext tx, PaymentAccount.Id account, SandboxAct act) {
        return tx.sql()
                        .insertInto(SANDBOX_ACT)
                        .set(SANDBOX_ACT.TENANT_ID, tx.id())
                        .set(SANDBOX_ACT.PAYMENT_ACCOUNT_ID, account)
                        .set(SANDBOX_ACT.KEY, act.key())
                        .set(SANDBOX_ACT.KIND, act.kind())
                        .set(SANDBOX_ACT.REFERENCE, act.reference())
                        .set(SANDBOX_ACT.PAYMENT_REFERENCE, act.paymentReference())
                        .set(SANDBOX_ACT.CURRENCY, act.amount().currency())
                        .set(SANDBOX_ACT.AMOUNT, act.amount().withoutCurrency())
                        .set(SANDBOX_ACT.STATUS, act.status())
                        .set(SANDBOX_ACT.DECLINE_REASON, act.declineReason())
                        .set(SANDBOX_ACT.ACTED_AT, act.at())
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    /** Whether it still waited. */
    boolean decide(
            TenantContext tx, PaymentAccount.Id account, String key, @Nullable DeclineReason declined, Instant at) {
        return tx.sql()
                        .update(SANDBOX_ACT)
                        .set(
                                SANDBOX_ACT.STATUS,
                                declined == null ? PaymentOperationStatus.DONE : PaymentOperationStatus.DECLINED)
                        .set(SANDBOX_ACT.DECLINE_REASON, declined)
                        .set(SANDBOX_ACT.ACTED_AT, at)
                        .where(tx.owns(SANDBOX_ACT))
                        .and(SANDBOX_ACT.PAYMENT_ACCOUNT_ID.eq(account))
                        .and(SANDBOX_ACT.KEY.eq(key))
                        .and(SANDBOX_ACT.STATUS.eq(PaymentOperationStatus.PENDING))
                        .execute()
                == 1;
    }
}
