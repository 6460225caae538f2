package io.merkato.api;

import graphql.schema.DataFetcher;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Takes off again what Spring puts around each fetcher, so that it may answer with a {@code Mono} and finds the thread's context of the request. Ours answer with values
 * or futures, on the thread of the request, where {@link OperationExecution} puts the context in place once. What makes the events of a subscription keeps it.
 */
@Component
class BareFetchers extends GraphQLTypeVisitorStub {

    private final Map<FieldCoordinates, DataFetcher<?>> bare = new HashMap<>();

    /** To be the last of the visitors, as those before put around fetchers what has to stay. */
    @Override
    public TraversalControl visitGraphQLFieldDefinition(
            GraphQLFieldDefinition field, TraverserContext<GraphQLSchemaElement> context) {
        if (context.getParentNode() instanceof GraphQLObjectType type
                && !type.getName().equals("Subscription")) {
            GraphQLCodeRegistry.Builder registry = context.getVarFromParents(GraphQLCodeRegistry.Builder.class);
            bare.put(FieldCoordinates.coordinates(type, field), registry.getDataFetcher(type, field));
        }
        return TraversalControl.CONTINUE;
    }

    GraphQLSchema in(GraphQLSchema schema) {
        GraphQLCodeRegistry registry = schema.getCodeRegistry()
                .transform(builder -> bare.forEach((field, fetcher) -> {
                    if (!field.getTypeName().startsWith("__")) {
                        builder.dataFetcher(field, fetcher);
                    }
                }));
        return schema.transformWithoutTypes(builder -> builder.codeRegistry(registry));
    }
}
