package io.merkato.catalog;

import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Sql;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** By status of the product; a null operator says nothing, an empty list matches nothing. */
record ProductStatusMatch(
        @Nullable ProductStatus eq, @Nullable List<ProductStatus> oneOf) {

    Condition on(Field<ProductStatus> field) {
        return (eq == null ? noCondition() : field.eq(eq)).and(oneOf == null ? noCondition() : Sql.isAny(field, oneOf));
    }
}
