package io.merkato.ordering;

import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Sql;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** By how far the order has left the house; a null operator says nothing, an empty list matches nothing. */
record FulfilmentStatusMatch(
        @Nullable FulfilmentStatus eq, @Nullable List<FulfilmentStatus> oneOf) {

    Condition on(Field<FulfilmentStatus> field) {
        return (eq == null ? noCondition() : field.eq(eq)).and(oneOf == null ? noCondition() : Sql.isAny(field, oneOf));
    }
}
