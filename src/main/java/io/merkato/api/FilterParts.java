package io.merkato.api;

import graphql.language.ArrayValue;
import graphql.language.ObjectValue;
import graphql.language.VariableReference;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Of how many parts a filter is that {@code and}, {@code or} and {@code not} join, or a list of conditions does, before it is made of what was sent. */
final class FilterParts {

    static final Set<String> CONNECTIVES = Set.of("and", "or", "not");

    private FilterParts() {}

    /**
     * @param filter as written in a document, as a variable's value, or one within the other
     * @param variables their values by their names; of a filter either itself or, where that is known, the number of its parts
     */
    static int of(@Nullable Object filter, Function<String, @Nullable Object> variables) {
        return switch (filter) {
            case ObjectValue object ->
                1
                        + object.getObjectFields().stream()
                                .mapToInt(field -> ofMember(field.getName(), field.getValue(), variables))
                                .sum();
            case ArrayValue list ->
                list.getValues().stream().mapToInt(each -> of(each, variables)).sum();
            case VariableReference variable -> of(variables.apply(variable.getName()), variables);
            case Map<?, ?> object ->
                1
                        + object.entrySet().stream()
                                .mapToInt(member ->
                                        ofMember(String.valueOf(member.getKey()), member.getValue(), variables))
                                .sum();
            case Collection<?> list ->
                list.stream().mapToInt(each -> of(each, variables)).sum();
            case Integer parts -> parts;
            case null, default -> 0;
        };
    }

    private static int ofMember(String name, @Nullable Object value, Function<String, @Nullable Object> variables) {
        return CONNECTIVES.contains(name) ? of(value, variables) : Math.max(0, conditions(value, variables) - 1);
    }

    private static int conditions(@Nullable Object list, Function<String, @Nullable Object> variables) {
        return switch (list) {
            case ArrayValue literal ->
                Math.toIntExact(literal.getValues().stream()
                        .filter(ObjectValue.class::isInstance)
                        .count());
            case Collection<?> values ->
                Math.toIntExact(values.stream().filter(Map.class::isInstance).count());
            case VariableReference variable -> conditions(variables.apply(variable.getName()), variables);
            case null, default -> 0;
        };
    }
}
