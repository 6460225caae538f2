package io.merkato.api;

import java.time.Instant;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** From a moment up to another, the second one excluded; null is no bound. */
public record DateTimeRange(
        @Nullable Instant from, @Nullable Instant to) {

    /** Whether it begins after its end. */
    public boolean isReversed() {
        return from != null && to != null && from.isAfter(to);
    }

    public Condition on(Field<Instant> field) {
        Condition condition = DSL.noCondition();
        if (from != null) {
            condition = condition.and(field.ge(from));
        }
        if (to != null) {
            condition = condition.and(field.lt(to));
        }
        return condition;
    }
}
