package io.merkato;

import static java.util.Objects.requireNonNull;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A plausible call of one root field, made from the schema: what is required, and one id where it was asked for. */
record SampleCall(String document, Map<String, Object> arguments) {

    private static final int DEEPEST_INPUT = 4;
    private static final String KEY = "idempotencyKey";

    /**
     * @param root Query, Mutation or Subscription
     * @param path the arguments down to where the id goes; null to give only what is required
     */
    SampleCall(String root, GraphQLFieldDefinition field, @Nullable List<String> path, String id) {
        this(root, field, path == null ? Map.of() : Map.of(path, id));
    }

    /** @param ids by the arguments down to where each goes */
    SampleCall(String root, GraphQLFieldDefinition field, Map<List<String>, String> ids) {
        this(document(root, field, ids, List.of("")), variables(field, List.of(ids), List.of("")));
    }

    /** The same field once for each id, the first as {@code call0}. */
    static SampleCall forEach(String root, GraphQLFieldDefinition field, List<String> path, List<String> ids) {
        List<String> numbers =
                IntStream.range(0, ids.size()).mapToObj(String::valueOf).toList();
        List<Map<List<String>, String>> each =
                ids.stream().map(id -> Map.of(path, id)).toList();
        return new SampleCall(document(root, field, Map.of(path, ""), numbers), variables(field, each, numbers));
    }

    static boolean isRetriable(GraphQLFieldDefinition field) {
        return field.hasAppliedDirective("retriable");
    }

    private static String document(
            String root, GraphQLFieldDefinition field, Map<List<String>, String> ids, List<String> numbers) {
        var declarations = new ArrayList<String>();
        var calls = new ArrayList<String>();
        Set<String> arguments = arguments(field, ids).keySet();
        for (String number : numbers) {
            var uses = new ArrayList<String>();
            arguments.forEach(name -> {
                String type = GraphQLTypeUtil.simplePrint(
                        requireNonNull(field.getArgument(name)).getType());
                declarations.add("$" + name + number + ": " + type);
                uses.add(name + ": $" + name + number);
            });
            if (isRetriable(field)) {
                declarations.add("$" + KEY + number + ": String!");
            }
            calls.add((number.isEmpty() ? "" : "call" + number + ": ")
                    + field.getName()
                    + (uses.isEmpty() ? "" : '(' + String.join(", ", uses) + ')')
                    + (isRetriable(field) ? " @idempotent(key: $" + KEY + number + ")" : "")
                    + ' '
                    + selection(GraphQLTypeUtil.unwrapAll(field.getType()), 2));
        }
        return root.toLowerCase(Locale.ROOT)
                + (declarations.isEmpty() ? "" : '(' + String.join(", ", declarations) + ')')
                + " { " + String.join(" ", calls) + " }";
    }

    private static Map<String, Object> variables(
            GraphQLFieldDefinition field, List<Map<List<String>, String>> ids, List<String> numbers) {
        var variables = new LinkedHashMap<String, Object>();
        for (int i = 0; i < numbers.size(); i++) {
            String number = numbers.get(i);
            arguments(field, ids.get(i)).forEach((name, value) -> variables.put(name + number, value));
            if (isRetriable(field)) {
                variables.put(KEY + number, UUID.randomUUID().toString());
            }
        }
        return variables;
    }

    private static Map<String, Object> arguments(GraphQLFieldDefinition field, Map<List<String>, String> ids) {
        var arguments = new LinkedHashMap<String, Object>();
        for (GraphQLArgument argument : field.getArguments()) {
            Map<List<String>, String> within = within(argument.getName(), ids);
            boolean paging = argument.getName().equals("first");
            if (!within.isEmpty()
                    || paging
                    || (GraphQLTypeUtil.isNonNull(argument.getType()) && !argument.hasSetDefaultValue())) {
                arguments.put(argument.getName(), sample(argument.getType(), within));
            }
        }
        return arguments;
    }

    /** Those that go there, by the rest of their way. */
    private static Map<List<String>, String> within(String name, Map<List<String>, String> ids) {
        var within = new LinkedHashMap<List<String>, String>();
        ids.forEach((path, id) -> {
            if (!path.isEmpty() && path.getFirst().equals(name)) {
                within.put(path.subList(1, path.size()), id);
            }
        });
        return within;
    }

