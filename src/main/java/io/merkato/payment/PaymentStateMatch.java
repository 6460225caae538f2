package io.merkato.payment;

import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Sql;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** By how it stands; a null operator says nothing, an empty list matches nothing. */
record PaymentStateMatch(
        @Nullable PaymentState eq, @Nullable List<PaymentState> oneOf) {

    Condition on(Field<PaymentState> field) {
        return (eq == null ? noCondition() : field.eq(eq)).and(oneOf == null ? noCondition() : Sql.isAny(field, oneOf));
    }
}
