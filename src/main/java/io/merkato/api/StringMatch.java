package io.merkato.api;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** By a text, as the schema's input of this name says: a null operator says nothing, an empty list matches nothing. */
public record StringMatch(
        @Nullable String eq,
        @Nullable List<String> oneOf,
        @Nullable String contains) {

    private static final int LONGEST = 200;

    /** With its texts in the form in which they are kept. */
    public StringMatch in(UnaryOperator<String> form) {
        return new StringMatch(
                eq == null ? null : form.apply(eq),
                oneOf == null ? null : oneOf.stream().map(form).toList(),
                contains == null ? null : form.apply(contains));
    }

    public Condition on(Field<String> field) {
        Condition condition = DSL.noCondition();
        if (eq != null) {
            condition = condition.and(field.eq(eq));
        }
        if (oneOf != null) {
            condition = condition.and(Sql.isAny(field, oneOf));
        }
        if (contains != null) {
            if (contains.length() > LONGEST) {
                throw Fault.badInput("contains has at most " + LONGEST + " characters.");
            }
            condition = condition.and(field.containsIgnoreCase(contains));
        }
        return condition;
    }
}
