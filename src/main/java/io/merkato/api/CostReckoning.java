package io.merkato.api;

import static graphql.schema.GraphQLTypeUtil.isList;
import static graphql.schema.GraphQLTypeUtil.unwrapAll;
import static graphql.schema.GraphQLTypeUtil.unwrapNonNull;

import graphql.execution.ExecutionContext;
import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.OperationDefinition;
import graphql.language.OperationDefinition.Operation;
import graphql.language.SelectionSet;
import graphql.language.TypeName;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLOutputType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reckons a valid operation's cost with its fragments written out; what stands under one name of the answer counts once. */
final class CostReckoning {

    private static final List<String> OF_A_PAGE = List.of("nodes", "edges");

    private static final List<String> OF_THE_SCHEMA = List.of("__schema", "__type");

    private final GraphQLSchema schema;
    private final FieldCosts costs;
    private final Selections written;
    private final Map<String, Object> variables;

    private record Asked(Field field, GraphQLFieldDefinition definition) {}

    CostReckoning(
            GraphQLSchema schema,
            FieldCosts costs,
            Map<String, FragmentDefinition> fragments,
            Map<String, Object> variables) {
        this.schema = schema;
        this.costs = costs;
        this.written = new Selections(fragments, variables);
        this.variables = variables;
    }

    private static CostReckoning of(ExecutionContext execution, FieldCosts costs, Map<String, Object> variables) {
        return new CostReckoning(execution.getGraphQLSchema(), costs, execution.getFragmentsByName(), variables);
    }

    /** @param variables with their values, of which it looks at those alone that the cost goes by */
    static QueryCost cost(ExecutionContext execution, FieldCosts costs, Map<String, Object> variables) {
        return of(execution, costs, variables).cost(execution.getOperationDefinition());
    }

    QueryCost cost(OperationDefinition operation) {
        boolean mutation = operation.getOperation() == Operation.MUTATION;
        int once = mutation ? QueryCost.MUTATION : 0;
        GraphQLObjectType root = root(schema, operation.getOperation());
        Map<String, QueryCost.Part> parts = parts(List.of(operation.getSelectionSet()), List.of(root), once, 1);
        written.each(operation.getSelectionSet(), (field, condition) -> {
            if (OF_THE_SCHEMA.contains(field.getName())) {
                parts.put(field.getResultKey(), new QueryCost.Part(QueryCost.SCHEMA, 1, Map.of()));
            }
        });
        return new QueryCost(new QueryCost.Part(0, 1, parts), mutation);
    }

    /** The names of the fields of the operation's root, each as often as it is carried out. */
    static List<String> rootFields(ExecutionContext execution, FieldCosts costs) {
        var asked = new LinkedHashMap<String, List<Asked>>();
        var operation = execution.getOperationDefinition();
        of(execution, costs, execution.getCoercedVariables().toMap())
                .gather(
                        operation.getSelectionSet(),
                        root(execution.getGraphQLSchema(), operation.getOperation()),
                        asked);
        return asked.values().stream()
                .map(fields -> fields.getFirst().definition().getName())
                .toList();
    }

    static GraphQLObjectType root(GraphQLSchema schema, Operation operation) {
        GraphQLObjectType root = switch (operation) {
            case QUERY -> schema.getQueryType();
            case MUTATION -> schema.getMutationType();
            case SUBSCRIPTION -> schema.getSubscriptionType();
        };
        return java.util.Objects.requireNonNull(root);
    }

    private Map<String, QueryCost.Part> parts(
            List<SelectionSet> selections, List<? extends GraphQLType> parents, int once, int page) {
        var asked = new LinkedHashMap<String, List<Asked>>();
        for (int i = 0; i < selections.size(); i++) {
            gather(selections.get(i), parents.get(i), asked);
        }
        var parts = new LinkedHashMap<String, QueryCost.Part>();
        asked.forEach((name, fields) -> {
            QueryCost.Part part = part(fields, once, page);
            if (part != null) {
                parts.put(name, part);
            }
        });
        return parts;
    }

