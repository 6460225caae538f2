package io.merkato.api;

import static java.util.Objects.requireNonNull;

import graphql.language.StringValue;
import graphql.language.VariableReference;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.util.Optional;

/** Lets a {@code @retriable} mutation through only with a key, and any other only without one: a key that nobody heeds would be a false promise. */
final class RetriableVisitor extends GraphQLTypeVisitorStub {

    private static final int LONGEST_KEY = 255;

    @Override
    public TraversalControl visitGraphQLFieldDefinition(
            GraphQLFieldDefinition field, TraverserContext<GraphQLSchemaElement> context) {
        if (context.getParentNode() instanceof GraphQLObjectType type
                && type.getName().equals("Mutation")) {
            GraphQLCodeRegistry.Builder registry = context.getVarFromParents(GraphQLCodeRegistry.Builder.class);
            DataFetcher<?> fetcher = registry.getDataFetcher(type, field);
            boolean retriable = field.hasAppliedDirective("retriable");
            registry.dataFetcher(type, field, (DataFetcher<?>) environment -> {
                check(field.getName(), retriable, key(environment));
                return fetcher.get(environment);
            });
        }
        return TraversalControl.CONTINUE;
    }

    private static void check(String mutation, boolean retriable, Optional<String> key) {
        if (retriable && key.isEmpty()) {
            throw Fault.badInput(
                    "Put @idempotent(key: …) behind %s: a key of your own, which a retry repeats.".formatted(mutation));
        }
        if (!retriable && key.isPresent()) {
            throw Fault.badInput("%s takes no @idempotent: a retry would do it again.".formatted(mutation));
        }
        key.ifPresent(text -> {
            if (text.isBlank() || text.length() > LONGEST_KEY || !TextVisitor.isText(text)) {
                throw Fault.badInput("The key of @idempotent has 1 to %d characters.".formatted(LONGEST_KEY));
            }
        });
    }

    /**
     * The key on this field, if there is one. Read from the document as it stands: graphql-java's own view of a field's directives
     * first turns every variable of the document back into a literal, which scalars of our own have no way to.
     */
    static Optional<String> key(DataFetchingEnvironment environment) {
        return environment.getMergedField().getFields().stream()
                .flatMap(field -> field.getDirectives("idempotent").stream())
                .findFirst()
                .map(directive -> requireNonNull(directive.getArgument("key")).getValue())
                .map(key -> key instanceof VariableReference variable
                        ? environment.getVariables().get(variable.getName())
                        : ((StringValue) key).getValue())
                .map(String.class::cast);
    }
}
