package io.merkato.api;

import java.util.Collection;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** What jOOQ does not say by itself. */
public final class Sql {

    private Sql() {}

    /** {@code field = any(?)}: one bind value however many there are, so that there is one statement; none match an empty list. */
    public static <T> Condition isAny(Field<T> field, Collection<? extends T> values) {
        @SuppressWarnings("unchecked") // an array of the field's own type
        T[] array = (T[]) java.lang.reflect.Array.newInstance(field.getType(), values.size());
        return field.eq(
                DSL.any(DSL.val(values.toArray(array), field.getDataType().array())));
    }
}
