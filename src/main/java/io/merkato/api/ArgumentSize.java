package io.merkato.api;

import graphql.language.ArrayValue;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How large what is given to a field is, in characters: it is looked through and made into an input for each object that the field stands in. */
final class ArgumentSize {

    /** As so many characters each value counts, and as full hundreds those of a text besides: a cost is remembered for all that have as many. */
    private static final int VALUE = 50;

    private static final int TEXT = 100;

    private ArgumentSize() {}

    /**
     * @param written in a document
     * @param variables what is {@link FilterParts#counted} of them, by their names
     */
    static long of(Value<?> written, Function<String, @Nullable Object> variables) {
        return switch (written) {
            case StringValue text -> of(text.getValue());
            case ArrayValue list ->
                VALUE
                        + list.getValues().stream()
                                .mapToLong(each -> of(each, variables))
                                .sum();
            case ObjectValue object ->
                VALUE
                        + object.getObjectFields().stream()
                                .mapToLong(field -> of(field.getValue(), variables))
                                .sum();
            case VariableReference variable ->
                variables.apply(variable.getName()) instanceof FilterParts.Counted counted ? counted.size() : VALUE;
            default -> VALUE;
        };
    }

    static long of(@Nullable Object value) {
        return switch (value) {
            case String text -> VALUE + text.length() / TEXT * TEXT;
            case Map<?, ?> object -> of(object.values());
            case Collection<?> list ->
                VALUE + list.stream().mapToLong(ArgumentSize::of).sum();
            case null, default -> VALUE;
        };
    }
}
