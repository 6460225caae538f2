package io.merkato.payment;

import static io.merkato.jooq.payment.Tables.NOTICE;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.DateTimeRange;
import io.merkato.api.IdMatch;
import io.merkato.api.Where;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which notices, as the schema's input of this name says. */
record PaymentNoticeWhere(
        @Nullable List<PaymentNoticeWhere> and,
        @Nullable List<PaymentNoticeWhere> or,
        @Nullable PaymentNoticeWhere not,
        @Nullable IdMatch account,
        @Nullable Boolean problem,
        @Nullable DateTimeRange receivedAt)
        implements Where<PaymentNoticeWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(account == null ? noCondition() : account.on(NOTICE.PAYMENT_ACCOUNT_ID, PaymentAccount.Id::new))
                .and(problem == null ? noCondition() : problem ? NOTICE.PROBLEM.isNotNull() : NOTICE.PROBLEM.isNull())
                .and(receivedAt == null ? noCondition() : receivedAt.on(NOTICE.RECEIVED_AT));
    }
}
