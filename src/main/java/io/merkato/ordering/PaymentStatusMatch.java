package io.merkato.ordering;

import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Sql;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** By how far the order is paid; a null operator says nothing, an empty list matches nothing. */
record PaymentStatusMatch(
        @Nullable PaymentStatus eq, @Nullable List<PaymentStatus> oneOf) {

    Condition on(Field<PaymentStatus> field) {
        return (eq == null ? noCondition() : field.eq(eq)).and(oneOf == null ? noCondition() : Sql.isAny(field, oneOf));
    }
}
