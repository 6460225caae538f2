package io.merkato.api;

import static graphql.schema.GraphQLTypeUtil.unwrapAll;
import static java.util.Objects.requireNonNull;

import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.Document;
import graphql.language.EnumValue;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.InlineFragment;
import graphql.language.ListType;
import graphql.language.NonNullType;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.language.Value;
import graphql.language.VariableDefinition;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a valid document names of the schema that is deprecated, whatever variables it is asked with. */
record DeprecatedUses(GraphQLSchema schema, Set<String> found) {

    static List<String> of(GraphQLSchema schema, Document document) {
        var uses = new DeprecatedUses(schema, new TreeSet<>());
        document.getDefinitionsOfType(OperationDefinition.class).forEach(uses::operation);
        document.getDefinitionsOfType(FragmentDefinition.class)
                .forEach(fragment -> uses.through(fragment.getSelectionSet(), uses.type(fragment.getTypeCondition())));
        return List.copyOf(uses.found);
    }

    private void operation(OperationDefinition operation) {
        for (VariableDefinition variable : operation.getVariableDefinitions()) {
            if (variable.getDefaultValue() != null) {
                value(type(variable.getType()), variable.getDefaultValue());
            }
        }
        through(
                operation.getSelectionSet(),
                requireNonNull(
                        switch (operation.getOperation()) {
                            case QUERY -> schema.getQueryType();
                            case MUTATION -> schema.getMutationType();
                            case SUBSCRIPTION -> schema.getSubscriptionType();
                        }));
    }

    private void through(SelectionSet selections, GraphQLType parent) {
        for (Selection<?> selection : selections.getSelections()) {
            if (selection instanceof Field field && !field.getName().startsWith("__")) {
                field(field, (GraphQLFieldsContainer) parent);
            } else if (selection instanceof InlineFragment fragment) {
                through(
                        fragment.getSelectionSet(),
                        fragment.getTypeCondition() == null ? parent : type(fragment.getTypeCondition()));
            }
        }
    }

    private void field(Field asked, GraphQLFieldsContainer parent) {
        GraphQLFieldDefinition field = parent.getFieldDefinition(asked.getName());
        String name = parent.getName() + "." + field.getName();
        note(field.isDeprecated(), name);
        for (Argument given : asked.getArguments()) {
            GraphQLArgument argument = field.getArgument(given.getName());
            note(argument.isDeprecated(), name + "(" + argument.getName() + ")");
            value(unwrapAll(argument.getType()), given.getValue());
        }
        if (asked.getSelectionSet() != null) {
            through(asked.getSelectionSet(), unwrapAll(field.getType()));
        }
    }

    private void value(GraphQLType type, Value<?> value) {
        if (value instanceof ArrayValue list) {
            list.getValues().forEach(each -> value(type, each));
        } else if (value instanceof ObjectValue object && type instanceof GraphQLInputObjectType input) {
            for (ObjectField given : object.getObjectFields()) {
                GraphQLInputObjectField member = input.getFieldDefinition(given.getName());
                note(member.isDeprecated(), input.getName() + "." + member.getName());
                value(unwrapAll(member.getType()), given.getValue());
            }
        } else if (value instanceof EnumValue constant && type instanceof GraphQLEnumType constants) {
            GraphQLEnumValueDefinition definition = requireNonNull(constants.getValue(constant.getName()));
            note(definition.isDeprecated(), constants.getName() + "." + definition.getName());
        }
    }

    private void note(boolean deprecated, String name) {
        if (deprecated) {
            found.add(name);
        }
    }

    private GraphQLType type(Type<?> type) {
        return switch (type) {
            case NonNullType some -> type(some.getType());
            case ListType list -> type(list.getType());
            case TypeName name -> requireNonNull(schema.getType(name.getName()));
            default -> throw new IllegalStateException("Unknown type " + type);
        };
    }
}
