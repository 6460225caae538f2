package io.merkato.ledger;

import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Sql;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** By what happened; a null operator says nothing, an empty list matches nothing. */
record TransferKindMatch(
        @Nullable TransferKind eq, @Nullable List<TransferKind> oneOf) {

    Condition on(Field<TransferKind> field) {
        return (eq == null ? noCondition() : field.eq(eq)).and(oneOf == null ? noCondition() : Sql.isAny(field, oneOf));
    }
}
