package io.merkato.api;

import graphql.schema.DataFetcher;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses what is no text, wherever it stands in the arguments: PostgreSQL stores no NUL, and half a surrogate pair is no character. */
final class TextVisitor extends GraphQLTypeVisitorStub {

    @Override
    public TraversalControl visitGraphQLFieldDefinition(
            GraphQLFieldDefinition field, TraverserContext<GraphQLSchemaElement> context) {
        if (context.getParentNode() instanceof GraphQLObjectType type
                && !type.getName().startsWith("__")
                && !field.getArguments().isEmpty()) {
            GraphQLCodeRegistry.Builder registry = context.getVarFromParents(GraphQLCodeRegistry.Builder.class);
            DataFetcher<?> fetcher = registry.getDataFetcher(type, field);
            registry.dataFetcher(type, field, (DataFetcher<?>) environment -> {
                environment.getArguments().forEach(TextVisitor::check);
                return fetcher.get(environment);
            });
        }
        return TraversalControl.CONTINUE;
    }

    /** @param where the argument, and the way down from there */
    private static void check(String where, @Nullable Object value) {
        switch (value) {
            case String text -> {
                if (!isText(text)) {
                    throw Fault.badInput("%s has a NUL or half a surrogate pair in it.".formatted(where));
                }
            }
            case Map<?, ?> object -> object.forEach((name, member) -> check(where + '.' + name, member));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    check(where + '.' + i, list.get(i));
                }
            }
            case null, default -> {}
        }
    }

    private static boolean isText(String text) {
        return text.indexOf('\0') < 0
                && text.codePoints()
                        .noneMatch(each -> each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE);
    }
}
