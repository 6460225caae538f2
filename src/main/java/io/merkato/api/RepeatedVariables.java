package io.merkato.api;

import graphql.execution.ExecutionContext;
import graphql.language.FragmentDefinition;
import graphql.language.Node;
import graphql.language.NodeTraverser;
import graphql.language.NodeVisitorStub;
import graphql.language.VariableReference;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables that a document names more than once. Each place gets the whole value, and makes an input of it, so that a short request could ask for very many. */
final class RepeatedVariables extends NodeVisitorStub {

    /** How many values there may be in them, counted at each place. A request itself has hardly more. */
    static final long VALUES = 20_000;

    private final Map<String, Integer> places = new HashMap<>();

    private RepeatedVariables() {}

    /** How often each is named, by names; those that are named once left out. */
    static Map<String, Integer> of(ExecutionContext execution) {
        var repeated = new RepeatedVariables();
        var roots = new ArrayList<Node>(List.of(execution.getOperationDefinition()));
        for (FragmentDefinition fragment : execution.getFragmentsByName().values()) {
            roots.add(fragment);
        }
        new NodeTraverser().preOrder(repeated, roots);
        repeated.places.values().removeIf(often -> often == 1);
        return Map.copyOf(repeated.places);
    }

    /** @throws Fault where there are too many values in them */
    static void check(Map<String, Integer> places, Map<String, Object> variables) {
        long values = 0;
        for (Map.Entry<String, Integer> variable : places.entrySet()) {
            values += variable.getValue() * values(variables.get(variable.getKey()));
        }
        if (values > VALUES) {
            throw DocumentShape.tooMany("VALUES", "values in variables that it names more than once", values, VALUES);
        }
    }

    private static long values(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> object -> 1 + values(object.values());
            case Collection<?> list ->
                list.stream().mapToLong(RepeatedVariables::values).sum();
            case null, default -> 1;
        };
    }

    @Override
    public TraversalControl visitVariableReference(VariableReference variable, TraverserContext<Node> context) {
        places.merge(variable.getName(), 1, Integer::sum);
        return TraversalControl.CONTINUE;
    }
}
