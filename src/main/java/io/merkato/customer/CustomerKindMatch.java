package io.merkato.customer;

import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Sql;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** By kind of the customer; a null operator says nothing, an empty list matches nothing. */
record CustomerKindMatch(
        @Nullable CustomerKind eq, @Nullable List<CustomerKind> oneOf) {

    Condition on(Field<CustomerKind> field) {
        return (eq == null ? noCondition() : field.eq(eq)).and(oneOf == null ? noCondition() : Sql.isAny(field, oneOf));
    }
}
