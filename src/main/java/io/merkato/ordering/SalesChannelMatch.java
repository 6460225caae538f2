package io.merkato.ordering;

import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Sql;
import io.merkato.store.SalesChannel;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** By channel; a null operator says nothing, an empty list matches nothing. */
record SalesChannelMatch(
        @Nullable SalesChannel eq, @Nullable List<SalesChannel> oneOf) {

    Condition on(Field<SalesChannel> field) {
        return (eq == null ? noCondition() : field.eq(eq)).and(oneOf == null ? noCondition() : Sql.isAny(field, oneOf));
    }
}
