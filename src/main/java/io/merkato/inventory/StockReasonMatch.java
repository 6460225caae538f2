package io.merkato.inventory;

import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Sql;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** By reason of the movement; a null operator says nothing, an empty list matches nothing. */
record StockReasonMatch(@Nullable StockReason eq, @Nullable List<StockReason> oneOf) {

    Condition on(Field<StockReason> field) {
        return (eq == null ? noCondition() : field.eq(eq)).and(oneOf == null ? noCondition() : Sql.isAny(field, oneOf));
    }
}
