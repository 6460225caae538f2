package io.merkato.api;

import static graphql.schema.GraphQLTypeUtil.unwrapAll;
import static java.util.Objects.requireNonNull;

import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLDirectiveContainer;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the schema's {@code @cost} and {@code @listSize} say of each field, read once. */
final class FieldCosts {

    private static final List<String> OF_A_PAGE = List.of("first", "last");

    private final Map<GraphQLFieldDefinition, FieldCost> costs = new ConcurrentHashMap<>();

    /**
     * @param weight of asking for it
     * @param ofArguments what those add that have a value
     * @param filters arguments that are filters with connectives, of which each part takes the database its time
     * @param sizedBy arguments that say how long its list or its page is: a number, or a list
     * @param size where none of them says so; 0 where it is no matter of its own
     */
    record FieldCost(
            int weight, Map<String, Integer> ofArguments, List<String> filters, List<String> sizedBy, int size) {

        private static FieldCost of(GraphQLFieldDefinition field) {
            boolean page = field.getArgument("first") != null;
            GraphQLAppliedDirective list = field.getAppliedDirective("listSize");
            Integer assumed = list == null ? null : value(list, "assumedSize");
            List<String> slicing = list == null ? null : value(list, "slicingArguments");
            return new FieldCost(
                    weight(field),
                    field.getArguments().stream()
                            .filter(argument -> weight(argument) > 0)
                            .collect(Collectors.toUnmodifiableMap(GraphQLArgument::getName, FieldCost::weight)),
                    field.getArguments().stream()
                            .filter(argument -> unwrapAll(argument.getType()) instanceof GraphQLInputObjectType type
                                    && FilterParts.CONNECTIVES.stream().anyMatch(name -> type.getField(name) != null))
                            .map(GraphQLArgument::getName)
                            .toList(),
                    slicing != null ? List.copyOf(slicing) : page ? OF_A_PAGE : List.of(),
                    assumed != null ? assumed : page ? Children.USUAL : 0);
        }

        private static int weight(GraphQLDirectiveContainer element) {
            GraphQLAppliedDirective cost = element.getAppliedDirective("cost");
            return cost == null ? 0 : Integer.parseUnsignedInt(requireNonNull(FieldCost.<String>value(cost, "weight")));
        }

        private static <T> @Nullable T value(GraphQLAppliedDirective directive, String argument) {
            return requireNonNull(directive.getArgument(argument)).getValue();
        }
    }

    FieldCost of(GraphQLFieldDefinition field) {
        return costs.computeIfAbsent(field, FieldCost::of);
    }
}
