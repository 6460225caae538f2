package io.merkato.payment;

import static io.merkato.jooq.payment.Tables.OPERATION;
import static io.merkato.jooq.payment.Tables.PAYMENT_;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.DateTimeRange;
import io.merkato.api.IdMatch;
import io.merkato.api.Where;
import io.merkato.ordering.Order;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which payments, as the schema's input of this name says. */
record PaymentWhere(
        @Nullable List<PaymentWhere> and,
        @Nullable List<PaymentWhere> or,
        @Nullable PaymentWhere not,
        @Nullable IdMatch order,
        @Nullable IdMatch account,
        @Nullable PaymentStateMatch state,
        @Nullable Boolean problem,
        @Nullable DateTimeRange createdAt)
        implements Where<PaymentWhere> {

    private static Condition hasProblem() {
        return exists(selectOne()
                .from(OPERATION)
                .where(OPERATION.TENANT_ID.eq(PAYMENT_.TENANT_ID))
                .and(OPERATION.PAYMENT_ID.eq(PAYMENT_.ID))
                .and(OPERATION.PROBLEM.isNotNull()));
    }

    @Override
    public Condition own() {
        return noCondition()
                .and(order == null ? noCondition() : order.on(PAYMENT_.ORDER_ID, Order.Id::new))
                .and(account == null ? noCondition() : account.on(PAYMENT_.PAYMENT_ACCOUNT_ID, PaymentAccount.Id::new))
                .and(state == null ? noCondition() : state.on(PAYMENT_.STATE))
                .and(
                        problem == null
                                ? noCondition()
                                : problem ? hasProblem() : hasProblem().not())
                .and(createdAt == null ? noCondition() : createdAt.on(PAYMENT_.CREATED_AT));
    }
}
