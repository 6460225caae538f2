package io.merkato.shipping;

import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Sql;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** By kind of method; a null operator says nothing, an empty list matches nothing. */
record ShippingMethodKindMatch(
        @Nullable ShippingMethodKind eq, @Nullable List<ShippingMethodKind> oneOf) {

    Condition on(Field<ShippingMethodKind> field) {
        return (eq == null ? noCondition() : field.eq(eq)).and(oneOf == null ? noCondition() : Sql.isAny(field, oneOf));
    }
}
