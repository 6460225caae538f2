package io.merkato.api;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Any JSON value: maps, lists, strings, numbers and booleans, as they are. */
final class JsonCoercing implements Coercing<Object, Object> {

    @Override
    public Object serialize(Object value, GraphQLContext context, Locale locale) {
        return value;
    }

    @Override
    public Object parseValue(Object input, GraphQLContext context, Locale locale) {
        return input;
    }

    @Override
    public @Nullable Object parseLiteral(
            Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
        return value(input, variables);
    }

    private static @Nullable Object value(Value<?> input, CoercedVariables variables) {
        return switch (input) {
            case NullValue nothing -> null;
            case StringValue string -> string.getValue();
            case BooleanValue bool -> bool.isValue();
            case IntValue integer -> integer.getValue();
            case FloatValue decimal -> decimal.getValue();
            case EnumValue word -> word.getName();
            case VariableReference variable -> variables.get(variable.getName());
            case ArrayValue array ->
                array.getValues().stream().map(each -> value(each, variables)).toList();
            case ObjectValue object -> object(object, variables);
            default -> throw new CoercingParseLiteralException("This is not JSON");
        };
    }

    private static Map<String, @Nullable Object> object(ObjectValue object, CoercedVariables variables) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        object.getObjectFields().forEach(field -> members.put(field.getName(), value(field.getValue(), variables)));
        return members;
    }
}
