package io.merkato.api;

import graphql.language.Argument;
import graphql.language.BooleanValue;
import graphql.language.Directive;
import graphql.language.DirectivesContainer;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.TypeName;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.schema.DataFetchingEnvironment;
import java.util.HashSet;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What an operation asks for, with its fragments written out and without what {@code @skip} and {@code @include} leave out.
 * graphql-java's selection set of a fetcher says it too, but writes out the whole operation first.
 */
record Selections(Map<String, FragmentDefinition> fragments, Map<String, Object> variables) {

    /** Whether the field that is fetched is asked for this field of its own. */
    static boolean ask(DataFetchingEnvironment environment, String name) {
        var written = new Selections(environment.getFragmentsByName(), environment.getVariables());
        var asked = new HashSet<String>();
        for (Field field : environment.getMergedField().getFields()) {
            written.each(field.getSelectionSet(), (each, condition) -> asked.add(each.getName()));
        }
        return asked.contains(name);
    }

    /** @param each told of a field and of what the innermost fragment around it is about, if that says so */
    void each(@Nullable SelectionSet selections, BiConsumer<Field, @Nullable TypeName> each) {
        each(selections, null, each);
    }

    private void each(
            @Nullable SelectionSet selections,
            @Nullable TypeName condition,
            BiConsumer<Field, @Nullable TypeName> each) {
        if (selections == null) {
            return;
        }
        for (Selection<?> selection : selections.getSelections()) {
            if (!isIncluded((DirectivesContainer<?>) selection)) {
                continue;
            }
            switch (selection) {
                case Field field -> each.accept(field, condition);
                case InlineFragment fragment ->
                    each(
                            fragment.getSelectionSet(),
                            fragment.getTypeCondition() == null ? condition : fragment.getTypeCondition(),
                            each);
                case FragmentSpread spread -> {
                    FragmentDefinition fragment = fragments.get(spread.getName());
                    if (fragment != null) {
                        each(fragment.getSelectionSet(), fragment.getTypeCondition(), each);
                    }
                }
                default -> throw new IllegalStateException("Unknown selection " + selection);
            }
        }
    }

    private boolean isIncluded(DirectivesContainer<?> selection) {
        return selection.getDirectives().isEmpty()
                || !says(selection, "skip", true) && !says(selection, "include", false);
    }

    private boolean says(DirectivesContainer<?> selection, String name, boolean value) {
        for (Directive directive : selection.getDirectives(name)) {
            Argument condition = directive.getArgument("if");
            if (condition != null && Boolean.valueOf(value).equals(value(condition.getValue()))) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Object value(Value<?> literal) {
        return switch (literal) {
            case VariableReference variable -> variables.get(variable.getName());
            case BooleanValue flag -> flag.isValue();
            default -> null;
        };
    }
}