    static Stream<List<String>> idPaths(GraphQLFieldDefinition field) {
        return field.getArguments().stream()
                .flatMap(argument -> idPaths(List.of(argument.getName()), argument.getType()));
    }

    private static Stream<List<String>> idPaths(List<String> path, GraphQLInputType type) {
        GraphQLType named = GraphQLTypeUtil.unwrapAll(type);
        if (named instanceof GraphQLInputObjectType input && path.size() < DEEPEST_INPUT) {
            return input.getFieldDefinitions().stream().flatMap(field -> {
                var longer = new ArrayList<>(path);
                longer.add(field.getName());
                return idPaths(longer, field.getType());
            });
        }
        return ((GraphQLNamedType) named).getName().equals("ID") ? Stream.of(path) : Stream.empty();
    }

    /** A value of the type with the ids at their places; without any the plainest value that has what is required. */
    private static Object sample(GraphQLType type, Map<List<String>, String> ids) {
        GraphQLType bare = GraphQLTypeUtil.unwrapNonNull(type);
        if (bare instanceof GraphQLList list) {
            return List.of(sample(list.getWrappedType(), ids));
        }
        return switch (bare) {
            case GraphQLInputObjectType input -> object(input, ids);
            case GraphQLEnumType values -> values.getValues().getLast().getName();
            default ->
                switch (((GraphQLNamedType) bare).getName()) {
                    case "ID" -> ids.getOrDefault(List.of(), "brand_00000000000000000000000001");
                    case "Int" -> 1;
                    case "Float" -> 1.5;
                    case "Boolean" -> true;
                    case "Decimal" -> "1.00";
                    case "Long" -> "1";
                    case "CurrencyCode" -> "ETB";
                    case "CountryCode" -> "ET";
                    case "Locale" -> "en";
                    case "Date" -> "2026-01-01";
                    case "DateTime" -> "2026-01-01T00:00:00Z";
                    case "URL" -> "https://example.org/x";
                    case "JSON" -> Map.of();
                    default -> "sample";
                };
        };
    }

    private static Map<String, Object> object(GraphQLInputObjectType input, Map<List<String>, String> ids) {
        var object = new LinkedHashMap<String, Object>();
        for (GraphQLInputObjectField field : input.getFieldDefinitions()) {
            Map<List<String>, String> within = within(field.getName(), ids);
            boolean needed = GraphQLTypeUtil.isNonNull(field.getType()) && !field.hasSetDefaultValue();
            boolean firstOfOne = ids.isEmpty() && input.isOneOf() && object.isEmpty();
            boolean reachable = field.getName().equals("email");
            if (!within.isEmpty() || needed || firstOfOne || reachable) {
                object.put(field.getName(), sample(field.getType(), within));
            }
        }
        return object;
    }

    private static String selection(GraphQLType type, int depth) {
        if (!(type instanceof GraphQLObjectType) && !(type instanceof GraphQLInterfaceType)) {
            return type instanceof graphql.schema.GraphQLUnionType ? "{ __typename }" : "";
        }
        List<GraphQLFieldDefinition> fields = type instanceof GraphQLObjectType object
                ? object.getFieldDefinitions()
                : ((GraphQLInterfaceType) type).getFieldDefinitions();
        var names = new ArrayList<String>(List.of("__typename"));
        for (GraphQLFieldDefinition field : fields) {
            GraphQLType named = GraphQLTypeUtil.unwrapAll(field.getType());
            boolean plain =
                    field.getArguments().stream().noneMatch(argument -> argument.getType() instanceof GraphQLNonNull);
            boolean composite = named instanceof GraphQLObjectType || named instanceof GraphQLInterfaceType;
            if (plain && !composite && !(named instanceof graphql.schema.GraphQLUnionType)) {
                names.add(field.getName());
            } else if (plain && composite && depth > 1 && field.getArguments().isEmpty()) {
                names.add(field.getName() + ' ' + selection(named, depth - 1));
            }
        }
        return "{ " + String.join(" ", names) + " }";
    }
}
