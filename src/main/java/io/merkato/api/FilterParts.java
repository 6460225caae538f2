package io.merkato.api;

import graphql.language.ArrayValue;
import graphql.language.ObjectValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Of how many parts a filter is that {@code and}, {@code or} and {@code not} join, or a list of conditions does, before it is made of what was sent. */
final class FilterParts {

    static final Set<String> CONNECTIVES = Set.of("and", "or", "not");

    /**
     * What a cost goes by of a variable that is no number and no flag: a document may name the same one a thousand times, so it is counted once.
     *
     * @param items of a list
     * @param parts where it is a filter, or a list of such
     * @param conditions where it is one, or a list of such
     * @param size in characters, as {@link ArgumentSize} says
     */
    record Counted(int items, int parts, int conditions, long size) {}

    private FilterParts() {}

    /** The value of a variable as {@link #of} takes it: numbers and flags, and what is counted already, as they are. */
    static @Nullable Object counted(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> object -> new Counted(0, parts(object), 1, ArgumentSize.of(object));
            case Collection<?> list -> new Counted(list.size(), parts(list), objects(list), ArgumentSize.of(list));
            case Number number -> number;
            case Boolean flag -> flag;
            case Counted counted -> counted;
            case null -> null;
            default -> new Counted(0, 0, 0, ArgumentSize.of(value));
        };
    }

    /**
     * @param filter as written in a document
     * @param variables what is {@link #counted} of them, by their names
     */
    static int of(Value<?> filter, Function<String, @Nullable Object> variables) {
        return switch (filter) {
            case ObjectValue object ->
                1
                        + object.getObjectFields().stream()
                                .mapToInt(field -> CONNECTIVES.contains(field.getName())
                                        ? of(field.getValue(), variables)
                                        : Math.max(0, conditions(field.getValue(), variables) - 1))
                                .sum();
            case ArrayValue list ->
                list.getValues().stream().mapToInt(each -> of(each, variables)).sum();
            case VariableReference variable ->
                variables.apply(variable.getName()) instanceof Counted counted ? counted.parts() : 0;
            default -> 0;
        };
    }

    private static int conditions(Value<?> written, Function<String, @Nullable Object> variables) {
        return switch (written) {
            case ObjectValue object -> 1;
            case ArrayValue list ->
                list.getValues().stream()
                        .mapToInt(each -> conditions(each, variables))
                        .sum();
            case VariableReference variable ->
                variables.apply(variable.getName()) instanceof Counted counted ? counted.conditions() : 0;
            default -> 0;
        };
    }

    private static int parts(@Nullable Object filter) {
        return switch (filter) {
            case Map<?, ?> object ->
                1
                        + object.entrySet().stream()
                                .mapToInt(member -> CONNECTIVES.contains(String.valueOf(member.getKey()))
                                        ? parts(member.getValue())
                                        : Math.max(0, objects(member.getValue()) - 1))
                                .sum();
            case Collection<?> list ->
                list.stream().mapToInt(FilterParts::parts).sum();
            case null, default -> 0;
        };
    }

    private static int objects(@Nullable Object list) {
        return list instanceof Collection<?> values
                ? Math.toIntExact(values.stream().filter(Map.class::isInstance).count())
                : 0;
    }
}
