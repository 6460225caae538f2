package io.merkato.promotion;

import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Sql;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** By status of the coupon; a null operator says nothing, an empty list matches nothing. */
record CouponStatusMatch(
        @Nullable CouponStatus eq, @Nullable List<CouponStatus> oneOf) {

    Condition on(Field<CouponStatus> field) {
        return (eq == null ? noCondition() : field.eq(eq)).and(oneOf == null ? noCondition() : Sql.isAny(field, oneOf));
    }
}