    /**
     * @param ofEach what each costs besides; a mutation does, which is carried out once and may bring as much as a request has
     * @return null where it is nothing that costs
     */
    private QueryCost.@Nullable Part part(List<Asked> fields, int ofEach, int page) {
        var selections = new ArrayList<SelectionSet>();
        var types = new ArrayList<GraphQLType>();
        int once = 0;
        int times = 1;
        int size = 1;
        for (Asked each : fields) {
            FieldCosts.FieldCost cost = costs.of(each.definition());
            once = Math.max(
                    once, cost.weight() + ofArguments(each.field(), cost) + (ofEach == 0 ? ofSize(each.field()) : 0));
            SelectionSet selection = each.field().getSelectionSet();
            if (selection == null) {
                continue;
            }
            GraphQLOutputType type = each.definition().getType();
            selections.add(selection);
            types.add(unwrapAll(type));
            int named = size(each.field(), cost);
            if (!isList(unwrapNonNull(type))) {
                size = Math.max(size, named);
            } else if (named < 0 && OF_A_PAGE.contains(each.definition().getName())) {
                times = Math.max(times, page);
            } else {
                times = Math.max(times, named);
            }
        }
        once += ofEach;
        return selections.isEmpty()
                ? once == 0 ? null : new QueryCost.Part(once, 0, Map.of())
                : new QueryCost.Part(once, times, parts(selections, types, 0, size));
    }

    private void gather(SelectionSet selections, GraphQLType parent, Map<String, List<Asked>> into) {
        written.each(selections, (field, condition) -> {
            if (!field.getName().startsWith("__") && type(condition, parent) instanceof GraphQLFieldsContainer type) {
                into.computeIfAbsent(field.getResultKey(), name -> new ArrayList<>())
                        .add(new Asked(field, type.getFieldDefinition(field.getName())));
            }
        });
    }

    private GraphQLType type(@Nullable TypeName condition, GraphQLType parent) {
        GraphQLType type = condition == null ? null : schema.getType(condition.getName());
        return type == null ? parent : type;
    }

    private int ofArguments(Field field, FieldCosts.FieldCost cost) {
        if (cost.ofArguments().isEmpty() && cost.filters().isEmpty()) {
            return 0;
        }
        int sum = 0;
        for (Argument argument : field.getArguments()) {
            if (cost.filters().contains(argument.getName())) {
                sum += QueryCost.PART_OF_A_FILTER
                        * Math.max(0, FilterParts.of(argument.getValue(), this::variable) - 1);
            } else if (cost.ofArguments().containsKey(argument.getName()) && isGiven(argument.getValue())) {
                sum += cost.ofArguments().getOrDefault(argument.getName(), 0);
            }
        }
        return sum;
    }

    private int ofSize(Field field) {
        long size = 0;
        for (Argument argument : field.getArguments()) {
            size += ArgumentSize.of(argument.getValue(), this::variable);
        }
        return Math.toIntExact(size / QueryCost.LONG_TEXT);
    }

    private boolean isGiven(Value<?> literal) {
        return literal instanceof VariableReference ? value(literal) != null : !(literal instanceof NullValue);
    }

    /** @return -1 where neither an argument nor the schema says so */
    private int size(Field field, FieldCosts.FieldCost cost) {
        for (Argument argument : field.getArguments()) {
            if (cost.sizedBy().contains(argument.getName())) {
                switch (value(argument.getValue())) {
                    case Integer size -> {
                        return Math.clamp(size, 1, PageArgs.LARGEST);
                    }
                    case Collection<?> items -> {
                        return items.size();
                    }
                    case FilterParts.Counted list -> {
                        return list.items();
                    }
                    case null, default -> {}
                }
            }
        }
        return cost.size() == 0 ? -1 : cost.size();
    }

    private @Nullable Object variable(String name) {
        return FilterParts.counted(variables.get(name));
    }

    private @Nullable Object value(@Nullable Value<?> literal) {
        return switch (literal) {
            case VariableReference variable -> variable(variable.getName());
            case IntValue number -> number.getValue().intValue();
            case ArrayValue list -> list.getValues();
            case null, default -> null;
        };
    }
}
