package io.merkato.api;

import graphql.ExecutionInput;
import graphql.GraphQLContext;
import graphql.language.ListType;
import graphql.language.NonNullType;
import graphql.language.OperationDefinition;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.language.VariableDefinition;
import graphql.parser.Parser;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the value stands that a variable's type does not take: graphql-java says which variable it is in, and a mutation's input is one. */
final class VariablePath {

    private final GraphQLSchema schema;

    VariablePath(GraphQLSchema schema) {
        this.schema = schema;
    }

    /**
     * @param input whose document is valid, and whose variables are not
     * @return such as {@code input.lines.0.quantity}; null where no value is to blame
     */
    @Nullable
    String in(ExecutionInput input) {
        return Parser.parse(input.getQuery()).getDefinitionsOfType(OperationDefinition.class).stream()
                .filter(operation -> input.getOperationName() == null
                        || input.getOperationName().isEmpty()
                        || input.getOperationName().equals(operation.getName()))
                .flatMap(operation -> operation.getVariableDefinitions().stream())
                .map(variable -> in(variable, input.getRawVariables().toMap()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable String in(VariableDefinition variable, Map<String, Object> values) {
        Object value = values.get(variable.getName());
        return value == null ? null : wrong(variable.getName(), type(variable.getType()), value);
    }

    private GraphQLType type(Type<?> written) {
        return switch (written) {
            case NonNullType inner -> GraphQLNonNull.nonNull(type(inner.getType()));
            case ListType inner -> GraphQLList.list(type(inner.getType()));
            case TypeName name -> Objects.requireNonNull(schema.getType(name.getName()));
            default -> throw new IllegalStateException("Unknown type " + written);
        };
    }

    private static @Nullable String wrong(String path, GraphQLType type, @Nullable Object value) {
        if (value == null) {
            return GraphQLTypeUtil.isNonNull(type) ? path : null;
        }
        return switch (GraphQLTypeUtil.unwrapNonNull(type)) {
            case GraphQLList list -> wrong(path, list, value);
            case GraphQLInputObjectType object ->
                value instanceof Map<?, ?> members ? wrong(path, object, members) : path;
            case GraphQLEnumType values -> value instanceof String name && values.getValue(name) != null ? null : path;
            case GraphQLScalarType scalar -> isTaken(scalar, value) ? null : path;
            default -> null;
        };
    }

    private static @Nullable String wrong(String path, GraphQLList list, Object value) {
        if (!(value instanceof List<?> items)) {
            return wrong(path, list.getWrappedType(), value);
        }
        for (int i = 0; i < items.size(); i++) {
            String wrong = wrong(path + '.' + i, list.getWrappedType(), items.get(i));
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private static @Nullable String wrong(String path, GraphQLInputObjectType object, Map<?, ?> members) {
        for (var field : object.getFieldDefinitions()) {
            String wrong = members.containsKey(field.getName())
                    ? wrong(path + '.' + field.getName(), field.getType(), members.get(field.getName()))
                    : null;
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private static boolean isTaken(GraphQLScalarType scalar, Object value) {
        try {
            scalar.getCoercing().parseValue(value, GraphQLContext.getDefault(), Locale.ROOT);
            return true;
        } catch (CoercingParseValueException e) {
            return false;
        }
    }
}
