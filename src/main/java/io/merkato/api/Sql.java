package io.merkato.api;

import java.util.Collection;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectLimitStep;
import org.jooq.Table;
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

    /** The select on its own, before what it is joined to: {@code offset 0} is where PostgreSQL's planner does not look beyond. */
    public static <R extends Record> Select<R> first(SelectLimitStep<R> select) {
        return select.offset(DSL.inline(0));
    }

    /** A column of a derived table. */
    public static <T> Field<T> column(Table<?> table, Field<T> field) {
        Field<T> column = table.field(field);
        if (column == null) {
            throw new IllegalArgumentException(table + " has no " + field);
        }
        return column;
    }
}
