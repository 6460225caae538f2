package io.merkato.api;

import static java.util.Objects.requireNonNull;

import graphql.ParseAndValidate;
import graphql.language.Directive;
import graphql.language.DirectivesContainer;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.NodeUtil;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.SourceLocation;
import graphql.schema.GraphQLSchema;
import graphql.validation.OperationValidationRule;
import graphql.validation.QueryComplexityLimits;
import graphql.validation.ValidationError;
import graphql.validation.ValidationErrorType;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A subscription is to one field of this API's, whatever its variables say. The rule that graphql-java has of that fails where {@code @skip}, {@code @include} or a
 * fragment leaves no field, and so is asked nothing.
 */
final class SubscriptionRoot {

    /** The rules of graphql-java that are asked. */
    static final Predicate<OperationValidationRule> OTHER_RULES =
            rule -> rule != OperationValidationRule.SUBSCRIPTION_UNIQUE_ROOT_FIELD;

    private static final Set<String> CONDITIONS = Set.of("skip", "include");

    private SubscriptionRoot() {}

    /** What is wrong with a document, by these rules of graphql-java and the one for subscriptions. */
    static List<ValidationError> validate(
            GraphQLSchema schema,
            Document document,
            QueryComplexityLimits limits,
            Predicate<OperationValidationRule> rules) {
        List<ValidationError> problems = ParseAndValidate.validate(schema, document, rules, Locale.ENGLISH, limits);
        return problems.isEmpty() ? problems(document) : problems;
    }

    /** @param document one in which {@link #OTHER_RULES} find nothing wrong */
    static List<ValidationError> problems(Document document) {
        return document.getDefinitionsOfType(OperationDefinition.class).stream()
                .filter(operation -> operation.getOperation() == OperationDefinition.Operation.SUBSCRIPTION)
                .flatMap(operation -> problem(document, operation).stream())
                .toList();
    }

    private static List<ValidationError> problem(Document document, OperationDefinition subscription) {
        List<Selection<?>> root = within(
                        subscription.getSelectionSet(), NodeUtil.getFragmentsByName(document), new HashSet<>())
                .toList();
        for (Selection<?> selection : root) {
            if (selection instanceof DirectivesContainer<?> bearer
                    && bearer.getDirectives().stream().map(Directive::getName).anyMatch(CONDITIONS::contains)) {
                return invalid(
                        selection.getSourceLocation(),
                        "What a subscription is to stands under no @skip and no @include.",
                        ValidationErrorType.SubscriptionMultipleRootFields);
            }
        }
        List<Field> fields = root.stream()
                .filter(Field.class::isInstance)
                .map(Field.class::cast)
                .toList();
        if (fields.stream().map(Field::getResultKey).collect(Collectors.toSet()).size() > 1) {
            return invalid(
                    subscription.getSourceLocation(),
                    "A subscription is to one field.",
                    ValidationErrorType.SubscriptionMultipleRootFields);
        }
        return fields.getFirst().getName().startsWith("__")
                ? invalid(
                        fields.getFirst().getSourceLocation(),
                        "A subscription is to no field of introspection.",
                        ValidationErrorType.SubscriptionIntrospectionRootField)
                : List.of();
    }

    /** The selections of a set, and those of the fragments among them, of each once. */
    private static Stream<Selection<?>> within(
            SelectionSet set, Map<String, FragmentDefinition> fragments, Set<String> seen) {
        return set.getSelections().stream().<Selection<?>>mapMulti((selection, found) -> {
            found.accept(selection);
            SelectionSet more = null;
            if (selection instanceof InlineFragment fragment) {
                more = fragment.getSelectionSet();
            } else if (selection instanceof FragmentSpread spread && seen.add(spread.getName())) {
                more = requireNonNull(fragments.get(spread.getName())).getSelectionSet();
            }
            if (more != null) {
                within(more, fragments, seen).forEach(found);
            }
        });
    }

    private static List<ValidationError> invalid(
            @Nullable SourceLocation place, String words, ValidationErrorType type) {
        return List.of(ValidationError.newValidationError()
                .validationErrorType(type)
                .sourceLocation(place)
                .description(words)
                .build());
    }
}
