package io.merkato.catalog;

import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Sql;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** By status of the review; a null operator says nothing, an empty list matches nothing. */
record ReviewStatusMatch(
        @Nullable ReviewStatus eq, @Nullable List<ReviewStatus> oneOf) {

    Condition on(Field<ReviewStatus> field) {
        return (eq == null ? noCondition() : field.eq(eq)).and(oneOf == null ? noCondition() : Sql.isAny(field, oneOf));
    }
}
