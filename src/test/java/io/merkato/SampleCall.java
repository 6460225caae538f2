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
     * @param root Query or Mutation
     * @param path the arguments down to where the id goes; null to give only what is required
     */
    SampleCall(String root, GraphQLFieldDefinition field, @Nullable List<String> path, String id) {
        this(document(root, field, path, List.of("")), variables(field, path, List.of(id), List.of("")));
    }

    /** The same field once for each id, the first as {@code call0}. */
    static SampleCall forEach(String root, GraphQLFieldDefinition field, List<String> path, List<String> ids) {
        List<String> numbers =
                IntStream.range(0, ids.size()).mapToObj(String::valueOf).toList();
        return new SampleCall(document(root, field, path, numbers), variables(field, path, ids, numbers));
    }

    private static boolean isRetriable(GraphQLFieldDefinition field) {
        return field.hasAppliedDirective("retriable");
    }

    private static String document(
            String root, GraphQLFieldDefinition field, @Nullable List<String> path, List<String> numbers) {
        var declarations = new ArrayList<String>();
        var calls = new ArrayList<String>();
        Set<String> arguments = arguments(field, path, "").keySet();
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
        return (root.equals("Query") ? "query" : "mutation")
                + (declarations.isEmpty() ? "" : '(' + String.join(", ", declarations) + ')')
                + " { " + String.join(" ", calls) + " }";
    }

    private static Map<String, Object> variables(
            GraphQLFieldDefinition field, @Nullable List<String> path, List<String> ids, List<String> numbers) {
        var variables = new LinkedHashMap<String, Object>();
        for (int i = 0; i < numbers.size(); i++) {
            String number = numbers.get(i);
            arguments(field, path, ids.get(i)).forEach((name, value) -> variables.put(name + number, value));
            if (isRetriable(field)) {
                variables.put(KEY + number, UUID.randomUUID().toString());
            }
        }
        return variables;
    }

    private static Map<String, Object> arguments(GraphQLFieldDefinition field, @Nullable List<String> path, String id) {
        var arguments = new LinkedHashMap<String, Object>();
        for (GraphQLArgument argument : field.getArguments()) {
            boolean onPath = path != null && path.getFirst().equals(argument.getName());
            boolean paging = argument.getName().equals("first");
            if (onPath || paging || (GraphQLTypeUtil.isNonNull(argument.getType()) && !argument.hasSetDefaultValue())) {
                List<String> rest = onPath ? requireNonNull(path).subList(1, path.size()) : null;
                arguments.put(argument.getName(), requireNonNull(sample(argument.getType(), rest, id)));
            }
        }
        return arguments;
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

    /** A value of the type with the id at the path; without a path the plainest value that has what is required. */
    private static @Nullable Object sample(GraphQLType type, @Nullable List<String> path, String id) {
        GraphQLType bare = GraphQLTypeUtil.unwrapNonNull(type);
        if (bare instanceof GraphQLList list) {
            return List.of(requireNonNull(sample(list.getWrappedType(), path, id)));
        }
        return switch (bare) {
            case GraphQLInputObjectType input -> object(input, path, id);
            case GraphQLEnumType values -> values.getValues().getLast().getName();
            default ->
                switch (((GraphQLNamedType) bare).getName()) {
                    case "ID" -> path == null ? "brand_00000000000000000000000001" : id;
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

    private static Map<String, Object> object(GraphQLInputObjectType input, @Nullable List<String> path, String id) {
        var object = new LinkedHashMap<String, Object>();
        for (GraphQLInputObjectField field : input.getFieldDefinitions()) {
            boolean onPath = path != null && field.getName().equals(path.getFirst());
            boolean needed = GraphQLTypeUtil.isNonNull(field.getType()) && !field.hasSetDefaultValue();
            boolean firstOfOne = path == null && input.isOneOf() && object.isEmpty();
            boolean reachable = field.getName().equals("email");
            if (onPath || needed || firstOfOne || reachable) {
                Object value =
                        sample(field.getType(), onPath ? requireNonNull(path).subList(1, path.size()) : null, id);
                object.put(field.getName(), requireNonNull(value));
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
