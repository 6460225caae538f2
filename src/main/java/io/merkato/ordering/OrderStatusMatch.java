package io.merkato.ordering;

import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Sql;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** By status of the order; a null operator says nothing, an empty list matches nothing. */
record OrderStatusMatch(@Nullable OrderStatus eq, @Nullable List<OrderStatus> oneOf) {

    Condition on(Field<OrderStatus> field) {
        return (eq == null ? noCondition() : field.eq(eq)).and(oneOf == null ? noCondition() : Sql.isAny(field, oneOf));
    }
}
